"""What the data is: codebook, data package, API, and how to cite a selection."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .. import citations, exports
from ..columns import BY_NAME, COLUMNS
from ..descriptions import codebook, data_package, openapi, schema_org
from ..exports import FORMATS, Export
from ..models import Case
from ..public import lists
from ..public.caching import public
from ..selection import Selection, facets, select
from .responses import data, json_response, with_counts
from .streams import AT_ONCE


@public
def data_home(request: HttpRequest) -> HttpResponse:
    """Codebook, downloads, API, how to cite."""
    export = Export(Case.objects.published(), revision=request.revision)
    work = citations.of_selection(
        Selection(), export.total, f"{settings.SITE_URL}/cases/", request.revision
    )
    context = {
        "columns": list(codebook.rows()),
        "formats": FORMATS,
        "total": export.total,
        "styles": citations.in_all_styles(work),
        "site": settings.SITE_URL,
        "dataset": citations.script_safe(schema_org.dataset(export, "")),
        "xlsx_rows": exports.XLSX_ROWS,
        "places": AT_ONCE,
        "stalled": settings.STALLED_SECONDS,
    }
    return render(request, "data/index.html", context)


@public
def cite(request: HttpRequest) -> HttpResponse:
    """How to cite a selection, and its files."""
    selection = select(request.GET).changed()
    total, _facets = facets(selection, request.revision)
    address = f"{settings.SITE_URL}/cases/{selection.query_string()}"
    work = citations.of_selection(selection, total, address, request.revision)
    words = citations.words_in("zh-hans", selection)  # after the catalogue's name
    export = Export(selection.cases(), words=words, revision=request.revision)
    export.__dict__["total"] = total  # counted already
    context = {
        "selection": selection,
        "index_is_stale": lists.index_is_stale(selection, request.revision),
        "total": total,
        "styles": citations.in_all_styles(work),
        "formats": FORMATS,
        "query_string": selection.query_string(),
        "dataset": citations.script_safe(schema_org.dataset(export, selection.query_string())),
    }
    return render(request, "data/cite.html", context)


@data("csv")
def codebook_csv(request: HttpRequest) -> HttpResponse:
    content = b"".join(codebook.as_csv())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    return with_counts(response, request.revision, rows=len(BY_NAME))


@data("json")
def data_package_file(request: HttpRequest) -> HttpResponse:
    """The whole catalogue as a Data Package; its CSV is the live one."""
    total = Case.objects.published().count()
    address = f"{settings.SITE_URL}/cases.csv?sort=reference"
    resource = data_package.csv_resource("cases", address, COLUMNS, rows=total)
    package = data_package.data_package([resource], request.revision)
    return with_counts(json_response(package), request.revision, total)


@data("json")
def openapi_file(request: HttpRequest) -> HttpResponse:
    found = openapi.openapi(request.revision)
    return with_counts(json_response(found), request.revision)
