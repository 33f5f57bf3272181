"""The themes side by side, and the page of each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from ..models import Revision, Theme, themes_by_slug
from ..selection import Facet, Option, Selection, facets, page_of_keys
from .caching import page, public
from .cards import cards
from .lists import PAGE_SIZE

Row = TypeVar("Row")

COMPARED = 5  # values of each facet where themes stand side by side


@dataclass(frozen=True)
class Part:
    """The values of a facet that say most of a theme, and how many more there are."""

    facet: Facet
    shown: list[Option]
    others: int


@dataclass(frozen=True)
class ComparedTheme:
    """A theme with its number of cases: where, at which level and when they are."""

    theme: Theme
    total: int
    parts: list[Part]


@public
def themes(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The themes of each scheme side by side."""
    schemes = by_scheme(compared(revision), lambda compared: compared.theme)
    return page(request, "themes.html", revision, {"schemes": schemes})


def by_scheme(rows: Iterable[Row], theme_of: Callable[[Row], Theme]) -> list[tuple[str, list[Row]]]:
    """Rows under the scheme of their theme, in order; those of no scheme, as "", last."""
    schemes: dict[str, list[Row]] = {}
    for row in rows:
        schemes.setdefault(theme_of(row).scheme_label, []).append(row)
    return sorted(schemes.items(), key=lambda item: not item[0])


def compared(revision: Revision) -> Iterator[ComparedTheme]:
    for theme in Theme.in_order():
        total, (_themes, *others) = facets(Selection(theme=(theme.slug,)), revision)
        yield ComparedTheme(theme, total, [part_of(facet) for facet in others])


def part_of(facet: Facet) -> Part:
    """Provinces by number of cases, other values in their own order."""
    options = [option for option in facet.options if option.count]
    if facet.name == "province":
        options.sort(key=lambda option: -option.count)
    return Part(facet, options[:COMPARED], len(options[COMPARED:]))


def with_counts(theme_facet: Facet) -> list[tuple[Theme, int]]:
    """Every theme with its number of cases."""
    themes = {theme.slug: theme for theme in Theme.in_order()}
    return [(themes[option.value], option.count) for option in theme_facet.options]


@public
def theme(request: HttpRequest, revision: Revision, slug: str) -> HttpResponse:
    """A theme: what it means, where its cases are, and the newest of them."""
    shown = next((theme for theme in Theme.in_order() if theme.slug == slug), None)
    if shown is None:
        return moved_theme(slug)
    selection = Selection(theme=(shown.slug,))
    counted = facets(selection, revision)
    context = {
        "theme": shown,
        "total": counted.total,
        "facets": counted.facets[1:],
        "cards": cards(page_of_keys(selection, revision, 0, PAGE_SIZE)),
        "query_string": selection.query_string(),
    }
    return page(request, "theme.html", revision, context)


def moved_theme(slug: str) -> HttpResponse:
    """The way from a theme that was merged to the other; raises Http404 for any other slug."""
    if not (theme := themes_by_slug([slug]).get(slug)):
        raise Http404
    return HttpResponsePermanentRedirect(theme.address)
