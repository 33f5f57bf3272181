"""Cases as an Excel workbook (ISO/IEC 29500), with a codebook beside them."""

from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import chain
from tempfile import TemporaryFile
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format as CellFormat
from xlsxwriter.worksheet import Worksheet

from ..columns import SEPARATOR, Cell, Column
from .blocks import column_blocks
from .export import Export, Refused

XLSX_ROWS = 50_000  # about 15 seconds of one thread
XLSX_TEXTS = 10_000  # rows with full texts: about 5 seconds
XLSX_CELL = 32_767  # UTF-16 units in a cell: Excel specifications and limits
XLSX_WIDTHS = {"integer": 8, "date": 12, "time": 20, "address": 40, "text": 24}
PIECE = 1 << 16  # bytes

# Takes sheet, row, column and a cell of the kind that it writes; False where Excel cannot hold it.
CellWriter = Callable[[Worksheet, int, int, Any], bool]


def write_xlsx(export: Export) -> Generator[bytes]:
    """The cases with typed cells, and a sheet that describes the columns.

    Raises Refused where there are more rows than XLSX_ROWS, or with full texts than XLSX_TEXTS,
    or a text longer than XLSX_CELL.
    """
    most = XLSX_TEXTS if export.has_texts else XLSX_ROWS
    if export.rows > most:
        raise Refused(
            _("Excel 文件最多 %(most)d 行，这里有 %(rows)d 行。请缩小筛选范围，或下载 CSV。")
            % {"most": most, "rows": export.rows}
        )
    with TemporaryFile() as file:
        options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"}
        with Workbook(file, options) as workbook:
            workbook.set_properties({"created": timezone.make_naive(export.revision.at)})
            bold = workbook.add_format({"bold": True})
            write_cases(workbook.add_worksheet("案例 cases"), export, bold)
            write_codebook(workbook.add_worksheet("说明 codebook"), export, bold)
        file.seek(0)
        yield from iter(partial(file.read, PIECE), b"")


def write_cases(sheet: Worksheet, export: Export, bold: CellFormat) -> None:
    """A row for the headings, then one for each row of the export."""
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, export.rows, len(export.columns) - 1)
    for position, column in enumerate(export.columns):
        sheet.set_column(position, position, XLSX_WIDTHS[column.kind])
    sheet.write_row(0, 0, export.headings, bold)
    writers = [CELL_WRITERS.get(column.kind, write_text) for column in export.columns]
    rows = chain.from_iterable(zip(*block, strict=True) for block in column_blocks(export))
    for number, row in enumerate(rows, 1):
        write_row(sheet, number, row, writers, export)


def write_row(
    sheet: Worksheet,
    number: int,
    row: Sequence[Cell],
    writers: list[CellWriter],
    export: Export,
) -> None:
    """One row of cells; empty ones are left out."""
    for position, cell in enumerate(row):
        if cell is None or cell == "":
            continue
        if not writers[position](sheet, number, position, cell):
            raise too_long(export, row, position)


def write_text(sheet: Worksheet, row: int, column: int, text: str) -> bool:
    """Excel counts UTF-16 units, of which 🙂 has two."""
    if len(text) > XLSX_CELL // 2 and len(text.encode("utf-16-le")) > XLSX_CELL * 2:
        return False
    sheet.write_string(row, column, text)
    return True


def write_number(sheet: Worksheet, row: int, column: int, number: int) -> bool:
    sheet.write_number(row, column, number)
    return True


def write_time(sheet: Worksheet, row: int, column: int, text: str) -> bool:
    """Excel has no time zones: the site's own is written, which the column's meaning states."""
    sheet.write_datetime(row, column, datetime.fromisoformat(text).replace(tzinfo=None))
    return True


CELL_WRITERS: Mapping[str, CellWriter] = {"integer": write_number, "time": write_time}


def too_long(export: Export, row: Sequence[Cell], position: int) -> Refused:
    """The refusal of a cell that Excel cannot hold."""
    names = [column.name for column in export.columns]
    reference = row[names.index("reference")] if "reference" in names else row[0]
    return Refused(
        _("%(reference)s 的 %(column)s 超过 Excel 单元格的 %(most)d 字。请下载 CSV，或去掉这一列。")
        % {"reference": reference, "column": names[position], "most": XLSX_CELL}
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


def write_codebook(sheet: Worksheet, export: Export, bold: CellFormat) -> None:
    """The facts of the file, an empty row, then a row for each column."""
    sheet.set_column(0, 1, 18)
    sheet.set_column(2, 3, 60)
    facts = [(name, str(value)) for name, value in export.facts().items() if name != "columns"]
    for number, fact in enumerate(facts):
        write_texts(sheet, number, fact)
    start = len(facts) + 1
    sheet.write_row(start, 0, CODEBOOK_HEADINGS, bold)
    for number, column in enumerate(export.columns, start + 1):
        write_texts(sheet, number, codebook_row(column))


def write_texts(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    for position, text in enumerate(texts):
        sheet.write_string(row, position, text)


def codebook_row(column: Column) -> tuple[str, ...]:
    """What CODEBOOK_HEADINGS names."""
    return (
        column.name,
        column.heading,
        column.meaning,
        column.meaning_en,
        column.kind,
        SEPARATOR.join(column.codes),
        column.example,
        column.since,
    )
