"""An Excel workbook (.xlsx, ECMA-376) → rows."""

import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..columns import BY_NAME
from ..columns.readers import partial_date
from .headings import SEARCHED, heading_row, read_headings
from .number_formats import shown_moment
from .rows import BLOCK, LAST_ROW, CellText, Remark, Row, Table, check_cell, limited, make_row
from .workbook_archive import check_archive

if TYPE_CHECKING:  # openpyxl takes up to 17 MB, and most web processes never need it
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    from .workbook_parser import SheetParser

WIDEST = 200  # cells in a row


class SheetRow(NamedTuple):
    """A row of a sheet with its number, counted from 1."""

    line: int
    cells: list[CellText]
    is_hidden: bool


def read_workbook(file: BinaryIO, sheet_title: str) -> Table:
    """Open a sheet of a workbook, the first one that people see if no title is given.

    Raises ValidationError if the file is broken, encrypted or suspicious, or the sheet is missing,
    empty or has merged cells.
    """
    from .workbook_parser import SheetParser, open_workbook

    check_archive(file)
    try:
        book = open_workbook(file)
        sheet = choose_sheet(book, sheet_title)
        check_merged(file, sheet)
        parser = SheetParser(sheet, sheet_path(sheet))
        records = sheet_rows(parser)
        first = list(islice(records, SEARCHED))
    except ValidationError:
        raise
    except Exception as error:  # openpyxl raises anything for a broken file
        raise ValidationError(_("工作簿打不开，文件可能已损坏。")) from error
    if not first:
        raise ValidationError(_("工作表“%s”是空的。") % sheet.title)
    position = heading_row([[cell.text for cell in row.cells] for row in first])
    headings = [cell.text for cell in first[position].cells]
    names, ignored = read_headings(headings, first[position].line)
    return Table(
        "xlsx",
        "XLSX",
        tuple(filter(None, names)),
        ignored,
        book_rows(chain(first[position + 1 :], records), names, book),
        sheet.title,
        tuple(title for title in shown_titles(book) if title != sheet.title),
        hidden_headings(headings, names, parser.hidden_columns),
    )


def choose_sheet(book: "Workbook", title: str) -> "ReadOnlyWorksheet":
    """The sheet with this title, or the first one that is not hidden if the title is empty."""
    titles = [sheet.title for sheet in book.worksheets]
    if title and title not in titles:
        message = _("没有名为“%(sheet)s”的工作表；有：%(titles)s。")
        raise ValidationError(message % {"sheet": title, "titles": "、".join(titles)})
    if not titles:
        raise ValidationError(_("工作簿里没有工作表。"))
    if title:
        return book.worksheets[titles.index(title)]
    visible = (sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
    return next(visible, book.worksheets[0])


def shown_titles(book: "Workbook") -> list[str]:
    """The titles of all sheets, first those that people see."""
    return [
        sheet.title
        for sheet in sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
    ]


def hidden_headings(
    headings: Sequence[str], names: Sequence[str], hidden: Collection[int]
) -> tuple[str, ...]:
    """The headings of hidden columns that are read; columns are counted from 1."""
    pairs = enumerate(zip(headings, names, strict=True), 1)
    return tuple(heading for column, (heading, name) in pairs if name and column in hidden)


def sheet_titles(file: BinaryIO) -> list[str]:
    """The titles of the sheets of a workbook; none if the file is no workbook or is broken."""
    from .workbook_parser import open_workbook

    try:
        check_archive(file)
        return shown_titles(open_workbook(file))
    except Exception:  # as in read_workbook(), which reports the error
        return []


def sheet_path(sheet: "ReadOnlyWorksheet") -> str:
    """The path of a sheet in the archive.

    Only this private attribute of openpyxl's read-only sheets has it. They do not read merged
    cells, and a workbook opened otherwise is held in memory whole.
    """
    return sheet._worksheet_path  # type: ignore[attr-defined]  # private, see above


MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]+[0-9]+:[A-Z]+([0-9]+))"')


def check_merged(file: BinaryIO, sheet: "ReadOnlyWorksheet") -> None:
    """Refuse merged cells below the headings: all but one of them would read as empty."""
    below: list[str] = []
    with zipfile.ZipFile(file) as archive, archive.open(sheet_path(sheet)) as part:
        tail = b""
        while block := part.read(BLOCK):
            below += [
                cells.decode() for cells, last in MERGED.findall(tail + block) if int(last) > 1
            ]
            tail = (tail + block)[-200:].rpartition(b">")[2]
    if below:
        message = _("工作表“%(sheet)s”有合并单元格（%(ranges)s），请先取消合并，把每一格填全。")
        raise ValidationError(message % {"sheet": sheet.title, "ranges": "、".join(below[:5])})


