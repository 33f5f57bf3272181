"""The researchers' desk: files, JSON, citations, changes, snapshots, codebook, statistics."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import wraps
from itertools import chain, islice
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from . import citations, codebook, exports, history, statistics, views
from .columns import BODY, BY_NAME, COLUMNS, Column, values
from .databases import consistent_read
from .exports import FORMATS, OPTIONS, OPTIONS_OF, Export, Refused
from .facets import facets
from .filters import Selection, select
from .models import Case, Revision
from .views import public
from .vocabulary import Status

# One thread of the process stays free for pages while all others make files.
AT_ONCE = settings.EXPORTS_AT_ONCE
SLOTS = BoundedSemaphore(AT_ONCE)
RETRY_SECONDS = 10
PIECE = 1 << 18
SHOWN_CHANGES = 500
NUMBER = re.compile("[0-9]{1,15}", re.ASCII)
EXPOSED = "X-Revision, X-Revision-Date, X-Total-Count, X-Row-Count, Content-Disposition"

Wrong = list[tuple[str, str]]


class Busy(RuntimeError):
    """All places for making files are taken."""


class BadValues(ValueError):
    """Values of the address that are not known, as (name, value)."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong = wrong


class NotYet(Http404):
    """The case was not yet public at the revision that was asked for."""


def data(kind: str) -> Callable:
    """An answer for programs: readable from every site, with errors in its own form.

    Outside of `public`, so that no cache takes a refusal for the file itself.
    """

    def decorate(view: Callable) -> Callable:
        inner = public(view)

        @wraps(view)
        def answer(request: HttpRequest, *args, **options) -> HttpResponse:
            form = options.get("suffix", kind)
            try:
                response = inner(request, *args, **options)
            except BadValues as bad:
                response = refusal(form, 400, _("网址里有无法识别的值，没有生成文件："), bad.wrong)
            except NotYet as reason:
                response = refusal(form, 404, str(reason))
            except Http404:
                response = refusal(form, 404, _("没有这个网址。"))
            except Refused as reason:
                response = refusal(form, 400, str(reason))
            except Busy:
                response = too_many(request, form)
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = EXPOSED
            return response

        return answer

    return decorate


def refusal(form: str, status: int, text: str, wrong: Wrong = ()) -> HttpResponse:
    """Why there is no file: as JSON where JSON was asked for, else as plain text."""
    if "json" in form:
        found = {"error": text, "wrong": [{"name": n, "value": v} for n, v in wrong]}
        response = json_response(found)
    else:
        lines = "".join(f"{name}={value}\n" for name, value in wrong)
        response = HttpResponse(f"{text}\n{lines}", content_type="text/plain; charset=utf-8")
    response.status_code = status
    response["Cache-Control"] = "no-store"
    return response


def too_many(request: HttpRequest, form: str) -> HttpResponse:
    """Why there is no file yet: a page for a reader's browser, a line for a program."""
    if "text/html" in request.headers.get("Accept", ""):
        response = render(request, "429.html", status=429)
        response["Cache-Control"] = "no-store"
    else:
        response = refusal(form, 429, _("同时生成的文件太多，请稍后再试。"))
    response["Retry-After"] = RETRY_SECONDS
    return response


def json_response(found: Any, content_type: str = "application/json") -> HttpResponse:
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    return HttpResponse(text, content_type=f"{content_type}; charset=utf-8")


# ---------------------------------------------------------------- what the address asks for


def asked_for(params: QueryDict, suffix: str) -> tuple[Selection, dict[str, str]]:
    """The checked selection and options of a file; a wrong value is refused by name."""
    selection = select(params)
    given = {name: params[name] for name in OPTIONS if params.get(name)}
    allowed = OPTIONS_OF.get(suffix, ())
    values = {name: names(given) if name == "columns" else [given[name]] for name in given}
    wrong = [*selection.dropped]
    wrong += [(name, value) for name, value in given.items() if name not in allowed]
    wrong += [
        (n, value) for n, found in values.items() for value in found if value not in OPTIONS[n]
    ]
    if wrong:
        raise BadValues([(name, value[:60]) for name, value in dict.fromkeys(wrong)])
    return selection, given


