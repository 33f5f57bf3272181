"""A cross table → the shapes of its chart, in user units of the SVG."""

import re
from typing import NamedTuple

from .cross_tables import Entry, Row, Table


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
LINE, GAP = 16, 8  # between the lines of a label; after a label
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
    rows = [row for row in table.rows if row.total.count]
    return grid(table, rows) if table.headings else bars(rows)


def grid(table: Table, rows: list[Row]) -> Chart:
    headings = [label for _value, label in table.headings]
    pieces = [piece.rstrip() for label in headings for piece in PIECE.findall(label)]
    cell = max(CELL_WIDTH, *(text_width(piece) + 8 for piece in pieces))
    left = max((text_width(row.label) for row in rows), default=0) + GAP
    broken = [in_lines(label, cell - 6) for label in headings]
    top = LINE * max(map(len, broken)) + 8
    lines = [(top + CELL_HEIGHT * place, row) for place, row in enumerate(rows)]
    shapes = [
        Shape(left + cell * place, y, cell - 2, label, entry)
        for y, row in lines
        for place, (label, entry) in enumerate(zip(headings, row.entries, strict=True))
    ]
    return Chart(
        width=left + cell * len(headings) - 2,
        height=top + CELL_HEIGHT * len(rows),
        rows=[(y, row.label) for y, row in lines],
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
    most = max((row.total.count for row in rows), default=1)
    widest = max((text_width(row.label) for row in rows), default=0)
    above = widest > LONGEST
    left, down, height = (0, 22, 54) if above else (widest + GAP, 0, CELL_HEIGHT)
    width = left + BAR_WIDTH + 60
    lines = [(height * place, row) for place, row in enumerate(rows)]
    shapes = [
        Shape(left, y + down, max(2, BAR_WIDTH * row.total.count // most), row.label, row.total)
        for y, row in lines
    ]
    return Chart(
        width=width,
        height=height * max(1, len(rows)),
        rows=[(y, cut(row.label, width) if above else row.label) for y, row in lines],
        columns=[],
        shapes=shapes,
        kind="bars",
    )
