"""The list of cases, and the page of one case."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ..models import Case, Revision
from ..search import parse
from ..selection import Selection, facets, page_of_keys, search_is_current, select, suggestions
from ..vocabulary import Status
from .caching import public
from .cards import cards, surroundings
from .links import chips, downloads, match_links, order_links, page_links

PAGE_SIZE = 20


@public
def cases(request: HttpRequest) -> HttpResponse:
    asked = select(request.GET)
    total, facet_list = facets(asked, request.revision)
    paginator = Paginator(range(total), PAGE_SIZE)
    page = paginator.get_page(asked.page)
    selection = asked.changed(page=page.number)
    start = (page.number - 1) * PAGE_SIZE
    keys = page_of_keys(selection, request.revision, start, start + PAGE_SIZE)
    chosen = chips(selection, None if total else request.revision)
    return render(
        request,
        "cases.html",
        {
            "selection": selection,
            "total": total,
            "facets": facet_list,
            "cards": cards(keys, parse(selection.q).wanted),
            "page": page,
            "pages": page_links(paginator, page.number, selection),
            "chips": chosen,
            "ways_out": [chip for chip in chosen if chip["count"]],
            "orders": order_links(selection),
            "matches": match_links(selection),
            "downloads": downloads(selection),
            "asked_page": asked.page if asked.page > page.number else None,
            **searching(selection, request.revision),
        },
    )


def searching(selection: Selection, revision: Revision) -> dict:
    """What a page says of a text search; nothing where none was asked for."""
    if not selection.q:
        return {}
    return {
        "suggestions": suggestions(selection, revision),
        "nothing_to_search": not parse(selection.q),
        "index_is_stale": index_is_stale(selection, revision),
    }


def index_is_stale(selection: Selection, revision: Revision) -> bool:
    """Whether a text search may miss cases: a page of it says so."""
    return bool(selection.q) and not search_is_current(revision)


@public
def case(request: HttpRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(
        Case.objects.with_relations().filter(status__in=[Status.PUBLISHED, Status.WITHDRAWN]),
        reference=reference,
    )
    if not found.is_public:
        return render(request, "410.html", {"case": found}, status=410)
    return render(request, "case.html", {"case": found, **surroundings(found)})
