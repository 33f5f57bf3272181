"""Cases as CSV (RFC 4180), plain or for Excel."""

from collections.abc import Callable, Generator, Sequence
from typing import cast

from ..columns import Cell
from ..history.stored_lines import csv_cell
from ..models import CsvLine
from .blocks import text_blocks
from .export import Export
from .stored_files import stored_or_made

BOM = "\ufeff"

# Characters at the start of a cell that spreadsheets take for a formula (OWASP, CSV injection),
# their full-width forms, and the apostrophe itself, so that the guard can be undone.
GUARDED = tuple("=+-@\t\r'＝＋－＠")


def guard(text: str) -> str:
    """A cell that no spreadsheet runs: with an apostrophe before what could start a formula."""
    return f"'{text}" if text.startswith(GUARDED) else text


def write_csv(export: Export) -> Generator[bytes]:
    """RFC 4180 CSV in UTF-8. The plain form alters nothing.

    The Excel form opens with the BOM that Excel needs for Chinese, and guards every cell.
    """
    header = [[heading] for heading in export.headings]
    yield (BOM if export.excel else "").encode() + csv_lines(header, str)
    yield from stored_or_made(export, CsvLine, csv_blocks, with_text)


def with_text(line: bytes, text: str) -> bytes:
    """A stored line with a full text as its last cell."""
    return b"%b,%b\r\n" % (line[:-2], csv_cell(text).encode())


def csv_blocks(export: Export) -> Generator[bytes]:
    """The lines of all cases without the header, made from their columns."""
    for block in text_blocks(export):
        yield csv_lines(block, guard if export.excel else str)


def csv_lines(block: Sequence[Sequence[Cell]], clean: Callable[[str], str]) -> bytes:
    """The lines of a block of columns; `clean` is applied to every cell, str changes none."""
    # An empty line would be no row at all.
    empty = '""' if len(block) == 1 else ""
    columns = [csv_column(cells, clean, empty) for cells in block]
    return "".join(f"{','.join(row)}\r\n" for row in zip(*columns, strict=True)).encode()


def csv_column(cells: Sequence[Cell], clean: Callable[[str], str], empty: str) -> Sequence[str]:
    """One column with cells quoted where they must be.

    Most columns have nothing to quote, so the column is searched as one text first.
    """
    texts = as_texts(cells)
    if clean is not str:
        texts = list(map(clean, texts))
    whole = "".join(texts)
    if any(mark in whole for mark in '",\r\n'):
        texts = list(map(csv_cell, texts))
    return [text or empty for text in texts] if empty else texts


def as_texts(cells: Sequence[Cell]) -> Sequence[str]:
    """Cells as texts, None as the empty one; a column of texts alone is returned as it is."""
    if set(map(type, cells)) == {str}:
        return cast("Sequence[str]", cells)
    return ["" if cell is None else str(cell) for cell in cells]
