"""The batches by time, and the page of each."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ..models import Batch, Case
from ..selection import Selection, rows, select, timeline
from .caching import public
from .cards import cards
from .links import page_links

BATCHES_A_PAGE = 50
CASES_A_BATCH_PAGE = 50


@public
def batches(request: HttpRequest) -> HttpResponse:
    """The batches by time, of all years or of those that the address names."""
    asked = select(request.GET)
    batches_in_time = timeline(request.revision)
    moments = batches_in_time.of(asked.year)
    paginator = Paginator(moments, BATCHES_A_PAGE)
    page = paginator.get_page(asked.page)
    selection = Selection(year=asked.year, page=page.number)
    context = {
        "selection": selection,
        "years": batches_in_time.years,
        "batches": rows(list(page.object_list)),
        "total": len(moments),
        "page": page,
        "pages": page_links(paginator, page.number, selection),
    }
    return render(request, "batches.html", context)


@public
def batch(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Batch.objects.published(), slug=slug)
    in_batch = Case.objects.published().filter(batch=found).values_list("pk", flat=True)
    paginator = Paginator(in_batch.order_by("number"), CASES_A_BATCH_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    selection = Selection(page=page.number)
    context = {
        "batch": found,
        "selection": selection,
        "cards": cards(page.object_list),
        "total": paginator.count,
        "page": page,
        "pages": page_links(paginator, page.number, selection),
    }
    return render(request, "batch.html", context)
