"""The tables of batches, themes and credited bodies as files."""

from contextlib import ExitStack

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ..exports import TABLES, table_csv, table_json
from ..models import Revision
from .parameters import require_known
from .responses import as_download, data, with_counts
from .streams import stream, take_place

WRITERS = {"csv": table_csv, "json": table_json}
CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}


@data("csv")
def table_file(
    request: HttpRequest, _revision: Revision, name: str, suffix: str
) -> HttpResponseBase:
    """One table, whole, streamed from one consistent read."""
    require_known(request.GET)
    table = TABLES[name]
    with ExitStack() as held:
        take_place(held)
        revision, rows = Revision.current(), table.row_count()
        response = stream(request, WRITERS[suffix](table), CONTENT_TYPES[suffix], held)
    as_download(response, name, revision, f"-rows-{rows}.{suffix}")
    return with_counts(response, revision, rows=rows)
