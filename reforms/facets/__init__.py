"""Selection → exact counts and pages. A facet ignores its own selection; a case counts once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..filters import CaseFilter, Selection, theme_choices
from ..models import Case, Revision
from ..vocabulary import Level, Province
from .roster import Bits, Roster, roster
from .suggestions import Suggestion, suggestions

__all__ = [
    "Facet",
    "Option",
    "Suggestion",
    "facets",
    "page",
    "search_is_current",
    "suggestions",
    "total",
]


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


def total(selection: Selection, revision: Revision) -> int:
    """The exact number of cases selected."""
    return roster(revision).selected(selection).bit_count()


def search_is_current(revision: Revision) -> bool:
    """Whether the index of the text search has every case; see manage.py reindex."""
    return roster(revision).search_is_current


def page(selection: Selection, revision: Revision, start: int, stop: int) -> list[Case]:
    """The selected cases from one place to another in the selection's order."""
    ids = roster(revision).page(selection, start, stop)
    # Not published() in the query: SQLite would then go through all that are published.
    cases = Case.objects.with_relations().in_bulk(ids)
    return [cases[case_id] for case_id in ids if case_id in cases and cases[case_id].is_public]


def facets(selection: Selection, revision: Revision) -> tuple[int, tuple[Facet, ...]]:
    """The exact number of cases selected, and the facets with their counts and links."""
    all_cases = roster(revision)
    counts = {name: count(*sets) for name, *sets in candidates(selection, all_cases)}
    choices = {
        "theme": theme_choices(),
        "province": Province.choices,
        "level": Level.choices,
        "year": [(year, year) for year in sorted({*all_cases.years, *selection.year})[::-1]],
    }
    return total(selection, revision), tuple(
        Facet(
            name,
            CaseFilter.base_filters[name].label,
            tuple(option(selection, name, *choice, counts[name]) for choice in choices[name]),
        )
        for name in choices
    )


def candidates(
    selection: Selection, cases: Roster
) -> Iterator[tuple[str, Bits, Iterable[tuple[str, Bits]]]]:
    """(facet, cases that the rest of the selection leaves, set of each of its values)."""
    rest = cases.beside_facets(selection)
    themed = cases.with_themes(selection) & rest
    placed, dated = cases.at_places(selection), cases.in_years(selection)
    places = cases.places.items()
    at_level = (
        (province, bits)
        for (province, level), bits in places
        if not selection.level or level in selection.level
    )
    in_province = (
        (level, bits)
        for (province, level), bits in places
        if not selection.province or province in selection.province
    )
    yield "theme", rest & placed & dated, cases.themes.items()
    yield "province", themed & dated, at_level
    yield "level", themed & dated, in_province
    yield "year", themed & placed, cases.years.items()


def count(candidates: Bits, sets: Iterable[tuple[str, Bits]]) -> dict[str, int]:
    """How many of the candidates each value has; several sets of one value count together."""
    values: dict[str, Bits] = {}
    for value, bits in sets:
        values[value] = values.get(value, 0) | bits
    return {value: (bits & candidates).bit_count() for value, bits in values.items()}


def option(selection: Selection, name: str, value: str, label: str, counts: dict) -> Option:
    return Option(
        value=value,
        label=label,
        count=counts.get(value, 0),
        chosen=value in getattr(selection, name),
        query_string=selection.toggled(name, value).query_string(),
    )
