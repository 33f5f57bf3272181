"""Cross tables as pictures, tables and CSV."""

from django.http import Http404, HttpRequest, HttpResponse

from .. import statistics
from ..models import Revision
from ..public import links
from ..public.caching import page, public
from ..selection import facets, in_words, select
from .parameters import asked_for
from .responses import as_download, data, with_counts


@public
def statistics_page(request: HttpRequest, revision: Revision) -> HttpResponse:
    """All cross tables of a selection."""
    asked, dropped = select(request.GET)
    selection = asked.shareable().changed()
    tables = statistics.tables(selection, revision)
    context = {
        "selection": selection,
        "conditions": in_words(selection),
        "dropped": dropped,
        "tables": [(table, statistics.chart(table)) for table in tables],
        "total": tables[0].total.count,
        "chips": links.chips(selection, None),
        "query_string": selection.query_string(),
        "provinces": facets(selection, revision).facets[1],
    }
    return page(request, "statistics.html", revision, context)


@data("csv")
def statistics_csv(request: HttpRequest, revision: Revision, name: str) -> HttpResponse:
    """One cross table with all its rows; the last has the totals."""
    if name not in statistics.TABLES:
        raise Http404
    selection, _options = asked_for(request.GET, "statistics")
    table = statistics.table(selection.changed(), name, revision)
    content = b"".join(statistics.as_csv(table))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    rows = len(table.rows) + 1
    as_download(response, name, revision, f"-rows-{rows}.csv")
    return with_counts(response, revision, table.total.count, rows)