def sheet_rows(parser: "SheetParser") -> Iterator[SheetRow]:
    """The rows that are not empty; raises ValidationError where numbers or width are too large."""
    last = 0
    for line, cells, is_hidden in limited(parser.rows()):
        if not last < line <= LAST_ROW:
            raise ValidationError(
                _("第 %(last)d 行之后的行号 %(line)s 不对，文件可能已损坏。")
                % {"last": last, "line": str(line)[:20]}
            )
        last = line
        texts = row_texts(line, cells)
        if any(cell.text.strip() or cell.fault for cell in texts):
            yield SheetRow(line, texts, is_hidden)


def row_texts(line: int, cells: Sequence["ReadOnlyCell"]) -> list[CellText]:
    """The cells of a row by position; those that the file leaves out are empty.

    Raises ValidationError if there are too many, or one is too long.
    """
    texts = [CellText("", "")] * max(
        (cell.column for cell in cells if cell.column <= WIDEST), default=0
    )
    for cell in cells:
        if cell.column <= WIDEST:
            if isinstance(cell.value, str):  # may be a shared string, copied when it is cleaned
                check_cell(line, cell.value)
            texts[cell.column - 1] = cell_text(cell)
        elif cell.value is not None:
            raise ValidationError(
                _("第 %(line)d 行超过 %(most)d 格。") % {"line": line, "most": WIDEST}
            )
    return texts


def cell_text(cell: "ReadOnlyCell") -> CellText:
    """A cell as text, or as a fault if it holds a formula or an error."""
    value = cell.value
    if cell.data_type == "f" and value == "=":
        return CellText("", _("这一格是公式，请复制后“粘贴为数值”。"))
    if cell.data_type == "e":
        return CellText("", _("这一格是错误值 %s。") % value)
    if isinstance(value, (date, timedelta)):  # or datetime
        return moment_text(cell, value)
    if isinstance(value, float):
        return CellText(format(value, ".15g"))
    if isinstance(value, time):
        return CellText(value.isoformat())
    return CellText("" if value is None else ESCAPED.sub(unescaped, str(value)))


def moment_text(cell: "ReadOnlyCell", value: date | timedelta) -> CellText:
    """A date as its cell shows it. The year of one without year is the program's: it is asked."""
    from .workbook_parser import shown_of

    shown = shown_of(cell)
    text = shown_moment(value, shown)
    if shown.year or not shown.is_date:
        return CellText(text, is_date=shown.is_date)
    message = _("这一格只显示月和日，年份 %s 是表格软件补的，请核对。")
    return CellText(text, ask=message % text[:4], is_date=True)


ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # ECMA-376-1, ST_Xstring: what XML cannot carry


def unescaped(match: re.Match[str]) -> str:
    """The character that an escape stands for."""
    return chr(int(match[1], 16))


def book_rows(records: Iterable[SheetRow], names: Sequence[str], book: "Workbook") -> Iterator[Row]:
    """The rows below the headings; closes the workbook at the end."""
    try:
        for record in records:
            if row := book_row(record, names):
                yield row
    except ValidationError:
        raise
    except Exception as error:  # openpyxl raises anything for a broken file
        raise ValidationError(_("工作簿读到一半读不下去，文件可能已损坏。")) from error
    finally:
        book.close()


def book_row(record: SheetRow, names: Sequence[str]) -> Row | None:
    """A row of a sheet; None for an empty one."""
    row = make_row(record.line, names, [cell.text for cell in record.cells])
    if row is None and not any(cell.fault for cell in record.cells):
        return None
    row = row or Row(record.line)
    row.is_hidden = record.is_hidden
    for name, cell in zip(names, record.cells, strict=False):
        if name and (fault := cell.fault or date_fault(name, cell)):
            row.faults.append(Remark(name, fault))
        elif name and cell.ask:
            row.asks.append(Remark(name, cell.ask))
    return row


def date_fault(name: str, cell: CellText) -> str:
    """What is wrong with a date in a column of other values: spreadsheets make one of 3-1."""
    read = BY_NAME[name].read
    if not cell.is_date or read is None or read is partial_date:
        return ""
    return _("表格软件把这一格当成了日期（%s）。请把这一格设为“文本”，再重新填写。") % cell.text
