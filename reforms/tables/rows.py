"""The rows of an uploaded table, whatever its format."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..text.cleaning import clean

BLOCK = 1 << 20  # bytes read at once
EXPLAINS = "说明："  # how the first cell of the template's row of explanations begins
LAST_ROW = 1_048_576  # of a sheet of Excel; no table has more rows, full or empty
LONGEST_CELL = 1_000_000  # characters; the longest full text known has 30,000
REASONS = "未通过原因"  # the heading that only our own files of refused rows have


T = TypeVar("T")


class Remark(NamedTuple):
    """Something wrong with a cell or doubtful about it; no column means the whole row."""

    column: str
    text: str


class CellText(NamedTuple):
    """A cell as text, what is wrong with it, and what is doubtful."""

    text: str
    fault: str = ""
    ask: str = ""
    is_date: bool = False


@dataclass
class Row:
    """One row of a file: its number, its cells by column, and what is wrong or doubtful there."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    faults: list[Remark] = field(default_factory=list)
    asks: list[Remark] = field(default_factory=list)
    is_hidden: bool = False  # or filtered out: whoever looked at the table did not see it


@dataclass(frozen=True)
class Table:
    """An opened file; its rows are read from the file as they are iterated, once."""

    kind: str  # BatchImport.Kind
    encoding: str
    columns: tuple[str, ...]
    ignored: tuple[str, ...]  # headings of columns that are not ours
    rows: Iterator[Row]
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()  # titles
    hidden_columns: tuple[str, ...] = ()  # headings of columns that are read although hidden


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


def check_cell(line: int, text: str) -> None:
    """Raise ValidationError if a cell is longer than any text of a case."""
    if len(text) > LONGEST_CELL:
        raise ValidationError(
            _("第 %(line)d 行有一格太长：%(size)d 字，上限是 %(most)d 字。")
            % {"line": line, "size": len(text), "most": LONGEST_CELL}
        )


def limited(records: Iterable[T]) -> Iterator[T]:
    """The records of a file, full and empty; raises ValidationError at the first one too many."""
    for count, record in enumerate(records, 1):
        if count > LAST_ROW:
            raise ValidationError(_("连同空行超过 %d 行，请删去空行后再上传。") % LAST_ROW)
        yield record
