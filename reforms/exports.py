"""Cases → files. Takes ordered cases, never a request, and adds no condition of its own."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from .columns import COLUMNS, cell

BLOCK = 500  # rows a block: enough to make queries cheap, little enough to stay flat in memory
BOM = "\ufeff"
# Characters at the start of a cell that spreadsheets take for a formula (OWASP, CSV injection),
# their full-width forms, and the apostrophe itself, so that the guard can be undone.
GUARDED = tuple("=+-@\t\r'＝＋－＠")


def rows(cases: QuerySet) -> Iterator:
    """The cases with their relations, a block at a time through one cursor."""
    return cases.with_relations().iterator(chunk_size=BLOCK)


def guard(text: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe before what could start a formula."""
    return f"'{text}" if text.startswith(GUARDED) else text


def unguard(text: str) -> str:
    """Undo guard()."""
    return text[1:] if text.startswith("'") else text


def csv_blocks(cases: QuerySet, *, chinese: bool = False, excel: bool = False) -> Iterator[bytes]:
    """RFC 4180 CSV in UTF-8, in blocks of rows.

    `chinese` gives Chinese headings. `excel` opens with the BOM that Excel needs for Chinese
    and guards every cell; the plain form alters nothing.
    """
    headings = [column.heading if chinese else column.name for column in COLUMNS]
    clean = guard if excel else str
    yield lines([headings], BOM if excel else "")
    block = []
    for case in rows(cases):
        block.append([clean(cell(column.write(case))) for column in COLUMNS])
        if len(block) == BLOCK:
            yield lines(block)
            block = []
    if block:
        yield lines(block)


def lines(block: Iterable[list[str]], start: str = "") -> bytes:
    text = io.StringIO(start)
    text.seek(0, io.SEEK_END)
    csv.writer(text).writerows(block)
    return text.getvalue().encode()
