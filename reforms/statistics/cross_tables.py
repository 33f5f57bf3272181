"""A selection → its cross tables, with links.

A case counts once in every row, column and total to which it belongs, so rows may add up to more.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from ..models import Batch, Revision
from ..selection import Selection, facet_label, theme_choices
from ..vocabulary import Level, Province
from .counting import TABLES, Counts, Cross, batch_counts, counted

SHOWN_ROWS = 50  # on the page, where batches may be many; the CSV has all
BLOCK = 500  # batches a statement


@dataclass(frozen=True)
class Entry:
    """One number of a table, and the list of exactly these cases; no link where there is none."""

    count: int
    query_string: str | None
    heat: int = 0  # 0 for none, then 1 to 4 in equal steps up to the largest number

    @property
    def linked(self) -> bool:
        return self.query_string is not None


@dataclass(frozen=True)
class Row:
    value: str
    label: str
    entries: tuple[Entry, ...]
    total: Entry

    @property
    def cells(self) -> tuple[Entry, ...]:
        return (*self.entries, self.total)


@dataclass(frozen=True)
class Table:
    name: str
    cross: Cross
    row_heading: str
    headings: tuple[tuple[str, str], ...]  # (value, label) of the columns
    rows: tuple[Row, ...]  # the first of them on a page, all in a file
    row_count: int
    largest: Row | None  # the row with most cases; None where it shares its number with another
    totals: tuple[Entry, ...]
    total: Entry

    @property
    def foot(self) -> tuple[Entry, ...]:
        return (*self.totals, self.total)


def tables(selection: Selection, revision: Revision) -> list[Table]:
    """All tables of the selection as a page shows them, made once per revision and language."""
    asked = (plain(selection), str(revision.dataset), revision.number, get_language())
    return [shown(name, *asked) for name in TABLES]


@lru_cache(maxsize=64)
def shown(name: str, selection: Selection, dataset: str, number: int, _language: str) -> Table:
    return made(name, selection, Revision(dataset=dataset, number=number), SHOWN_ROWS)


def table(selection: Selection, name: str, revision: Revision) -> Table:
    """One table of the selection with all its rows, and links that narrow it further."""
    return made(name, plain(selection), revision)


def plain(selection: Selection) -> Selection:
    """As links show it, and as it is counted: by what it selects alone."""
    return selection.without_order()


def made(name: str, selection: Selection, revision: Revision, limit: int | None = None) -> Table:
    cross = TABLES[name]
    if cross.rows == "batch":
        counts = batch_counts(selection, revision)
    else:
        counts = counted(selection, name, str(revision.dataset), revision.number)
    columns = values(selection, cross.columns, counts, 1) if cross.columns else []
    headings = [*labels(cross.columns, columns).items()] if cross.columns else []
    in_all = values(selection, cross.rows, counts, 0)
    most = Counter({value: counts[value, ""] for value in in_all}).most_common(2)
    largest = [value for value, count in most[:1] if count > sum(other for _, other in most[1:])]
    label = labels(cross.rows, [*in_all[:limit], *largest])
    rows = {value: row(selection, cross, value, label[value], headings, counts) for value in label}
    return Table(
        name=name,
        cross=cross,
        row_heading=facet_label(cross.rows),
        headings=tuple(headings),
        rows=tuple(rows[value] for value in in_all[:limit]),
        row_count=len(in_all),
        largest=rows[largest[0]] if largest else None,
        totals=tuple(entry(selection, counts, ("", ""), (cross.columns, v)) for v, _l in headings),
        total=entry(selection, counts, ("", ""), ("", "")),
    )


def row(
    selection: Selection,
    cross: Cross,
    value: str,
    label: str,
    headings: Iterable[tuple[str, str]],
    counts: Counts,
) -> Row:
    of_row = (cross.rows, value)
    return Row(
        value=value,
        label=label,
        entries=tuple(
            entry(selection, counts, of_row, (cross.columns, column)) for column, _label in headings
        ),
        total=entry(selection, counts, of_row, ("", "")),
    )


def entry(
    selection: Selection, counts: Counts, of_row: tuple[str, str], of_column: tuple[str, str]
) -> Entry:
    count = counts[of_row[1], of_column[1]]
    if not count:
        return Entry(0, None)
    chosen = {facet: (value,) for facet, value in (of_row, of_column) if facet}
    if selection.match == "all":  # every chosen theme must stay, and this one is among them
        chosen["theme"] = tuple(dict.fromkeys((*selection.theme, *chosen.get("theme", ()))))
    whole = counts["", ""] if not (of_row[0] and of_column[0]) else largest(counts)
    return Entry(count, selection.changed(**chosen).query_string(), heat(count, whole))


def largest(counts: Counts) -> int:
    return max((count for (row, column), count in counts.items() if row and column), default=0)


def heat(count: int, most: int) -> int:
    return -(-4 * count // most) if most else 0


def values(selection: Selection, facet: str, counts: Counts, axis: int) -> list[str]:
    """The values of a facet in order: those chosen, or all; of years and batches, those counted."""
    present = {pair[axis] for pair in counts} - {""}
    known = {
        "theme": lambda: [slug for slug, _name in theme_choices()],
        "province": lambda: Province.values,
        "level": lambda: Level.values,
        "year": lambda: sorted(present, reverse=True),
        "batch": lambda: sorted(present),
    }[facet]()
    chosen = () if selection.match == "all" and facet == "theme" else getattr(selection, facet)
    return [value for value in known if not chosen or value in chosen]


def labels(facet: str, wanted: list[str]) -> dict[str, str]:
    """Names of the values of a facet in the reader's language, in the order of the values."""
    known = {
        "theme": lambda: dict(theme_choices()),
        "province": lambda: dict(Province.choices),
        "level": lambda: dict(Level.choices),
        "year": lambda: dict(zip(wanted, wanted, strict=True)),
        "batch": lambda: titles(wanted),
    }[facet]()
    return {value: str(known[value]) for value in wanted}


def titles(slugs: list[str]) -> dict[str, str]:
    """The titles of batches, as many a statement as any database takes."""
    batches = Batch.objects.only("slug", "title", "title_en")
    return {
        batch.slug: str(batch)
        for start in range(0, len(slugs), BLOCK)
        for batch in batches.filter(slug__in=slugs[start : start + BLOCK])
    }


def as_csv(table: Table) -> Iterator[bytes]:
    """The table as it stands on the page: values and labels, a column each, totals last."""
    text = io.StringIO()
    writer = csv.writer(text)
    named = [f"{value} {label}" for value, label in table.headings]
    writer.writerow([table.cross.rows, "label", *named, "total"])
    for row in table.rows:
        numbers = [entry.count for entry in row.cells]
        writer.writerow([row.value, row.label, *numbers])
    writer.writerow(["total", "", *(entry.count for entry in table.foot)])
    yield text.getvalue().encode()
