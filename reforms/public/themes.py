"""The themes side by side, and the page of each."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ..models import Revision, Theme
from ..selection import Facet, Selection, facets, page_of_keys
from .caching import public
from .cards import cards
from .lists import PAGE_SIZE

COMPARED = 5  # values of each facet where themes stand side by side


@public
def themes(request: HttpRequest) -> HttpResponse:
    """The themes side by side: how many cases, where, when and at which level."""
    return render(request, "themes.html", {"themes": list(compared(request.revision))})


def compared(revision: Revision) -> Iterator[dict]:
    for theme in Theme.in_order():
        total, (_themes, *others) = facets(Selection(theme=(theme.slug,)), revision)
        yield {"theme": theme, "total": total, "parts": [part(facet) for facet in others]}


def part(facet: Facet) -> dict:
    """The values of a facet that say most of a theme: provinces by number, others as they are."""
    found = [option for option in facet.options if option.count]
    if facet.name == "province":
        found.sort(key=lambda option: -option.count)
    return {"facet": facet, "shown": found[:COMPARED], "others": len(found[COMPARED:])}


def with_counts(theme_facet: Facet) -> list[tuple[Theme, int]]:
    """Every theme with its number of cases."""
    themes = {theme.slug: theme for theme in Theme.in_order()}
    return [(themes[option.value], option.count) for option in theme_facet.options]


@public
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Theme, slug=slug)
    selection = Selection(theme=(found.slug,))
    total, facet_list = facets(selection, request.revision)
    newest = page_of_keys(selection, request.revision, 0, PAGE_SIZE)
    return render(
        request,
        "theme.html",
        {
            "theme": found,
            "total": total,
            "facets": facet_list[1:],
            "cards": cards(newest),
            "query_string": selection.query_string(),
        },
    )
