"""The list of cases, and the page of one case."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from markupsafe import Markup

from .. import history
from ..exports import FORMATS
from ..models import Case, Revision, Theme
from ..search import parse
from ..selection import (
    Selection,
    chosen_values,
    facets,
    in_words,
    numbered_case,
    page_of_keys,
    select,
)
from .caching import page, public
from .card_cache import compact_cards, found_cards, kept_cards, long_list_cards
from .cards import surroundings
from .discovery import case_links
from .head import citation
from .links import chips, downloads, match_links, order_links, page_links, view_link
from .picking import pick_form, picked_before, ticked
from .searching import searching

PAGE_SIZE, COMPACT_SIZE = 20, 50  # cases


@public
def cases(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The list: one page of a selection, its facets, and what can be done with it.

    A search for the number of a case leads to that case.
    """
    asked, dropped = select(request.GET)
    if asked.q and (case := numbered_case(asked.q, Case.objects.known_to_public())):
        return HttpResponseRedirect(reverse("case", args=[case.reference]))
    counted = facets(asked, revision)
    paginator = Paginator(range(counted.total), page_size(asked))
    page_of_list = paginator.get_page(asked.page)
    selection = asked.changed(page=page_of_list.number)
    chosen = chosen_values(selection)
    links = chips(selection, None if counted.total else revision, chosen)
    shown = cards_of(selection, revision)
    context = {
        "selection": selection,
        "conditions": in_words(selection, chosen),
        "chosen": len(links) - bool(selection.q),  # values of facets
        "dropped": dropped,
        "total": counted.total,
        "facets": counted.facets,
        "cards": ticked(shown, selection),
        "pick_form": pick_form(selection, shown),
        "page": page_of_list,
        "pages": page_links(paginator, page_of_list.number, selection),
        "chips": links,
        "ways_out": [chip for chip in links if chip.count and not chip.is_search],
        "orders": order_links(selection),
        "other_view": view_link(selection),
        "matches": match_links(selection),
        "downloads": downloads(selection, counted.total),
        "caps": {suffix: kind.most for suffix, kind in FORMATS.items() if kind.most},
        "asked_page": asked.page if asked.page > page_of_list.number else None,
        **searching(selection, revision, counted.total),
    }
    return page(request, "cases.html", revision, context)


def page_size(selection: Selection) -> int:
    """The number of cases on a page; as many titles as weigh no more than the summaries."""
    return COMPACT_SIZE if selection.view else PAGE_SIZE


def cards_of(selection: Selection, revision: Revision) -> Markup:
    """The cards of the selection's page, with excerpts for the words that it searches for."""
    size = page_size(selection)
    start = (selection.page - 1) * size
    keys = page_of_keys(selection, revision, start, start + size)
    if selection.view:
        return compact_cards(keys, parse(selection.q).wanted, selection.q)
    if not selection.fits_facets:
        q = "" if selection.is_long else selection.q
        return long_list_cards(keys, parse(selection.q).wanted, q)
    if not selection.q:
        return kept_cards(keys, revision)
    return found_cards(keys, revision, parse(selection.q).wanted, selection.q)


def case_page(request: HttpRequest, revision: Revision, case: Case) -> HttpResponse:
    """The page of a case; of a withdrawn one, why it went."""
    if not case.is_public:
        return page(request, "410.html", revision, {"case": case}, status=410)
    context = case_context(case, revision) | {"picked": picked_before(request.GET)}
    response = page(request, "case.html", revision, context)
    response["Link"] = case_links(case)
    return response


def case_context(case: Case, revision: Revision) -> dict[str, Any]:
    """What the page of a case shows; how to cite it only where it is public."""
    own = set(case.themes.all())
    themes = [theme for theme in Theme.in_order() if theme in own]
    context = {"case": case, "themes": themes, **surroundings(case, revision)}
    if case.is_public:
        context["citation"] = citation(case, revision)
        context["versions"] = history.public_versions(case)
    return context
