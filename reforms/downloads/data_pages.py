"""What the data is: codebook, data package, API, and how to cite a selection."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .. import citations, exports, statistics
from ..columns import COLUMNS
from ..descriptions import codebook, data_package, openapi, schema_org
from ..exports import Export, offered
from ..models import Revision
from ..public.caching import page, public
from ..selection import Selection, in_words, select, sets_of, total
from .responses import data, json_response, with_counts
from .streams import AT_ONCE


@public
def data_home(request: HttpRequest, revision: Revision) -> HttpResponse:
    """Codebook, downloads, API, how to cite."""
    export = Export(sets_of(revision).keys(Selection()), revision=revision)
    address = f"{settings.SITE_URL}/cases/"
    work = citations.of_selection(Selection(), export.total, address, revision)
    context = {
        "columns": list(codebook.rows()),
        "formats": offered(export.total),
        "total": export.total,
        "styles": citations.in_all_styles(work),
        "site": settings.SITE_URL,
        "dataset": citations.script_safe(schema_org.dataset(export, "")),
        "xlsx_rows": exports.XLSX_ROWS,
        "xlsx_texts": exports.XLSX_TEXTS,
        "parts_cases": exports.PARTS_CASES,
        "docx_cases": exports.DOCX_CASES,
        "places": AT_ONCE,
        "stalled": settings.STALLED_SECONDS,
    }
    return page(request, "data/index.html", revision, context)


@public
def recipes(request: HttpRequest, revision: Revision) -> HttpResponse:
    """What to type in some programs."""
    return page(request, "data/recipes.html", revision, {"site": settings.SITE_URL})


@public
def cite(request: HttpRequest, revision: Revision) -> HttpResponse:
    """How to cite a selection, and its files."""
    asked, dropped = select(request.GET)
    selection = asked.shareable().changed()
    query_string = selection.query_string()
    is_long = selection.is_long  # too long an address to be named once for each file
    export = Export(
        sets_of(revision).keys(selection),
        words=citations.words_in("zh-hans", selection),  # after the catalogue's name
        revision=revision,
    )
    address = f"{settings.SITE_URL}/cases/{query_string}"
    work = citations.of_selection(selection, export.total, address, revision)
    context = {
        "selection": selection,
        "conditions": in_words(selection),
        "dropped": dropped,
        "total": export.total,
        "styles": citations.in_all_styles(work),
        "formats": offered(export.total),
        "query_string": query_string,
        "dataset": ""
        if is_long
        else citations.script_safe(schema_org.dataset(export, query_string)),
    }
    return page(request, "data/cite.html", revision, context)


@data("csv")
def codebook_csv(request: HttpRequest, revision: Revision) -> HttpResponse:
    content = b"".join(codebook.as_csv())
    rows = sum(1 for _row in codebook.rows())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    return with_counts(response, revision, rows=rows)


@data("json")
def data_package_file(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The whole catalogue as a Data Package; its CSV is the live one."""
    count = total(Selection(), revision)
    address = f"{settings.SITE_URL}/cases.csv?sort=reference"
    resource = data_package.csv_resource("cases", address, COLUMNS, rows=count)
    resource["schema"]["foreignKeys"] = [
        {"fields": "batch", "reference": {"resource": "batches", "fields": "slug"}}
    ]
    tables = [
        data_package.table_resource(name, table, f"{settings.SITE_URL}/{name}.csv")
        for name, table in exports.TABLES.items()
    ]
    parts = data_package.parts_resource(f"{settings.SITE_URL}/cases.csv?shape=parts&sort=reference")
    package = data_package.data_package([resource, *tables, parts], revision)
    return with_counts(json_response(package), revision, count)


@data("json")
def openapi_file(request: HttpRequest, revision: Revision) -> HttpResponse:
    return with_counts(json_response(openapi.openapi(revision, statistics.TABLES)), revision)
