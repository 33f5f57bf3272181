"""Rows of an uploaded table."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

BLOCK = 1 << 20


@dataclass
class Row:
    """One row of a file; `faults` are [column, words], with no column for the row itself."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    faults: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """What a file turned out to be; its rows are read as they are asked for, once."""

    kind: str
    encoding: str
    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    rows: Iterator[Row]
    sheet: str = ""


def make_row(line: int, names: list[str], cells: list[str]) -> Row | None:
    """None for an empty row, and for the template's row of explanations."""
    if not any(cell.strip() for cell in cells) or cells[0].startswith(EXPLAINS):
        return None
    row = Row(line)
    if any(cell.strip() for cell in cells[len(names) :]):
        row.faults.append(["", _("这一行的格子比列名多，可能多了分隔符或少了引号。")])
    row.cells = {name: cell for name, cell in zip(names, cells, strict=False) if name}
    return row


EXPLAINS = "说明："
REASONS = "未通过原因"  # the heading that only our own files of refused rows have

Words = tuple[str, str]  # the text of a cell, and what is wrong with it
