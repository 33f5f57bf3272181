"""A cross table → the shapes of its chart, in user units of the SVG.

Knows nothing of colours and type, which are the style sheet's.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from .cross_tables import Entry, Row, Table

CELL_WIDTH, CELL_HEIGHT, BAR_WIDTH = 60, 24, 250  # four cells and any level fit a phone
LINE, GAP = 16, 8  # between the lines of a label; after a label
LONGEST = 40  # a wider label stands above its bar
HAN, LATIN = 13, 7  # about how wide a character of 13 px is

# A part of a label within which no line may break.
PIECE = re.compile(r"（[^（）]{1,4}）|[（《“]*[\u2e80-\uffff][）》”，、]*|[^\s\u2e80-\uffff]+\s?")


class Shape(NamedTuple):
    """A rectangle of a chart, with the entry of the table that it shows."""

    x: int
    y: int
    width: int
    label: str
    entry: Entry

    @property
    def middle(self) -> int:
        """Where a number inside of the rectangle is centred."""
        return self.x + self.width // 2

    @property
    def end(self) -> int:
        """Where a number beside the rectangle starts."""
        return self.x + self.width + 6


class RowLabel(NamedTuple):
    """The label of a row and its place."""

    y: int
    text: str


class ColumnLabel(NamedTuple):
    """One line of the label of a column and its place."""

    x: int
    y: int
    text: str


class Chart(NamedTuple):
    """A drawing: its size, labels and shapes."""

    width: int
    height: int
    rows: list[RowLabel]
    columns: list[ColumnLabel]
    shapes: list[Shape]
    kind: Literal["grid", "bars"]


def chart(table: Table) -> Chart:
    """A grid of coloured numbers for two facets, bars for one; rows without a case are left out."""
    rows = [row for row in table.rows if row.total.count]
    return grid([label for _value, label in table.headings], rows) if table.headings else bars(rows)


def grid(headings: list[str], rows: list[Row]) -> Chart:
    """A cell for each entry of the rows, under the headings."""
    cell = cell_width(headings)
    left = widest(rows) + GAP
    lines = [in_lines(heading, cell - 6) for heading in headings]
    top = LINE * max(map(len, lines)) + 8
    return Chart(
        width=left + cell * len(headings) - 2,
        height=top + CELL_HEIGHT * len(rows),
        rows=[RowLabel(top + CELL_HEIGHT * index, row.label) for index, row in enumerate(rows)],
        columns=[
            ColumnLabel(left + cell * column, LINE * (number + 1), text)
            for column, texts in enumerate(lines)
            for number, text in enumerate(texts)
        ],
        shapes=[
            Shape(left + cell * column, top + CELL_HEIGHT * index, cell - 2, heading, entry)
            for index, row in enumerate(rows)
            for column, (heading, entry) in enumerate(zip(headings, row.entries, strict=True))
        ],
        kind="grid",
    )


def cell_width(headings: list[str]) -> int:
    """The width of a column: the widest piece of a heading fits it."""
    pieces = (piece.rstrip() for heading in headings for piece in PIECE.findall(heading))
    return max(CELL_WIDTH, *(text_width(piece) + 8 for piece in pieces))


def bars(rows: list[Row]) -> Chart:
    """A bar for each row beside its label, or below the labels if one of them is long."""
    is_above = widest(rows) > LONGEST
    left, down, height = (0, 22, 54) if is_above else (widest(rows) + GAP, 0, CELL_HEIGHT)
    width = left + BAR_WIDTH + 60
    labels = [cut(row.label, width) if is_above else row.label for row in rows]
    return Chart(
        width=width,
        height=height * max(1, len(rows)),
        rows=[RowLabel(height * index, label) for index, label in enumerate(labels)],
        columns=[],
        shapes=[
            Shape(left, height * index + down, bar, row.label, row.total)
            for index, (row, bar) in enumerate(zip(rows, bar_widths(rows), strict=True))
        ],
        kind="bars",
    )


def bar_widths(rows: Sequence[Row]) -> list[int]:
    """Widths in proportion to the totals; none is too thin to see."""
    most = max((row.total.count for row in rows), default=1)
    return [max(2, BAR_WIDTH * row.total.count // most) for row in rows]


def widest(rows: Sequence[Row]) -> int:
    """The width of the widest label."""
    return max((text_width(row.label) for row in rows), default=0)


def text_width(text: str) -> int:
    """About how wide a text is."""
    return sum(HAN if character > "\u2e7f" else LATIN for character in text)


def in_lines(text: str, width: int) -> list[str]:
    """A label broken between words or Han characters, so that no line is wider than `width`."""
    lines = [""]
    for piece in PIECE.findall(text):
        if lines[-1] and text_width(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def cut(text: str, width: int) -> str:
    """A label cut to a width with an ellipsis; the table beside the chart has it whole."""
    if text_width(text) <= width:
        return text
    while text_width(text) > width - HAN:
        text = text[:-1]
    return f"{text}…"