def names(options: dict[str, str]) -> list[str]:
    """The columns that were named, once each, in the order given."""
    return list(dict.fromkeys(filter(None, options.get("columns", "").split(","))))


def chosen_columns(options: dict[str, str]) -> tuple[Column, ...]:
    columns = tuple(BY_NAME[name] for name in names(options)) or COLUMNS
    return (*columns, BODY) if options.get("body") and BODY not in columns else columns


def export_of(
    selection: Selection, options: dict[str, str], suffix: str, revision: Revision
) -> Export:
    pairs = [*selection.changed().pairs(), *options.items()]
    query = f"?{urlencode(pairs)}" if pairs else ""
    return Export(
        cases=selection.cases(),
        columns=chosen_columns(options),
        chinese="headings" in options,
        excel="excel" in options,
        long="shape" in options,
        words=selection.in_words(),
        address=f"{settings.SITE_URL}/cases.{suffix}{query}",
        revision=revision,
    )


# ---------------------------------------------------------------- files


@data("csv")
def cases_file(request: HttpRequest, suffix: str) -> HttpResponse:
    """The whole selection as a file, streamed from one consistent read."""
    selection, options = asked_for(request.GET, suffix)
    if suffix == "atom" and not request.GET.get("sort"):
        selection = selection.changed(sort="newest")
    with ExitStack() as stack:
        if not SLOTS.acquire(blocking=False):
            raise Busy
        stack.callback(SLOTS.release)
        stack.enter_context(consistent_read())
        export = export_of(selection, options, suffix, Revision.current())
        response = stream(request, FORMATS[suffix].write(export), FORMATS[suffix], stack)
        with_proof(response, export, suffix)
        response._resource_closers.append(stack.pop_all().close)
    return response


def stream(
    request: HttpRequest, chunks: Iterator[bytes], kind: exports.Format, stack: ExitStack
) -> StreamingHttpResponse:
    """The first chunk is made at once: what goes wrong there is still an answer of its own."""
    stack.callback(chunks.close)
    content: Iterable[bytes] = ()
    if request.method == "GET":
        content = chain([next(chunks, b"")], chunks)
    packed = kind is not FORMATS["xlsx"] and takes_gzip(request)
    content = exports.compressed(content) if packed else content
    response = StreamingHttpResponse(pieces(content), content_type=kind.content_type)
    patch_vary_headers(response, ["Accept-Encoding"])
    if packed:
        response["Content-Encoding"] = "gzip"
    if connection := request.META.get("gunicorn.socket"):
        connection.settimeout(settings.STALLED_SECONDS)
    return response


