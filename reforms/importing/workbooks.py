"""An Excel workbook (.xlsx, ECMA-376) → rows."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .headings import SEARCHED, heading_row, read_headings
from .rows import BLOCK, LAST_ROW, CellText, Row, Table, check_cell, limited, make_row
from .stored_values import Remark
from .workbook_archive import check_archive

if TYPE_CHECKING:  # openpyxl takes up to 17 MB, and most web processes never need it
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

WIDEST = 200  # cells in a row


class SheetRow(NamedTuple):
    """A row of a sheet with its number, counted from 1."""

    line: int
    cells: list[CellText]


def read_workbook(file: BinaryIO, sheet_title: str) -> Table:
    """Open a sheet of a workbook, the first one if no title is given.

    Raises ValidationError if the file is broken, encrypted or suspicious, or the sheet is missing,
    empty or has merged cells.
    """
    from .workbook_parser import open_workbook

    check_archive(file)
    try:
        book = open_workbook(file)
        sheet = choose_sheet(book, sheet_title)
        check_merged(file, sheet)
        records = sheet_rows(sheet)
        first = list(islice(records, SEARCHED))
    except ValidationError:
        raise
    except Exception as error:  # openpyxl raises anything for a broken file
        raise ValidationError(_("工作簿打不开，文件可能已损坏。")) from error
    if not first:
        raise ValidationError(_("工作表“%s”是空的。") % sheet.title)
    position = heading_row([[cell.text for cell in row.cells] for row in first])
    headings = first[position]
    names, ignored = read_headings([cell.text for cell in headings.cells], headings.line)
    rows = book_rows(chain(first[position + 1 :], records), names, book)
    return Table("xlsx", "XLSX", tuple(filter(None, names)), ignored, rows, sheet.title)


def choose_sheet(book: "Workbook", title: str) -> "ReadOnlyWorksheet":
    """The sheet with this title, or the first one if the title is empty."""
    titles = [sheet.title for sheet in book.worksheets]
    if title and title not in titles:
        message = _("没有名为“%(sheet)s”的工作表；有：%(titles)s。")
        raise ValidationError(message % {"sheet": title, "titles": "、".join(titles)})
    if not titles:
        raise ValidationError(_("工作簿里没有工作表。"))
    return book.worksheets[titles.index(title) if title else 0]


def sheet_titles(file: BinaryIO) -> list[str]:
    """The titles of the sheets of a workbook; none if the file is no workbook or is broken."""
    from .workbook_parser import open_workbook

    try:
        check_archive(file)
        return [sheet.title for sheet in open_workbook(file).worksheets]
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


def sheet_rows(sheet: "ReadOnlyWorksheet") -> Iterator[SheetRow]:
    """The rows that are not empty; raises ValidationError where numbers or width are too large."""
    from .workbook_parser import parse_rows

    last = 0
    for line, cells in limited(parse_rows(sheet, sheet_path(sheet))):
        if not last < line <= LAST_ROW:
            raise ValidationError(
                _("第 %(last)d 行之后的行号 %(line)s 不对，文件可能已损坏。")
                % {"last": last, "line": str(line)[:20]}
            )
        last = line
        texts = row_texts(line, cells)
        if any(text.strip() or fault for text, fault in texts):
            yield SheetRow(line, texts)


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
    if cell.data_type == "f":
        return CellText("", _("这一格是公式，请复制后“粘贴为数值”。"))
    if cell.data_type == "e":
        return CellText("", _("这一格是错误值 %s。") % value)
    if isinstance(value, date):  # or datetime
        return CellText(shown_date(value, cell.number_format), "")
    if isinstance(value, float):
        return CellText(format(value, ".15g"), "")
    if isinstance(value, time):
        return CellText(value.isoformat(), "")
    return CellText("" if value is None else ESCAPED.sub(unescaped, str(value)), "")


ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # ECMA-376-1, ST_Xstring: what XML cannot carry


def unescaped(match: re.Match[str]) -> str:
    """The character that an escape stands for."""
    return chr(int(match[1], 16))


def shown_date(value: date, number_format: str) -> str:
    """A date as far as the cell shows it (ISO 8601-1): 2021-07 where the format has no day."""
    shown = number_format.lower()
    parts = 3 if "d" in shown else 2 if "m" in shown else 1
    return "-".join(value.strftime("%Y-%m-%d").split("-")[:parts])


def book_rows(records: Iterable[SheetRow], names: Sequence[str], book: "Workbook") -> Iterator[Row]:
    """The rows below the headings; closes the workbook at the end."""
    try:
        for line, cells in records:
            faults = [
                Remark(name, cell.fault)
                for name, cell in zip(names, cells, strict=False)
                if name and cell.fault
            ]
            row = make_row(line, names, [cell.text for cell in cells])
            if row is None and not any(cell.fault for cell in cells):
                continue
            row = row or Row(line)
            row.faults += faults
            yield row
    except ValidationError:
        raise
    except Exception as error:  # openpyxl raises anything for a broken file
        raise ValidationError(_("工作簿读到一半读不下去，文件可能已损坏。")) from error
    finally:
        book.close()
