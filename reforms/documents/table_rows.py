"""Rows of tables: short cells stand on one line, texts that are laid out in a table do not."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from .line import Line

LONGEST = 60  # characters of a cell of a row; a cell with more is a text that is laid out


class Cell(NamedTuple):
    """Where a paragraph stands: number of the row and of the cell in it; 0 outside of tables."""

    row: int = 0
    cell: int = 0


OUTSIDE = Cell()


class Places:
    """Where the paragraphs of a document stand, as its elements are read."""

    def __init__(self) -> None:
        self.here = OUTSIDE
        self._around: list[Cell] = []
        self._count = 0

    def take(self, event: str, is_row: bool) -> None:
        """Take the start or the end of a row or of a cell."""
        if event == "end":
            self.here = self._around.pop()
            return
        self._around.append(self.here)
        self._count += 1
        self.here = Cell(self._count) if is_row else Cell(self.here.row, self._count)


def joined_rows(paragraphs: Iterable[tuple[Cell, list[Line]]]) -> Iterator[Line]:
    """The lines of paragraphs, each row of short cells as one line."""
    for row, group in groupby(paragraphs, key=lambda paragraph: paragraph[0].row):
        cells = list(group)
        lines = [line for _, cell_lines in cells for line in cell_lines]
        if row and _is_row(cells, lines):
            yield Line("  ".join(line.text for line in lines), all(line.bold for line in lines))
        else:
            yield from lines


def _is_row(cells: Sequence[tuple[Cell, list[Line]]], lines: Sequence[Line]) -> bool:
    """Whether there are two cells or more, and each holds one short line."""
    filled = [place for place, cell_lines in cells if cell_lines]
    is_single = len(set(filled)) == len(filled) == len(lines) > 1
    return is_single and all(len(line.text) <= LONGEST for line in lines)
