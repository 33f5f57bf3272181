"""Selection → cross tables, their links and the shapes of their charts. Knows no request.

Counted from the sets of facets: a number here is the number that the list shows. A case
counts once in every row, column and total to which it belongs, so rows may add up to more.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import get_language, gettext_lazy

from .bits import NOTHING, Bits
from .facets import Roster, roster
from .filters import CaseFilter, Selection, theme_choices
from .models import Batch, Revision
from .timeline import timeline
from .vocabulary import Level, Province

Counts = Counter  # (row value, column value) → cases; "" stands for all of them
SHOWN_ROWS = 50  # on the page, where batches may be many; the CSV has all
BLOCK = 500  # batches a statement


class Cross(NamedTuple):
    """What a table counts: a facet in its rows and one in its columns, or none."""

    title: str
    rows: str
    columns: str = ""


TABLES = {
    "province-theme": Cross(gettext_lazy("按地区和责任主题"), "province", "theme"),
    "level-theme": Cross(gettext_lazy("按层级和责任主题"), "level", "theme"),
    "year-level": Cross(gettext_lazy("按年份和层级"), "year", "level"),
    "year": Cross(gettext_lazy("按年份"), "year"),
    "batch": Cross(gettext_lazy("按批次"), "batch"),
}


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


# ---------------------------------------------------------------- counting


def counts(selection: Selection, cross: Cross, cases: Roster) -> Counts:
    """How many selected cases have a row's value, a column's, both, or any."""
    selected = cases.selected(selection)
    rows = {"": selected} | sets(selection, cross.rows, cases)
    columns = {"": selected} | (sets(selection, cross.columns, cases) if cross.columns else {})
    found = Counter()
    for row, of_row in rows.items():
        here = selected & of_row
        for column, of_column in columns.items():
            if count := len(here & of_column):
                found[row, column] = count
    return found


def sets(selection: Selection, facet: str, cases: Roster) -> dict[str, Bits]:
    """The cases of each value; of bodies only those that the selection means have a say."""
    if facet in ("theme", "year"):
        return {"theme": cases.themes, "year": cases.years}[facet]
    found: dict[str, Bits] = {}
    for place, bits in cases.places.items():
        if means(selection.province, place[0]) and means(selection.level, place[1]):
            value = place[("province", "level").index(facet)]
            found[value] = found.get(value, NOTHING) | bits
    found.pop("", None)
    return found


def means(chosen: tuple[str, ...], value: str) -> bool:
    return not chosen or value in chosen


@lru_cache(maxsize=64)
def counted(selection: Selection, name: str, dataset: str, revision: int) -> Counts:
    """Counted once per revision in each process."""
    return counts(selection, TABLES[name], roster(Revision(dataset=dataset, number=revision)))


def batch_counts(selection: Selection, revision: Revision) -> Counts:
    """Batches, of which there may be 10,000, have no sets."""
    cases = roster(revision)
    per_batch = cases.batch_counts(selection)
    moments = timeline(revision).moments
    found = Counter({(one.slug, ""): per_batch[one.pk] for one in moments if one.pk in per_batch})
    found["", ""] = len(cases.selected(selection))
    return found


# ---------------------------------------------------------------- tables


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
    return selection.changed(sort=selection.default_sort, labels=(), dropped=())


def made(name: str, selection: Selection, revision: Revision, limit: int | None = None) -> Table:
    cross = TABLES[name]
    if cross.rows == "batch":
        found = batch_counts(selection, revision)
    else:
        found = counted(selection, name, str(revision.dataset), revision.number)
    columns = values(selection, cross.columns, found, 1) if cross.columns else []
    headings = [*labels(cross.columns, columns).items()] if cross.columns else []
    in_all = values(selection, cross.rows, found, 0)
    most = Counter({value: found[value, ""] for value in in_all}).most_common(2)
    largest = [value for value, count in most[:1] if count > sum(other for _, other in most[1:])]
    label = labels(cross.rows, [*in_all[:limit], *largest])
    rows = {value: row(selection, cross, value, label[value], headings, found) for value in label}
    return Table(
        name=name,
        cross=cross,
        row_heading=str(CaseFilter.base_filters[cross.rows].label),
        headings=tuple(headings),
        rows=tuple(rows[value] for value in in_all[:limit]),
        row_count=len(in_all),
        largest=rows[largest[0]] if largest else None,
        totals=tuple(entry(selection, found, ("", ""), (cross.columns, v)) for v, _l in headings),
        total=entry(selection, found, ("", ""), ("", "")),
    )


def row(selection, cross: Cross, value: str, label: str, headings, found: Counts) -> Row:
    of_row = (cross.rows, value)
    return Row(
        value=value,
        label=label,
        entries=tuple(
            entry(selection, found, of_row, (cross.columns, column)) for column, _label in headings
        ),
        total=entry(selection, found, of_row, ("", "")),
    )


def entry(
    selection: Selection, found: Counts, of_row: tuple[str, str], of_column: tuple[str, str]
) -> Entry:
    count = found[of_row[1], of_column[1]]
    if not count:
        return Entry(0, None)
    chosen = {facet: (value,) for facet, value in (of_row, of_column) if facet}
    if selection.match == "all":  # every chosen theme must stay, and this one is among them
        chosen["theme"] = tuple(dict.fromkeys((*selection.theme, *chosen.get("theme", ()))))
    whole = found["", ""] if not (of_row[0] and of_column[0]) else largest(found)
    return Entry(count, selection.changed(**chosen).query_string(), heat(count, whole))


def largest(found: Counts) -> int:
    return max((count for (row, column), count in found.items() if row and column), default=0)


def heat(count: int, most: int) -> int:
    return -(-4 * count // most) if most else 0


def values(selection: Selection, facet: str, found: Counts, axis: int) -> list[str]:
    """The values of a facet in their order: the chosen ones, or all; years and batches as found."""
    present = {pair[axis] for pair in found} - {""}
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
        one.slug: str(one)
        for start in range(0, len(slugs), BLOCK)
        for one in batches.filter(slug__in=slugs[start : start + BLOCK])
    }


def as_csv(table: Table) -> Iterator[bytes]:
    """The table as it stands on the page: values and labels, a column each, totals last."""
    text = io.StringIO()
    writer = csv.writer(text)
    named = [f"{value} {label}" for value, label in table.headings]
    writer.writerow([table.cross.rows, "label", *named, "total"])
    for one in table.rows:
        numbers = [entry.count for entry in one.cells]
        writer.writerow([one.value, one.label, *numbers])
    writer.writerow(["total", "", *(entry.count for entry in table.foot)])
    yield text.getvalue().encode()


# ---------------------------------------------------------------- charts


class Shape(NamedTuple):
    """A rectangle of a chart with its place, the number in it and where a click leads."""

    x: int
    y: int
    width: int
    label: str
    entry: Entry

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def end(self) -> int:
        return self.x + self.width + 6


CELL_WIDTH, CELL_HEIGHT, BAR_WIDTH = 60, 24, 250  # four cells and any level fit a phone
LINE, GAP = 16, 8  # between the lines of a label; after one
LONGEST = 40  # a longer label stands above its bar
HAN, LATIN = 13, 7  # about how wide a character of 13 px is
# What no line break may divide.
PIECE = re.compile(r"（[^（）]{1,4}）|[（《“]*[\u2e80-\uffff][）》”，、]*|[^\s\u2e80-\uffff]+\s?")


def text_width(text: str) -> int:
    return sum(HAN if char > "\u2e7f" else LATIN for char in text)


def in_lines(text: str, width: int) -> list[str]:
    """A label broken between words or Han characters, so that no line is wider."""
    lines = [""]
    for piece in PIECE.findall(text):
        if lines[-1] and text_width(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def cut(text: str, width: int) -> str:
    """A label cut to a width; the table beside the chart has it whole."""
    if text_width(text) <= width:
        return text
    while text_width(text) > width - HAN:
        text = text[:-1]
    return f"{text}…"


class Chart(NamedTuple):
    """A drawing in user units of the SVG; colours and type are the style sheet's."""

    width: int
    height: int
    rows: list[tuple[int, str]]  # (y, label)
    columns: list[tuple[int, int, str]]  # (x, y, a line of the label)
    shapes: list[Shape]
    kind: str


