"""A selection as a file, as pages of JSON, and the manifest beside them."""

from contextlib import ExitStack
from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from .. import citations
from ..exports import FORMATS, Export, json_files, json_page
from ..models import Revision
from ..public.nearby_addresses import nearby_address
from ..selection import NEWLY_PUBLISHED, Dropped, Selection, facets, page_of_keys, sets_of, shown
from ..storage.databases import consistent_read
from .parameters import asked_for, export_of, in_language
from .responses import BadValues, Response, as_download, data, json_response, with_counts
from .streams import stream, take_place


@data("csv")
def cases_file(request: HttpRequest, _revision: Revision, suffix: str) -> HttpResponseBase:
    """The whole selection as a file, streamed from one consistent read."""
    selection, options = asked_for(request.GET, suffix)
    with ExitStack() as held:
        take_place(held)
        export = export_of(selection, options, suffix, Revision.current())
        if suffix == "atom" and not request.GET.get("sort"):
            export = in_feed_order(export, selection)
        kind = FORMATS[suffix]
        zips = suffix not in ("xlsx", "docx")  # they are archives themselves
        response = stream(request, kind.write(export), kind.content_type, held, zips)
        return with_proof(response, export, suffix)


def in_feed_order(export: Export, selection: Selection) -> Export:
    """The same cases as feeds are read: by first publication, not by date (RFC 4287, updated)."""
    order = selection.changed(sort=NEWLY_PUBLISHED)
    return replace(export, keys=sets_of(export.revision).keys(order))


def with_proof(response: Response, export: Export, suffix: str) -> Response:
    """What tells that a file is whole, and of what: in headers and in its name."""
    if suffix != "atom":  # feeds are read in place
        as_download(response, "cases", export.revision, f"-rows-{export.rows}.{suffix}")
    return with_counts(response, export.revision, export.total, export.rows)


@data("json")
def cases_json(request: HttpRequest, _revision: Revision) -> HttpResponse:
    """One page of the selection as JSON."""
    selection, options = asked_for(request.GET, "json")
    stop = selection.page * json_files.PAGE_SIZE
    with consistent_read():
        now = Revision.current()
        export = export_of(selection, options, "json", now)
        keys = page_of_keys(selection, now, stop - json_files.PAGE_SIZE, stop)
        pairs = [*selection.changed(page=selection.page + 1).pairs(), *options.items()]
        following = f"{settings.SITE_URL}{in_language()}/cases.json?{urlencode(pairs)}"
        response = json_response(json_page(export, selection.page, keys, following))
    return with_counts(response, export.revision, export.total, export.rows)


@data("json")
def facets_json(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The values of every facet that have cases, with their numbers; a facet ignores itself."""
    selection, _options = asked_for(request.GET, "facets")
    counted = facets(selection, revision)
    values = {
        facet.name: [
            {"value": option.value, "label": option.label, "count": option.count}
            for option in facet.options
            if option.count
        ]
        for facet in counted.facets
    }
    answer = json_response({"total": counted.total, "facets": values})
    return with_counts(answer, revision, counted.total)


@data("json")
def manifest(request: HttpRequest, _revision: Revision) -> HttpResponse:
    """What a file of a selection holds, for the reader of a paper; `format` says which file."""
    params = request.GET.copy()
    suffix = ",".join(params.pop("format", [])) or "csv"
    if suffix not in (*FORMATS, "json"):
        raise BadValues([Dropped("format", shown(suffix))])
    selection, options = asked_for(params, suffix)
    with consistent_read():
        export = export_of(selection, options, suffix, Revision.current())
        facts = export.facts()
    work = citations.of_selection(selection, export.total, export.address, export.revision)
    facts["citation"] = citations.gbt7714(work)
    return with_counts(json_response(facts), export.revision, export.total, export.rows)


@data("csv")
def unknown_format(
    request: HttpRequest, _revision: Revision, suffix: str, reference: str = ""
) -> HttpResponse:
    """A file in a format that there is not, of a selection or of a case."""
    if nearby_address(request):
        raise Http404  # leads there
    raise BadValues([Dropped("format", shown(suffix))])
