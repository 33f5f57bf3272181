"""Cases as an Excel workbook."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from ..columns import SEPARATOR, Cell
from .blocks import column_blocks
from .export import Export, Refused

XLSX_ROWS = 50_000  # about 15 seconds of one thread
XLSX_CELL = 32_767  # UTF-16 units in a cell: Excel specifications and limits
XLSX_WIDTHS = {"integer": 8, "date": 12, "time": 20, "address": 40, "text": 24}


def write_xlsx(export: Export) -> Iterator[bytes]:
    """An Excel workbook: the cases with typed cells, and a sheet that says what they are."""
    if export.rows > XLSX_ROWS:
        raise Refused(
            _("Excel 文件最多 %(most)d 行，这里有 %(rows)d 行。请缩小筛选范围，或下载 CSV。")
            % {"most": XLSX_ROWS, "rows": export.rows}
        )
    with TemporaryFile() as file:
        options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"}
        with xlsxwriter.Workbook(file, options) as workbook:
            workbook.set_properties({"created": timezone.make_naive(export.revision.at)})
            bold = workbook.add_format({"bold": True})
            write_cases(workbook.add_worksheet("案例 cases"), export, bold)
            write_codebook(workbook.add_worksheet("说明 codebook"), export, bold)
        file.seek(0)
        yield from iter(partial(file.read, 1 << 16), b"")


def write_cases(sheet: Any, export: Export, bold: Any) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, export.rows, len(export.columns) - 1)
    for position, column in enumerate(export.columns):
        sheet.set_column(position, position, XLSX_WIDTHS[column.kind])
    sheet.write_row(0, 0, export.headings, bold)
    writers = [XLSX_WRITERS.get(column.kind, write_text) for column in export.columns]
    number = 0
    for block in column_blocks(export):
        for row in zip(*block, strict=True):
            number += 1
            for position, cell in enumerate(row):
                if cell is None or cell == "":
                    continue
                if writers[position](sheet, number, position, cell):
                    raise too_long(export, row, position)


def write_text(sheet: Any, row: int, column: int, text: str) -> bool:
    """True where Excel cannot hold the text; it counts UTF-16 units, of which 🙂 has two."""
    if len(text) > XLSX_CELL // 2 and len(text.encode("utf-16-le")) > XLSX_CELL * 2:
        return True
    sheet.write_string(row, column, text)
    return False


def write_number(sheet: Any, row: int, column: int, number: int) -> None:
    sheet.write_number(row, column, number)


def write_time(sheet: Any, row: int, column: int, text: str) -> None:
    """Excel knows no time zones: the site's own, as the heading's meaning says."""
    sheet.write_datetime(row, column, datetime.fromisoformat(text).replace(tzinfo=None))


XLSX_WRITERS = {"integer": write_number, "time": write_time}


def too_long(export: Export, row: Sequence[Cell], position: int) -> Refused:
    names = [column.name for column in export.columns]
    which = row[names.index("reference")] if "reference" in names else row[0]
    return Refused(
        _("%(reference)s 的 %(column)s 超过 Excel 单元格的 %(most)d 字。请下载 CSV，或去掉这一列。")
        % {"reference": which, "column": names[position], "most": XLSX_CELL}
    )


CODEBOOK_HEADINGS = (
    "name",
    "heading",
    "meaning",
    "meaning_en",
    "type",
    "values",
    "example",
    "since",
)


def write_codebook(sheet: Any, export: Export, bold: Any) -> None:
    """The facts of the file, then a line for each column."""
    sheet.set_column(0, 1, 18)
    sheet.set_column(2, 3, 60)
    facts = export.facts()
    del facts["columns"]
    lines = [(name, str(value)) for name, value in facts.items()]
    for number, line in enumerate(lines):
        for position, text in enumerate(line):
            sheet.write_string(number, position, text)
    start = len(lines) + 1
    sheet.write_row(start, 0, CODEBOOK_HEADINGS, bold)
    for number, column in enumerate(export.columns, start + 1):
        line = (
            column.name,
            column.heading,
            column.meaning,
            column.meaning_en,
            column.kind,
            SEPARATOR.join(column.codes),
            column.example,
            column.since,
        )
        for position, text in enumerate(line):
            sheet.write_string(number, position, text)