def chart(table: Table) -> Chart:
    """A grid of coloured numbers for two facets, bars for one; rows without a case are left out."""
    rows = [one for one in table.rows if one.total.count]
    return grid(table, rows) if table.headings else bars(rows)


def grid(table: Table, rows: list[Row]) -> Chart:
    headings = [label for _value, label in table.headings]
    pieces = [piece.rstrip() for label in headings for piece in PIECE.findall(label)]
    cell = max(CELL_WIDTH, *(text_width(piece) + 8 for piece in pieces))
    left = max((text_width(one.label) for one in rows), default=0) + GAP
    broken = [in_lines(label, cell - 6) for label in headings]
    top = LINE * max(map(len, broken)) + 8
    lines = [(top + CELL_HEIGHT * place, one) for place, one in enumerate(rows)]
    shapes = [
        Shape(left + cell * place, y, cell - 2, label, entry)
        for y, one in lines
        for place, (label, entry) in enumerate(zip(headings, one.entries, strict=True))
    ]
    return Chart(
        width=left + cell * len(headings) - 2,
        height=top + CELL_HEIGHT * len(rows),
        rows=[(y, one.label) for y, one in lines],
        columns=[
            (left + cell * place, LINE * (number + 1), line)
            for place, label in enumerate(broken)
            for number, line in enumerate(label)
        ],
        shapes=shapes,
        kind="grid",
    )


def bars(rows: list[Row]) -> Chart:
    """A bar for each row, beside its label or, where one is long, below it."""
    most = max((one.total.count for one in rows), default=1)
    widest = max((text_width(one.label) for one in rows), default=0)
    above = widest > LONGEST
    left, down, height = (0, 22, 54) if above else (widest + GAP, 0, CELL_HEIGHT)
    width = left + BAR_WIDTH + 60
    lines = [(height * place, one) for place, one in enumerate(rows)]
    shapes = [
        Shape(left, y + down, max(2, BAR_WIDTH * one.total.count // most), one.label, one.total)
        for y, one in lines
    ]
    return Chart(
        width=width,
        height=height * max(1, len(rows)),
        rows=[(y, cut(one.label, width) if above else one.label) for y, one in lines],
        columns=[],
        shapes=shapes,
        kind="bars",
    )