def takes_gzip(request: HttpRequest) -> bool:
    """RFC 9110, section 12.5.3; `gzip;q=0` is a refusal."""
    accepted = request.headers.get("Accept-Encoding", "")
    return bool(re.search(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", accepted))


def pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Nothing larger than a slow client takes before it is dropped."""
    for chunk in chunks:
        for start in range(0, len(chunk), PIECE):
            yield chunk[start : start + PIECE]


def with_proof(response: HttpResponse, export: Export, suffix: str) -> HttpResponse:
    """What tells that a file is whole, and of what: in headers and in its name."""
    day = citations.day(export.revision)
    name = f"cases-revision-{export.revision.number}-{day}-rows-{export.rows}.{suffix}"
    if suffix != "atom":  # feeds are read in place
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Row-Count"] = export.rows
    return with_counts(response, export.revision, export.total)


def with_counts(response: HttpResponse, revision: Revision, total: int) -> HttpResponse:
    response["X-Total-Count"] = total
    response["X-Revision"] = revision.number  # of the same read as the rows
    response["X-Revision-Date"] = timezone.localtime(revision.at).isoformat(timespec="seconds")
    return response


@data("json")
def cases_json(request: HttpRequest) -> HttpResponse:
    """One page of the selection as JSON."""
    selection, options = asked_for(request.GET, "json")
    with consistent_read():
        export = export_of(selection, options, "json", Revision.current())
        pairs = [*selection.changed(page=selection.page + 1).pairs(), *options.items()]
        following = f"{settings.SITE_URL}/cases.json?{urlencode(pairs)}"
        found = exports.json_page(export, selection.page, following)
    return with_counts(json_response(found), export.revision, export.total)


@data("json")
def manifest(request: HttpRequest) -> HttpResponse:
    """What the files of a selection hold, for the reader of a paper."""
    selection, options = asked_for(request.GET, "manifest.json")
    with consistent_read():
        export = export_of(selection, options, "csv", Revision.current())
        found = export.facts()
    work = citations.of_selection(export.words, export.total, export.address, export.revision)
    found["citation"] = citations.gbt7714(work)
    return with_counts(json_response(found), export.revision, export.total)


# ---------------------------------------------------------------- one case


def case_of(reference: str) -> Case:
    """A case that is or was public."""
    seen = Case.objects.with_relations().filter(status__in=[Status.PUBLISHED, Status.WITHDRAWN])
    return get_object_or_404(seen, reference=reference)


def asked_revision(request: HttpRequest, name: str = "revision") -> int | None:
    """A revision named in the address; None where there is none."""
    text = request.GET.get(name, "")
    if text and (not NUMBER.fullmatch(text) or int(text) > request.revision.number):
        raise BadValues([(name, text[:60])])
    return int(text) if text else None


def state_of(case: Case, revision: int | None) -> dict[str, Any]:
    """The public columns of a case with its full text, now or at a revision."""
    if revision is None:
        return values(case, (*COLUMNS, BODY))
    version = history.as_it_was(case, revision)
    if version is None or not history.is_public_state(version):
        raise NotYet(_("%s 那时还没有发布。") % case.reference)
    return {name: version.state.get(name) for name in BY_NAME}


@data("json")
def case_file(request: HttpRequest, reference: str, suffix: str) -> HttpResponse:
    """One case as JSON or as a citation."""
    case = case_of(reference)
    revision = asked_revision(request)
    if not case.is_public:
        return withdrawn(case, suffix)
    state = state_of(case, revision)
    if suffix == "json":
        response = json_response(state)
    else:
        style = {"bib": "bib", "ris": "ris", "csl.json": "csl"}[suffix]
        text = citations.STYLES[style].write(citations.of_case(state))
        response = HttpResponse(text, content_type=FORMATS[suffix].content_type)
        response["Content-Disposition"] = f'attachment; filename="{reference}.{suffix}"'
    return with_counts(response, request.revision, 1)


def withdrawn(case: Case, suffix: str) -> HttpResponse:
    day = timezone.localtime(case.withdrawn_at).date().isoformat()
    text = _("%(reference)s 已于 %(day)s 撤下：%(reason)s %(note)s") % {
        "reference": case.reference,
        "day": day,
        "reason": case.get_withdrawal_display(),
        "note": case.withdrawal_note,
    }
    return refusal(suffix, 410, text.strip())


def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The page of a case, now or as it was at a revision."""
    view = case_version if request.GET.get("revision") else views.case
    return view(request, reference)


@public
def case_version(request: HttpRequest, reference: str) -> HttpResponse:
    """A case as it was at a revision, or why it cannot be shown."""
    found = case_of(reference)
    if not found.is_public:
        return render(request, "410.html", {"case": found}, status=410)
    context: dict[str, Any] = {"case": found, "versions": history.public_versions(found)}
    try:
        context["asked"] = asked_revision(request)
    except BadValues as bad:
        context["wrong"] = bad.wrong[0][1]
        return render(request, "data/case_version.html", context, status=400)
    version = history.as_it_was(found, context["asked"])
    if version is None or not history.is_public_state(version):
        return render(request, "data/case_version.html", context, status=404)
    context["version"] = version
    context["lines"] = [
        (BY_NAME[name], version.state[name]) for name in BY_NAME if version.state.get(name)
    ]
    context["styles"] = styles(citations.of_case(version.state | {"revision": version.revision}))
    return render(request, "data/case_version.html", context)


def styles(work: citations.Work) -> list[tuple[str, str]]:
    """Every way to cite a work, as label and text."""
    return [(style.label, style.write(work)) for style in citations.STYLES.values()]


# ---------------------------------------------------------------- /data/


@public
def data_home(request: HttpRequest) -> HttpResponse:
    """Codebook, downloads, API, how to cite."""
    export = Export(Case.objects.published(), revision=request.revision)
    work = citations.of_selection("", export.total, f"{settings.SITE_URL}/cases/", request.revision)
    context = {
        "columns": list(codebook.rows()),
        "formats": FORMATS,
        "total": export.total,
        "styles": styles(work),
        "site": settings.SITE_URL,
        "dataset": citations.script_safe(codebook.dataset(export, "")),
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
    work = citations.of_selection(selection.in_words(), total, address, request.revision)
    export = Export(selection.cases(), words=selection.in_words(), revision=request.revision)
    export.__dict__["total"] = total  # counted already
    context = {
        "selection": selection,
        "total": total,
        "styles": styles(work),
        "formats": FORMATS,
        "query_string": selection.query_string(),
        "dataset": citations.script_safe(codebook.dataset(export, selection.query_string())),
    }
    return render(request, "data/cite.html", context)


@data("csv")
def codebook_csv(request: HttpRequest) -> HttpResponse:
    content = b"".join(codebook.as_csv())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    return with_counts(response, request.revision, len(BY_NAME))


@data("json")
def data_package(request: HttpRequest) -> HttpResponse:
    """The whole catalogue as a Data Package; its CSV is the live one."""
    total = Case.objects.published().count()
    address = f"{settings.SITE_URL}/cases.csv?sort=reference"
    resource = codebook.csv_resource("cases", address, COLUMNS, rows=total)
    package = codebook.data_package([resource], request.revision)
    return with_counts(json_response(package), request.revision, total)


@data("json")
def openapi(request: HttpRequest) -> HttpResponse:
    found = codebook.openapi(request.revision)
    return with_counts(json_response(found), request.revision, len(found["paths"]))


# ---------------------------------------------------------------- changes


def since(request: HttpRequest) -> int:
    asked = asked_revision(request, "since")
    if asked is None:
        raise BadValues([("since", "")])
    return asked


def as_record(change: history.Change) -> dict[str, Any]:
    """One changed reference as JSON."""
    found = {
        "reference": change.reference,
        "change": change.kind,
        "revision": change.version.revision,
        "at": timezone.localtime(change.version.at).isoformat(timespec="seconds"),
        "fields": [
            {"name": name, "before": before, "after": after}
            for name, before, after in change.differences
        ],
    }
    if change.kind == "withdrawn":
        found["reason"] = change.version.state.get("withdrawal", "")
        found["note"] = change.version.state.get("withdrawal_note", "")
    return found


@public
def changes(request: HttpRequest) -> HttpResponse:
    """What changed since a revision, for people."""
    context: dict[str, Any] = {"current": request.revision, "shown": SHOWN_CHANGES}
    try:
        asked = asked_revision(request, "since")
    except BadValues as bad:
        return render(request, "data/changes.html", context | {"wrong": bad.wrong[0][1]})
    if asked is not None:
        context |= {
            "since": asked,
            "total": history.changed_since(asked).count(),
            "changes": [
                (change, headed(change))
                for change in islice(history.changes_since(asked), SHOWN_CHANGES)
            ],
            "themes": history.theme_changes_since(asked),
        }
    return render(request, "data/changes.html", context)


def headed(change: history.Change) -> list[tuple[str, Any, Any]]:
    """The differences under the headings that the codebook explains."""
    return [(BY_NAME[name].heading, *pair) for name, *pair in change.differences if name in BY_NAME]


@data("json")
def changes_file(request: HttpRequest, suffix: str) -> HttpResponse:
    """What changed since a revision, whole, streamed from one consistent read."""
    asked = since(request)
    write = {"json": changes_as_json, "csv": changes_as_csv}[suffix]
    kind = {"json": "application/json", "csv": "text/csv"}[suffix]
    with ExitStack() as stack:
        if not SLOTS.acquire(blocking=False):
            raise Busy
        stack.callback(SLOTS.release)
        stack.enter_context(consistent_read())
        revision = Revision.current()
        total = history.changed_since(asked).count()
        kind = exports.Format(suffix, f"{kind}; charset=utf-8", write)
        response = stream(request, write(asked, revision, total), kind, stack)
        with_counts(response, revision, total)
        response._resource_closers.append(stack.pop_all().close)
    return response


def changes_as_json(asked: int, revision: Revision, total: int) -> Iterator[bytes]:
    facts = {
        "since": asked,
        "revision": revision.number,
        "revision_at": timezone.localtime(revision.at).isoformat(timespec="seconds"),
        "total": total,
        "themes": [as_record(change) for change in history.theme_changes_since(asked)],
    }
    yield f'{exports.encode(facts)[:-1]},"changes":['.encode()
    separator = "\n"
    for change in history.changes_since(asked):
        yield f"{separator}{exports.encode(as_record(change))}".encode()
        separator = ",\n"
    yield b"\n]}\n"


def changes_as_csv(asked: int, revision: Revision, total: int) -> Iterator[bytes]:
    """One row a reference, so that the rows can be counted; old and new values as JSON."""
    headings = ("reference", "change", "revision", "at", "reason", "fields", "before", "after")
    yield exports.csv_lines([[heading] for heading in headings], str)
    for change in history.changes_since(asked):
        record = as_record(change)
        record["reason"] = record.get("reason", "")
        for when in ("before", "after"):
            found = {field["name"]: field[when] for field in record["fields"]}
            record[when] = exports.encode(found) if found else ""
        record["fields"] = ";".join(field["name"] for field in record["fields"])
        yield exports.csv_lines([[record[heading]] for heading in headings], str)


# ---------------------------------------------------------------- snapshots

SNAPSHOT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-revision-[0-9]+", re.ASCII)


def snapshot_folder():
    return settings.VAR_DIR / "snapshots"


@public
def snapshots(request: HttpRequest) -> HttpResponse:
    """The snapshots there are, newest first."""
    folder = snapshot_folder()
    found = [path for path in folder.glob("*-revision-*") if SNAPSHOT.fullmatch(path.name)]
    manifests = [
        (path.name, json.loads((path / "manifest.json").read_text(encoding="utf-8")))
        for path in found
    ]
    manifests.sort(key=lambda pair: pair[1]["revision"], reverse=True)
    return render(request, "data/snapshots.html", {"snapshots": manifests})


@data("csv")
def snapshot_file(request: HttpRequest, name: str, file: str) -> HttpResponse:
    """A file of a snapshot; only what its folder has under exactly this name is served."""
    folder = snapshot_folder()
    if not SNAPSHOT.fullmatch(name) or not (folder / name).is_dir():
        raise Http404
    found = {path.name: path for path in (folder / name).iterdir()}.get(file)
    if found is None:
        raise Http404
    return FileResponse(found.open("rb"), as_attachment=True, filename=f"{name}-{file}")


# ---------------------------------------------------------------- statistics


@public
def statistics_page(request: HttpRequest) -> HttpResponse:
    selection = select(request.GET).changed()
    found = statistics.tables(selection, request.revision)
    context = {
        "selection": selection,
        "tables": [(table, statistics.chart(table)) for table in found],
        "total": found[0].total.count,
        "chips": views.chips(selection, None),
        "query_string": selection.query_string(),
        "provinces": facets(selection, request.revision)[1][1],
    }
    return render(request, "statistics.html", context)


@data("csv")
def statistics_csv(request: HttpRequest, name: str) -> HttpResponse:
    if name not in statistics.TABLES:
        raise Http404
    selection, _options = asked_for(request.GET, "statistics")
    found = statistics.table(selection.changed(), name, request.revision)
    content = b"".join(statistics.as_csv(found))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    file = f"{name}-revision-{request.revision.number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return with_counts(response, request.revision, found.total.count)
