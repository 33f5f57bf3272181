"""The rows of an uploaded table, whatever its format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from ..text.cleaning import clean
from .stored_values import Remark

BLOCK = 1 << 20  # bytes read at once
EXPLAINS = "说明："  # how the first cell of the template's row of explanations begins
REASONS = "未通过原因"  # the heading that only our own files of refused rows have


class CellText(NamedTuple):
    """A cell as text, and what is wrong with it."""

    text: str
    fault: str


@dataclass
class Row:
    """One row of a file: its number, its cells by column, and what is wrong with them."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    faults: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """An opened file; its rows are read from the file as they are iterated, once."""

    kind: str  # BatchImport.Kind
    encoding: str
    columns: tuple[str, ...]
    ignored: tuple[str, ...]  # headings of columns that are not ours
    rows: Iterator[Row]
    sheet: str = ""


def make_row(line: int, names: Sequence[str], cells: Sequence[str]) -> Row | None:
    """A row; `names` are the columns by position, empty for those that are not read.

    None for an empty row, and for the template's row of explanations.
    """
    cells = [clean(cell) for cell in cells]
    if not any(cell.strip() for cell in cells) or cells[0].startswith(EXPLAINS):
        return None
    row = Row(line)
    if any(cell.strip() for cell in cells[len(names) :]):
        message = _("这一行的格子比列名多，可能多了分隔符或少了引号。")
        row.faults.append(Remark("", message))
    row.cells = {name: cell for name, cell in zip(names, cells, strict=False) if name}
    return row
