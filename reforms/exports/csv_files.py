"""Cases as CSV (RFC 4180), plain or for Excel."""

from collections.abc import Callable, Iterator, Sequence

from ..columns import Cell
from ..history.stored_lines import csv_cell
from ..models import CsvLine
from .blocks import column_blocks, stored_lines
from .export import Export

BOM = "\ufeff"

# Characters at the start of a cell that spreadsheets take for a formula (OWASP, CSV injection),
# their full-width forms, and the apostrophe itself, so that the guard can be undone.
GUARDED = tuple("=+-@\t\r'＝＋－＠")


def guard(text: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe before what could start a formula."""
    return f"'{text}" if text.startswith(GUARDED) else text


def unguard(text: str) -> str:
    """Undo guard()."""
    return text[1:] if text.startswith("'") else text


def write_csv(export: Export) -> Iterator[bytes]:
    """RFC 4180 CSV in UTF-8. The plain form alters nothing.

    The Excel form opens with the BOM that Excel needs for Chinese and guards every cell.
    """
    heading = [[heading] for heading in export.headings]
    yield (BOM if export.excel else "").encode() + csv_lines(heading, str)
    yield from stored_lines(export, CsvLine, csv_made)


def csv_made(export: Export) -> Iterator[bytes]:
    for block in column_blocks(export):
        yield csv_lines(block, guard if export.excel else str)


def csv_lines(block: list[Sequence[Cell]], clean: Callable[[str], str]) -> bytes:
    # A line with nothing in it would be no row at all.
    empty = '""' if len(block) == 1 else ""
    columns = [csv_column(cells, clean, empty) for cells in block]
    return "".join(f"{','.join(row)}\r\n" for row in zip(*columns, strict=True)).encode()


def csv_column(cells: Sequence[Cell], clean: Callable[[str], str], empty: str) -> Sequence[str]:
    """One column, quoted where it must be; most have nothing to quote and are looked at whole."""
    if set(map(type, cells)) != {str}:
        cells = ["" if cell is None else str(cell) for cell in cells]
    if clean is not str:
        cells = list(map(clean, cells))
    together = "".join(cells)
    if any(mark in together for mark in '",\r\n'):
        cells = list(map(csv_cell, cells))
    return [cell or empty for cell in cells] if empty else cells
