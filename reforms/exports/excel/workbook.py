"""Cases → a workbook: a sheet of the cases, and one that describes their columns."""

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from ...columns import SEPARATOR, Cell, Column
from ..archive import archive
from ..blocks import text_blocks
from ..csv_files import as_texts
from ..export import Export, Refused
from . import markup

XLSX_ROWS = 50_000  # about 5 seconds of one thread
XLSX_TEXTS = 20_000  # rows with full texts: about as long
XLSX_CELL = 32_767  # UTF-16 units in a cell: Excel specifications and limits
XLSX_WIDTHS = {"integer": 8, "date": 12, "time": 20, "address": 40, "text": 24}
SHEETS = ("案例 cases", "说明 codebook")
PACKAGE = Path(__file__).with_name("package")


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
    filtered = f"A1:{markup.letters(len(export.columns) - 1)}{export.rows + 1}"
    parts = {
        "xl/workbook.xml": encoded(iter([markup.workbook(SHEETS, filtered)])),
        "xl/worksheets/sheet1.xml": encoded(sheet_of_cases(export, filtered)),
        "xl/worksheets/sheet2.xml": encoded(sheet_of_columns(export)),
    }
    yield from archive(PACKAGE, "", export.revision.at, parts)


def encoded(pieces: Iterator[str]) -> Iterator[bytes]:
    return (piece.encode() for piece in pieces)


def sheet_of_cases(export: Export, filtered: str) -> Iterator[str]:
    """A row for the headings, then one for each row of the export."""
    kinds = [column.kind for column in export.columns]
    yield markup.sheet_start(markup.FROZEN, [XLSX_WIDTHS[kind] for kind in kinds])
    yield markup.text_row(1, export.headings, markup.BOLD)
    number = 2
    for block in text_blocks(export):
        require_short(export, block)
        yield markup.rows(block, kinds, number)
        number += len(block[0])
    yield markup.sheet_end(filtered)


def require_short(export: Export, block: Sequence[Sequence[Cell]]) -> None:
    """Raise Refused where a text is longer than a cell can be."""
    for column, cells in zip(export.columns, block, strict=True):
        texts = as_texts(cells)
        if max(map(len, texts)) > XLSX_CELL // 2:
            for row, text in enumerate(texts):
                if is_too_long(text):
                    raise too_long(export, [cells[row] for cells in block], column)


def is_too_long(text: str) -> bool:
    """Excel counts UTF-16 units, of which 🙂 has two."""
    return len(text.encode("utf-16-le")) > XLSX_CELL * 2


def too_long(export: Export, row: Sequence[Cell], column: Column) -> Refused:
    """The refusal of a cell that Excel cannot hold."""
    names = [column.name for column in export.columns]
    reference = row[names.index("reference")] if "reference" in names else row[0]
    return Refused(
        _("%(reference)s 的 %(column)s 超过 Excel 单元格的 %(most)d 字。请下载 CSV，或去掉这一列。")
        % {"reference": reference, "column": column.name, "most": XLSX_CELL}
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
CODEBOOK_WIDTHS = (18, 18, 60, 60, 8, 8, 8, 8)


def sheet_of_columns(export: Export) -> Iterator[str]:
    """The facts of the file, an empty row, then a row for each column."""
    yield markup.sheet_start(markup.PLAIN, CODEBOOK_WIDTHS)
    facts = [(name, str(value)) for name, value in export.facts().items() if name != "columns"]
    for number, fact in enumerate(facts, 1):
        yield markup.text_row(number, fact)
    start = len(facts) + 2
    yield markup.text_row(start, CODEBOOK_HEADINGS, markup.BOLD)
    for number, column in enumerate(export.columns, start + 1):
        yield markup.text_row(number, codebook_row(column))
    yield markup.sheet_end()


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
