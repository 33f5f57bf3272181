"""Selection → exact counts and keys. A facet ignores its own selection; a case counts once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import get_language

from ..models import Revision
from ..search import NotReady
from ..vocabulary import Level, Province
from .current_sets import sets_of
from .filters import facet_label
from .selection import Selection


@dataclass(frozen=True)
class Option:
    """A value of a facet: its number of cases, and the query string with it added or removed."""

    value: str
    label: str
    count: int
    chosen: bool
    query_string: str


@dataclass(frozen=True)
class Facet:
    """A facet with all its values, including those without cases."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> int:
        """The number of chosen values."""
        return sum(option.chosen for option in self.options)


class Counted(NamedTuple):
    """The exact number of selected cases, and the facets with their counts and links."""

    total: int
    facets: tuple[Facet, ...]


def total(selection: Selection, revision: Revision) -> int:
    """The exact number of selected cases."""
    return len(sets_of(revision).selected(selection))


def require_searchable(selection: Selection, revision: Revision) -> None:
    """Raise search.NotReady if the selection searches for text, and that can't be done now."""
    if selection.q and not sets_of(revision).finder.is_ready:
        raise NotReady


def page_of_keys(selection: Selection, revision: Revision, start: int, stop: int) -> list[int]:
    """The keys of the selected cases from `start` to before `stop`, in the selection's order."""
    return sets_of(revision).keys(selection, start, stop).tolist()


def facets(selection: Selection, revision: Revision) -> Counted:
    """The number of selected cases, and all facets but the batch with their counts."""
    sets = sets_of(revision)
    counts = sets.counts(selection.without_order())
    choices = {
        "theme": sets.theme_choices(get_language()),
        **closed_lists(get_language()),
        "year": [(year, year) for year in sorted({*sets.years, *selection.year})[::-1]],
    }
    counted = (
        Facet(name, facet_label(name), options(selection, name, values, counts[name]))
        for name, values in choices.items()
    )
    return Counted(total(selection, revision), tuple(counted))


@lru_cache
def closed_lists(_language: str) -> dict[str, list[tuple[str, str]]]:
    """Value and name, in the active language, of the facets whose values never change."""
    lists: dict[str, type[TextChoices]] = {"province": Province, "level": Level}
    return {
        facet: [(value, str(label)) for value, label in choices.choices]
        for facet, choices in lists.items()
    }


def options(
    selection: Selection, facet: str, choices: list[tuple[str, str]], counts: Mapping[str, int]
) -> tuple[Option, ...]:
    """The values of a facet, given with their names; `counts` has the number of cases by value."""
    chosen = selection.values(facet)
    with_value = selection.adding(facet)
    return tuple(
        Option(
            value=value,
            label=label,
            count=counts.get(value, 0),
            chosen=value in chosen,
            query_string=selection.toggled(facet, value).query_string()
            if value in chosen
            else with_value(value),
        )
        for value, label in choices
    )
