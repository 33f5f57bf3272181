"""The statistics of a selection: an overview, cross tables on pages of their own, and as CSV."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from .. import statistics
from ..models import Revision
from ..public import links
from ..public.caching import page, public
from ..selection import Selection, chosen_values, facets, in_words, select, sets_of
from .parameters import asked_for
from .responses import as_download, data, with_counts


@public
def statistics_page(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The figures of a selection, the map with its list, and the tables side by side."""
    asked, dropped = select(request.GET)
    selection = asked.shareable().changed()
    counted = facets(selection, revision)
    _themes, provinces, _levels, years = counted.facets
    context = {
        **heading(selection, counted.total),
        "dropped": dropped,
        "credits": statistics.credits_of(selection, revision),
        "batch_count": len(sets_of(revision).batch_counts(selection)),
        "provinces": provinces,
        "years": [option.value for option in years.options if option.count],
        "tables": [
            statistics.shown_table(selection, name, revision, statistics.BESIDE_OTHERS)
            for name in statistics.OVERVIEW
        ],
        "batches": statistics.shown_table(
            selection, "batch", revision, statistics.BATCHES_BESIDE_OTHERS
        ),
        "cities": statistics.shown_table(selection, "city", revision)
        if len(selection.province) == 1
        else None,
        "own_pages": {
            name: cross.title
            for name, cross in statistics.TABLES.items()
            if cross.rows == "province"
        },
    }
    return page(request, "statistics.html", revision, context)


@public
def table_page(request: HttpRequest, revision: Revision, name: str) -> HttpResponse:
    """One cross table on a page of its own."""
    if name not in statistics.TABLES:
        raise Http404
    asked, dropped = select(request.GET)
    selection = asked.shareable().changed()
    table = statistics.shown_table(selection, name, revision)
    context = {**heading(selection, table.total.count), "dropped": dropped, "table": table}
    return page(request, "statistics_table.html", revision, context)


def heading(selection: Selection, total: int) -> dict[str, Any]:
    """What both pages say of their selection."""
    chosen = chosen_values(selection)
    return {
        "selection": selection,
        "conditions": in_words(selection, chosen),
        "total": total,
        "chips": links.chips(selection, None, chosen),
        "query_string": selection.query_string(),
        "files": {name: cross.title for name, cross in statistics.TABLES.items()},
    }


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
