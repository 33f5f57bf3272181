"""How many cases have the value of a row, the value of a column, or both.

Counted from the sets that the list uses, so that a number here is the length of the list to which
it links.
"""

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from ..bitset import NOTHING, Bitset
from ..models import Revision
from ..selection import CaseSets, Selection, cases_by_city, sets_of, timeline


class CellKey(NamedTuple):
    """The values of a row and of a column; an empty one stands for all cases."""

    row: str = ""
    column: str = ""


Counts = Counter[CellKey]  # numbers of cases; those that are 0 may be missing


class Cross(NamedTuple):
    """What a table counts: a facet in its rows, and one in its columns or none."""

    title: str | Promise
    rows: str
    columns: str = ""


TABLES = {
    "year-level": Cross(gettext_lazy("按年份和层级"), "year", "level"),
    "theme-year": Cross(gettext_lazy("按主题和年份"), "theme", "year"),
    "theme-level": Cross(gettext_lazy("按主题和层级"), "theme", "level"),
    "level-theme": Cross(gettext_lazy("按层级和主题"), "level", "theme"),
    "province-theme": Cross(gettext_lazy("按地区和主题"), "province", "theme"),
    "province-year": Cross(gettext_lazy("按地区和年份"), "province", "year"),
    "year": Cross(gettext_lazy("按年份"), "year"),
    "batch": Cross(gettext_lazy("按批次"), "batch"),
    "city": Cross(gettext_lazy("按城市"), "city"),
}


def counts_of(name: str, selection: Selection, revision: Revision) -> Counts:
    """The counts of the table with this name."""
    if TABLES[name].rows == "batch":
        return batch_counts(selection, revision)
    return cached_counts(selection, name, str(revision.dataset), revision.number)


@lru_cache(maxsize=64)
def cached_counts(selection: Selection, name: str, dataset: str, revision: int) -> Counts:
    """Counted once per revision in each process."""
    cases = sets_of(Revision(dataset=dataset, number=revision))
    if TABLES[name].rows == "city":
        return city_counts(selection, cases)
    return count(selection, TABLES[name], cases)


def count(selection: Selection, cross: Cross, cases: CaseSets) -> Counts:
    """The numbers of selected cases with each pair of values."""
    selected = cases.selected(selection)
    rows = {"": selected} | facet_sets(selection, cross.rows, cases)
    columns = {"": selected}
    if cross.columns:
        columns |= facet_sets(selection, cross.columns, cases)
    counts: Counts = Counter()
    for row, row_cases in rows.items():
        selected_in_row = selected & row_cases
        for column, column_cases in columns.items():
            if number := len(selected_in_row & column_cases):
                counts[CellKey(row, column)] = number
    return counts


def facet_sets(selection: Selection, facet: str, cases: CaseSets) -> dict[str, Bitset]:
    """Value of a facet → the cases that have it."""
    if facet == "theme":
        return cases.themes
    if facet == "year":
        return cases.years
    return place_sets(selection, facet, cases)


def place_sets(selection: Selection, facet: str, cases: CaseSets) -> dict[str, Bitset]:
    """Province or level → the cases with such a body, among the bodies that the selection means."""
    sets: dict[str, Bitset] = {}
    for (province, level), at_place in cases.places.items():
        if is_chosen(selection.province, province) and is_chosen(selection.level, level):
            value = province if facet == "province" else level
            sets[value] = sets.get(value, NOTHING) | at_place
    sets.pop("", None)
    return sets


def is_chosen(chosen: tuple[str, ...], value: str) -> bool:
    """Whether a value of a facet is among the chosen ones; without any, all are."""
    return not chosen or value in chosen


def batch_counts(selection: Selection, revision: Revision) -> Counts:
    """The numbers of selected cases of each batch; batches may be 10,000, so they have no sets."""
    cases = sets_of(revision)
    per_batch = cases.batch_counts(selection)
    counts: Counts = Counter(
        {
            CellKey(row=moment.slug): per_batch[moment.pk]
            for moment in timeline(revision).moments
            if moment.pk in per_batch
        }
    )
    counts[CellKey()] = len(cases.selected(selection))
    return counts


def city_counts(selection: Selection, cases: CaseSets) -> Counts:
    """The numbers of selected cases of each city, of all provinces or the chosen ones."""
    selected = set(cases.keys(selection).tolist())
    by_city = sorted(cases_by_city(selection.province).items())
    counts: Counts = Counter({CellKey(row=city): len(selected & {*ids}) for city, ids in by_city})
    counts[CellKey()] = len(selected)
    return +counts
