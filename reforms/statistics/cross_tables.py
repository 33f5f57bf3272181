"""A selection → its cross tables, with links.

A case counts once in every row, column and total to which it belongs, so rows may add up to more.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.utils.translation import get_language

from ..models import Revision
from ..selection import LONGEST_LINK, Selection, facet_label
from .counting import TABLES, CellKey, Counts, Cross, counts_of
from .facet_values import labels, values

SHOWN_COLUMNS = 20  # on a page; the CSV has all


class Limits(NamedTuple):
    """What a page has of a table: its rows, and how long all its query strings may be together.

    A query string that is too long for all numbers inside of a table, or for all its totals, is
    on none of them.
    """

    rows: int
    inside: int  # characters
    totals: int


ON_ITS_OWN = Limits(rows=50, inside=16_000, totals=6_000)
BESIDE_OTHERS = Limits(rows=50, inside=6_000, totals=2_000)
BATCHES_BESIDE_OTHERS = Limits(rows=25, inside=0, totals=4_000)
OVERVIEW = ("year-level", "theme-level", "theme-year")  # side by side; the others fill a page


@dataclass(frozen=True)
class Entry:
    """A number of a table, and the query string of the list of exactly these cases."""

    count: int
    query_string: str | None  # None where there is no case, or the link would be too long
    heat: int = 0  # 0 for none, then 1 to 4 in equal steps up to the largest number

    @property
    def linked(self) -> bool:
        return self.query_string is not None


@dataclass(frozen=True)
class Row:
    """A row of a table with its total, and how it compares with the largest row."""

    value: str
    label: str
    entries: tuple[Entry, ...]
    total: Entry
    percent: int = 0  # of the largest total

    @property
    def cells(self) -> tuple[Entry, ...]:
        return (*self.entries, self.total)


class Heading(NamedTuple):
    """The value and the label of a column."""

    value: str
    label: str


@dataclass(frozen=True)
class Table:
    """A cross table as pages and files show it."""

    name: str
    cross: Cross
    row_heading: str
    headings: tuple[Heading, ...]  # of the columns
    rows: tuple[Row, ...]  # the first ones with cases on a page, all in a file
    row_count: int  # of those that may be shown
    column_count: int
    totals: tuple[Entry, ...]  # of the columns
    total: Entry

    @property
    def foot(self) -> tuple[Entry, ...]:
        return (*self.totals, self.total)


def shown_table(
    selection: Selection, name: str, revision: Revision, limits: Limits = ON_ITS_OWN
) -> Table:
    """A table as a page shows it, made once per revision and language."""
    key = (selection.without_order(), str(revision.dataset), revision.number, get_language())
    return cached_table(name, limits, *key)


@lru_cache(maxsize=64)
def cached_table(
    name: str,
    limits: Limits,
    selection: Selection,
    dataset: str,
    number: int,
    _language: str | None,
) -> Table:
    return build(name, selection, Revision(dataset=dataset, number=number), limits)


def table(selection: Selection, name: str, revision: Revision) -> Table:
    """One table of a selection with all its rows."""
    return build(name, selection.without_order(), revision)


def build(
    name: str, selection: Selection, revision: Revision, limits: Limits | None = None
) -> Table:
    """A table: whole, or as a page has it, without rows that have no case and within limits."""
    builder = Builder(selection, TABLES[name], counts_of(name, selection, revision))
    row_values, headings = builder.row_values(), builder.headings()
    if limits:
        row_values = [value for value in row_values if builder.counts[CellKey(value)]]
    shown, shown_headings = row_values, headings
    if limits:
        shown, shown_headings = row_values[: limits.rows], headings[-SHOWN_COLUMNS:]
        builder = builder.within(limits, shown, shown_headings)
    label_of = labels(builder.cross.rows, shown)
    return Table(
        name=name,
        cross=builder.cross,
        row_heading=facet_label(builder.cross.rows),
        headings=shown_headings,
        rows=tuple(builder.row(value, label_of[value], shown_headings) for value in shown),
        row_count=len(row_values),
        column_count=len(headings),
        totals=tuple(builder.entry(CellKey(column=heading.value)) for heading in shown_headings),
        total=builder.entry(CellKey()),
    )


@dataclass(frozen=True)
class Builder:
    """The counts of a table, and the selection that its links narrow."""

    selection: Selection
    cross: Cross
    counts: Counts
    # A number whose query string is longer has no link.
    longest_inside: int = LONGEST_LINK
    longest_total: int = LONGEST_LINK

    def within(self, limits: Limits, rows: list[str], headings: tuple[Heading, ...]) -> "Builder":
        """The same, with links short enough for all numbers of these rows and columns."""
        columns = [heading.value for heading in headings]
        inside = sum(1 for row in rows for column in columns if self.counts[CellKey(row, column)])
        return replace(
            self,
            longest_inside=min(LONGEST_LINK, limits.inside // (inside or 1)),
            longest_total=min(LONGEST_LINK, limits.totals // (len(rows) + len(columns) + 1)),
        )

    def row_values(self) -> list[str]:
        present = [key.row for key in self.counts if key.row and not key.column]
        return values(self.selection, self.cross.rows, present)

    def headings(self) -> tuple[Heading, ...]:
        """The columns; none for a table of one facet."""
        facet = self.cross.columns
        if not facet:
            return ()
        present = [key.column for key in self.counts if key.column and not key.row]
        columns = values(self.selection, facet, present)
        label_of = labels(facet, sorted(columns) if facet == "year" else columns)
        return tuple(Heading(value, label) for value, label in label_of.items())

    def row(self, value: str, label: str, headings: tuple[Heading, ...]) -> Row:
        entries = (self.entry(CellKey(value, heading.value)) for heading in headings)
        total = self.entry(CellKey(value))
        return Row(value, label, tuple(entries), total, 100 * total.count // (self.largest or 1))

    @cached_property
    def largest(self) -> int:
        """The largest total of a row."""
        return max(
            (count for key, count in self.counts.items() if key.row and not key.column), default=0
        )

    def entry(self, key: CellKey) -> Entry:
        """The number of cases with these values, and the link that selects them."""
        if not (count := self.counts[key]):
            return Entry(0, None)
        query_string = self.narrowed(key).query_string()
        longest = self.longest_inside if key.row and key.column else self.longest_total
        is_short = len(query_string) <= longest
        return Entry(count, query_string if is_short else None, heat(count, self.most(key)))

    def narrowed(self, key: CellKey) -> Selection:
        """The selection of the cases with these values alone."""
        facets = {self.cross.rows: key.row, self.cross.columns: key.column}
        chosen = {facet: (value,) for facet, value in facets.items() if value}
        if self.selection.match == "all":  # every chosen theme must stay: this one is among them
            themes = (*self.selection.theme, *chosen.get("theme", ()))
            chosen["theme"] = tuple(dict.fromkeys(themes))
        return self.selection.changed(**chosen)

    def most(self, key: CellKey) -> int:
        """What the heat of an entry is relative to: the largest number inside of the table, for
        the entries there, and the number of all cases for totals."""
        if not (key.row and key.column):
            return self.counts[CellKey()]
        return self.most_inside

    @cached_property
    def most_inside(self) -> int:
        return max(count for key, count in self.counts.items() if key.row and key.column)


def heat(count: int, most: int) -> int:
    """The step of a number on a scale of four, rounded up; 0 where the most is 0."""
    return -(-4 * count // most) if most else 0


def as_csv(table: Table) -> Iterator[bytes]:
    """A table as CSV (RFC 4180): values and labels in a column each, totals last."""
    text = io.StringIO()
    writer = csv.writer(text)
    names = [f"{value} {label}" for value, label in table.headings]
    writer.writerow([table.cross.rows, "label", *names, "total"])
    for row in table.rows:
        writer.writerow([row.value, row.label, *(entry.count for entry in row.cells)])
    writer.writerow(["total", "", *(entry.count for entry in table.foot)])
    yield text.getvalue().encode()
