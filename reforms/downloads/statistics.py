"""Cross tables as pictures, tables and CSV."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from .. import statistics
from ..public import links, lists
from ..public.caching import public
from ..selection import facets, select
from .parameters import asked_for
from .responses import as_download, data, with_counts


@public
def statistics_page(request: HttpRequest) -> HttpResponse:
    selection = select(request.GET).changed()
    found = statistics.tables(selection, request.revision)
    context = {
        "selection": selection,
        "index_is_stale": lists.index_is_stale(selection, request.revision),
        "tables": [(table, statistics.chart(table)) for table in found],
        "total": found[0].total.count,
        "chips": links.chips(selection, None),
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
    rows = len(found.rows) + 1  # the last has the totals
    as_download(response, name, request.revision, f"-rows-{rows}.csv")
    return with_counts(response, request.revision, found.total.count, rows)
