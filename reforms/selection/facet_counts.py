"""Selection → exact counts and keys. A facet ignores its own selection; a case counts once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import get_language

from ..models import Revision
from ..search import NotReady
from .current_sets import sets_of
from .filters import facet_choices, facet_label
from .selection import Selection


@dataclass(slots=True)  # not frozen: a list has a hundred, which would take twice as long to make
class Option:
    """A value of a facet: its number of cases, and the query string with it added or removed,
    None where that would be too long."""

    value: str
    label: str
    count: int
    chosen: bool
    query_string: str | None

    @property
    def is_linked(self) -> bool:
        return self.query_string is not None


class Folded(NamedTuple):
    """The values of a facet that are always visible, and those that are folded away."""

    visible: tuple[Option, ...]
    others: tuple[Option, ...]


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

    def folded(self) -> Folded:
        """The values in two parts: of a long list, only chosen ones and the first that have cases
        are always visible."""
        if len(self.options) <= UNFOLDED:
            return Folded(self.options, ())
        with_cases = [option.value for option in self.options if option.count][:UNFOLDED]
        visible = {*with_cases, *(option.value for option in self.options if option.chosen)}
        return Folded(
            tuple(option for option in self.options if option.value in visible),
            tuple(option for option in self.options if option.value not in visible),
        )


UNFOLDED = 12  # values of a facet that are visible without unfolding it


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
        "year": [(year, year) for year in listed_years(selection, sets.years)],
    }
    counted = (
        Facet(name, facet_label(name), options(selection, name, values, counts[name]))
        for name, values in choices.items()
    )
    return Counted(total(selection, revision), tuple(counted))


def listed_years(selection: Selection, with_cases: Collection[str]) -> list[str]:
    """The years with cases, and chosen ones unless they are many; the newest first."""
    chosen = selection.year if len(selection.year) <= UNFOLDED else ()
    return sorted({*with_cases, *chosen}, reverse=True)


@lru_cache
def closed_lists(_language: str) -> dict[str, list[tuple[str, str]]]:
    """Value and name, in the active language, of the facets whose values never change."""
    return {facet: facet_choices(facet) for facet in ("province", "level")}


def options(
    selection: Selection, facet: str, choices: list[tuple[str, str]], counts: Mapping[str, int]
) -> tuple[Option, ...]:
    """The values of a facet, given with their names; `counts` has the number of cases by value."""
    chosen = selection.values(facet)
    with_value = selection.adding(facet)
    fits = selection.fits_facets
    return tuple(
        Option(
            value=value,
            label=label,
            count=counts.get(value, 0),
            chosen=value in chosen,
            query_string=None
            if not fits
            else selection.toggled(facet, value).query_string()
            if value in chosen
            else with_value(value),
        )
        for value, label in choices
    )
