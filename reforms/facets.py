"""Selection → exact counts. A facet ignores its own selection; a case counts once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Count, QuerySet

from .filters import CaseFilter, Selection, theme_choices
from .models import SEPARATOR, Case, Revision
from .vocabulary import Level, Province


class Cell(NamedTuple):
    """How many cases share a set of themes, a set of places and a year."""

    themes: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    year: str
    count: int


@dataclass(frozen=True)
class Option:
    """A value of a facet: how many cases it has, and the selection that a tap on it makes."""

    value: str
    label: str
    count: int
    chosen: bool
    query_string: str


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> int:
        """How many of its values are chosen."""
        return sum(option.chosen for option in self.options)


def cells(cases: QuerySet) -> tuple[Cell, ...]:
    """The cube: one GROUP BY over the stored keys."""
    rows = cases.order_by().values_list("theme_key", "place_key", "year").annotate(Count("pk"))
    return tuple(
        Cell(
            tuple(filter(None, themes.split(SEPARATOR))),
            tuple(tuple(place.split(":")) for place in places.split(SEPARATOR) if place),
            str(year),
            count,
        )
        for themes, places, year, count in rows
    )


@lru_cache(maxsize=2)
def cube(dataset: str, revision: int) -> tuple[Cell, ...]:
    """The cube of all published cases, made once per revision in each process."""
    return cells(Case.objects.published())


def cells_for(selection: Selection, revision: Revision) -> tuple[Cell, ...]:
    """The cells to count from: text and batch, which are no part of the cube, narrow the rows."""
    if not (selection.q or selection.batch):
        return cube(str(revision.dataset), revision.number)
    narrowed = Selection(q=selection.q, batch=selection.batch, sort=selection.sort)
    return cells(narrowed.cases())


class Matcher:
    """Which values of each facet a cell counts for, under the rest of a selection."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.themes = set(selection.theme)
        self.provinces = set(selection.province)
        self.levels = set(selection.level)
        self.years = set(selection.year)

    def has_themes(self, cell: Cell) -> bool:
        if self.selection.match == "all":
            return self.themes.issubset(cell.themes)
        return not self.themes or not self.themes.isdisjoint(cell.themes)

    def has_place(self, cell: Cell) -> bool:
        return any(self.in_province(p) and self.at_level(p) for p in cell.places) or not (
            self.provinces or self.levels
        )

    def in_province(self, place: tuple[str, str]) -> bool:
        return not self.provinces or place[0] in self.provinces

    def at_level(self, place: tuple[str, str]) -> bool:
        return not self.levels or place[1] in self.levels

    def in_year(self, cell: Cell) -> bool:
        return not self.years or cell.year in self.years

    def values(self, cell: Cell) -> Iterator[tuple[str, Iterable[str]]]:
        """(facet, values) to count the cell under; `total` where the cell matches in full."""
        themed, placed, dated = self.has_themes(cell), self.has_place(cell), self.in_year(cell)
        if placed and dated:
            yield "theme", cell.themes
        if themed and dated:
            yield "province", {place[0] for place in cell.places if self.at_level(place)}
            yield "level", {place[1] for place in cell.places if self.in_province(place)}
        if themed and placed:
            yield "year", (cell.year,)
        if themed and placed and dated:
            yield "total", ("",)


def count(selection: Selection, cells: Iterable[Cell]) -> Counter:
    """(facet, value) → number of cases; ("total", "") → cases of the whole selection."""
    matcher = Matcher(selection)
    counts: Counter = Counter()
    for cell in cells:
        for facet, values in matcher.values(cell):
            for value in values:
                counts[facet, value] += cell.count
    return counts


def facets(selection: Selection, revision: Revision) -> tuple[int, tuple[Facet, ...]]:
    """The exact number of cases selected, and the facets with their counts and links."""
    counts = count(selection, cells_for(selection, revision))
    every = cube(str(revision.dataset), revision.number)
    years = sorted({cell.year for cell in every} | set(selection.year), reverse=True)
    choices = {
        "theme": theme_choices(),
        "province": Province.choices,
        "level": Level.choices,
        "year": [(year, year) for year in years],
    }
    return counts["total", ""], tuple(
        Facet(
            name,
            CaseFilter.base_filters[name].label,
            tuple(option(selection, name, value, label, counts) for value, label in values),
        )
        for name, values in choices.items()
    )


def option(selection: Selection, name: str, value: str, label: str, counts: Counter) -> Option:
    return Option(
        value=value,
        label=label,
        count=counts[name, value],
        chosen=value in getattr(selection, name),
        query_string=selection.toggled(name, value).query_string(),
    )
