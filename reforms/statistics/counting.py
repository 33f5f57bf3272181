"""How many cases have a row's value, a column's, or both.

Counted from the sets of facets: a number here is the number that the list shows.
"""

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy

from ..bitset import NOTHING, Bitset
from ..models import Revision
from ..selection import CaseSets, Selection, sets_of, timeline

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# (row value, column value) → number of cases; "" stands for all of them.
Counts = Counter[tuple[str, str]]


class Cross(NamedTuple):
    """What a table counts: a facet in its rows and one in its columns, or none."""

    title: "StrOrPromise"
    rows: str
    columns: str = ""


TABLES = {
    "province-theme": Cross(gettext_lazy("按地区和责任主题"), "province", "theme"),
    "level-theme": Cross(gettext_lazy("按层级和责任主题"), "level", "theme"),
    "year-level": Cross(gettext_lazy("按年份和层级"), "year", "level"),
    "year": Cross(gettext_lazy("按年份"), "year"),
    "batch": Cross(gettext_lazy("按批次"), "batch"),
}


def counts(selection: Selection, cross: Cross, cases: CaseSets) -> Counts:
    """How many selected cases have a row's value, a column's, both, or any."""
    selected = cases.selected(selection)
    rows = {"": selected} | sets(selection, cross.rows, cases)
    columns = {"": selected} | (sets(selection, cross.columns, cases) if cross.columns else {})
    counted: Counts = Counter()
    for row, cases_of_row in rows.items():
        in_row = selected & cases_of_row
        for column, cases_of_column in columns.items():
            if count := len(in_row & cases_of_column):
                counted[row, column] = count
    return counted


def sets(selection: Selection, facet: str, cases: CaseSets) -> dict[str, Bitset]:
    """The cases of each value; of bodies only those that the selection means have a say."""
    if facet in ("theme", "year"):
        return {"theme": cases.themes, "year": cases.years}[facet]
    cases_of: dict[str, Bitset] = {}
    for place, bits in cases.places.items():
        if means(selection.province, place[0]) and means(selection.level, place[1]):
            value = place[("province", "level").index(facet)]
            cases_of[value] = cases_of.get(value, NOTHING) | bits
    cases_of.pop("", None)
    return cases_of


def means(chosen: tuple[str, ...], value: str) -> bool:
    return not chosen or value in chosen


@lru_cache(maxsize=64)
def counted(selection: Selection, name: str, dataset: str, revision: int) -> Counts:
    """Counted once per revision in each process."""
    return counts(selection, TABLES[name], sets_of(Revision(dataset=dataset, number=revision)))


def batch_counts(selection: Selection, revision: Revision) -> Counts:
    """Batches, of which there may be 10,000, have no sets."""
    cases = sets_of(revision)
    per_batch = cases.batch_counts(selection)
    moments = timeline(revision).moments
    counted = Counter(
        {(moment.slug, ""): per_batch[moment.pk] for moment in moments if moment.pk in per_batch}
    )
    counted["", ""] = len(cases.selected(selection))
    return counted
