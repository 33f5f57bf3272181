"""Cells, rows and sheets as SpreadsheetML (ISO/IEC 29500-1, 18). Knows no case.

Texts stand in their cells: a table of shared strings would have to be held in memory.
"""

import operator
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from ...columns import Cell
from ..csv_files import as_texts

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FROZEN = (
    '<sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView>'
)
PLAIN = '<sheetView workbookViewId="0"/>'
BOLD, TIME = 1, 2  # styles, by their places in package/xl/styles.xml
EPOCH = datetime(1899, 12, 30)  # day 0: Excel counts a 29 February 1900 that never was
DAY_SECONDS = 86_400

SPECIAL = re.compile("[&<>_\x00-\x08\x0b-\x1f\ufffe\uffff]")
# ST_Xstring: characters that XML cannot hold, and a text that looks like such an escape.
ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9a-fA-F]{4}_)")


def letters(position: int) -> str:
    """The name of a column, from 0: A to Z, AA …"""
    rest, last = divmod(position, 26)
    return (letters(rest - 1) if rest else "") + chr(ord("A") + last)


def escaped(text: str) -> str:
    """A text as the content of an element."""
    if not SPECIAL.search(text):
        return text
    text = ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_cell(text: str, style: int = 0) -> str:
    """What stands behind the name of a cell with a text; it keeps blanks at its ends."""
    space = "" if text == text.strip() else ' xml:space="preserve"'
    styled = f' s="{style}"' if style else ""
    return f'"{styled} t="inlineStr"><is><t{space}>{escaped(text)}</t></is></c>'


def number_cell(number: int | str) -> str:
    return f'"><v>{number}</v></c>'


def time_cell(text: str) -> str:
    """Excel has no time zones: the site's own is written, which the column's meaning states."""
    since = datetime.fromisoformat(text).replace(tzinfo=None) - EPOCH
    return f'" s="{TIME}"><v>{since.days + since.seconds / DAY_SECONDS}</v></c>'


CELLS: dict[str, Callable[..., str]] = {"integer": number_cell, "time": time_cell}


def rows(block: Iterable[Sequence[Cell]], kinds: Sequence[str], first: int) -> str:
    """The rows of a block of columns, numbered from `first`; empty cells are left out."""
    columns = [
        column_of_cells(letters(position), kind, cells, first)
        for position, (kind, cells) in enumerate(zip(kinds, block, strict=True))
    ]
    lines = enumerate(zip(*columns, strict=True), first)
    return "".join(f'<row r="{number}">{"".join(cells)}</row>' for number, cells in lines)


def column_of_cells(letter: str, kind: str, cells: Sequence[Cell], first: int) -> list[str]:
    """Most columns need no escaping, so a column of texts is searched as one text first."""
    if kind not in CELLS and is_plain(texts := as_texts(cells)):
        return [
            text and f'<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for number, text in enumerate(texts, first)
        ]
    content = CELLS.get(kind, text_cell)
    return [
        "" if cell is None or cell == "" else f'<c r="{letter}{number}{content(cell)}'
        for number, cell in enumerate(cells, first)
    ]


def is_plain(texts: Sequence[str]) -> bool:
    """Whether these texts stand in their elements as they are."""
    are_stripped = all(map(operator.eq, map(str.strip, texts), texts))
    return are_stripped and not SPECIAL.search("".join(texts))


def text_row(number: int, texts: Iterable[str], style: int = 0) -> str:
    """A row of texts, of one style."""
    cells = "".join(
        f'<c r="{letters(position)}{number}{text_cell(text, style)}'
        for position, text in enumerate(texts)
        if text
    )
    return f'<row r="{number}">{cells}</row>'


def sheet_start(view: str, widths: Sequence[int]) -> str:
    """A sheet up to its rows, with the widths of its columns in characters."""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    return (
        f"{HEAD}<worksheet {MAIN}><sheetViews>{view}</sheetViews>"
        f"<cols>{columns}</cols><sheetData>\n"
    )


def sheet_end(filtered: str = "") -> str:
    """What follows the rows: a filter over a range, if one is given."""
    auto = f'<autoFilter ref="{filtered}"/>' if filtered else ""
    return f"</sheetData>{auto}</worksheet>\n"


def workbook(sheets: Sequence[str], filtered: str) -> str:
    """The list of the sheets, of which the first has a filter over this range."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(sheets, 1)
    )
    absolute = re.sub("([A-Z]{1,3})([0-9]{1,7})", r"$\1$\2", filtered)
    return (
        f"{HEAD}<workbook {MAIN} "
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f"<bookViews><workbookView/></bookViews><sheets>{listed}</sheets><definedNames>"
        '<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'
        f"'{sheets[0]}'!{absolute}</definedName></definedNames></workbook>\n"
    )
