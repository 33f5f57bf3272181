"""Selection → exact counts and pages. A facet ignores its own selection; a case counts once."""

from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.translation import get_language

from ..models import Revision
from ..vocabulary import Level, Province
from .current_sets import roster
from .filters import CaseFilter
from .selection import Selection


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
    return len(roster(revision).selected(selection))


def search_is_current(revision: Revision) -> bool:
    """Whether the index of the text search has every case; see manage.py reindex."""
    return roster(revision).search_is_current


def page_of_keys(selection: Selection, revision: Revision, start: int, stop: int) -> list[int]:
    """The keys of the selected cases from one place to another in the selection's order."""
    return roster(revision).page(selection, start, stop)


def facets(selection: Selection, revision: Revision) -> tuple[int, tuple[Facet, ...]]:
    """The exact number of cases selected, and the facets with their counts and links."""
    all_cases = roster(revision)
    # Pages, orders and words make no difference to the counts.
    found = all_cases.counts(replace(selection, page=1, sort="", labels=(), dropped=()))
    choices = {
        "theme": all_cases.theme_choices(get_language()),
        **closed_lists(get_language()),
        "year": [(year, year) for year in sorted({*all_cases.years, *selection.year})[::-1]],
    }
    return total(selection, revision), tuple(
        Facet(
            name,
            CaseFilter.base_filters[name].label,
            tuple(option(selection, name, *choice, found[name]) for choice in choices[name]),
        )
        for name in choices
    )


@lru_cache
def closed_lists(_language: str) -> dict[str, list[tuple[str, str]]]:
    """The facets whose values never change, with their names in the active language."""
    lists = {"province": Province, "level": Level}
    return {
        facet: [(value, str(label)) for value, label in one.choices] for facet, one in lists.items()
    }


def option(selection: Selection, name: str, value: str, label: str, counts: dict) -> Option:
    return Option(
        value=value,
        label=label,
        count=counts.get(value, 0),
        chosen=value in getattr(selection, name),
        query_string=selection.toggled(name, value).query_string(),
    )
