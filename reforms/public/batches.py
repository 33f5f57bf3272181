"""The batches by time, and the page of each."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from ..models import Batch, Case, Revision
from ..selection import Selection, counted_batches, select, timeline
from .caching import page, public
from .cards import cards
from .discovery import batch_links
from .head import citation
from .links import page_links

BATCHES_A_PAGE = 50
CASES_A_BATCH_PAGE = 50


@public
def batches(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The batches by time, of all years or of those that the address names."""
    asked, _dropped = select(request.GET)
    batches_in_time = timeline(revision)
    moments = batches_in_time.of(asked.year)
    paginator = Paginator(moments, BATCHES_A_PAGE)
    page_of_list = paginator.get_page(asked.page)
    selection = Selection(year=asked.year, page=page_of_list.number)
    context = {
        "selection": selection,
        "cases_query": Selection(year=asked.year).query_string(),
        "years": batches_in_time.years,
        "batches": counted_batches(list(page_of_list.object_list)),
        "total": len(moments),
        "page": page_of_list,
        "pages": page_links(paginator, page_of_list.number, selection),
    }
    return page(request, "batches.html", revision, context)


@public
def batch(request: HttpRequest, revision: Revision, slug: str) -> HttpResponse:
    """A batch: its facts and its cases, in their order."""
    shown = get_object_or_404(Batch.objects.published(), slug=slug)
    paginator = Paginator(keys_of_cases(shown), CASES_A_BATCH_PAGE)
    page_of_list = paginator.get_page(request.GET.get("page"))
    selection = Selection(page=page_of_list.number)
    cards_of_page = cards(page_of_list.object_list)
    context = {
        "batch": shown,
        "citation": citation(shown, revision),
        "selection": selection,
        "cards": cards_of_page,
        "total": paginator.count,
        "page": page_of_list,
        "pages": page_links(paginator, page_of_list.number, selection),
    }
    response = page(request, "batch.html", revision, context)
    response["Link"] = batch_links(shown, [card.address for card in cards_of_page])
    return response


def keys_of_cases(batch: Batch) -> QuerySet[Case, int]:
    """The keys of the public cases of a batch, in its order."""
    in_batch = Case.objects.published().filter(batch=batch).order_by("official_key")
    return in_batch.values_list("pk", flat=True)
