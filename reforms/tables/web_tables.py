"""Tables named .xls that are web pages or SpreadsheetML 2003 → rows.

Office systems and old exports write both, and Excel opens them as it opens workbooks.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..documents.decoding import decoded
from ..documents.html_tokens import Token, html_tokens
from ..documents.limits import MOST_TAGS, MOST_TEXT_BYTES, too_large
from .headings import SEARCHED, heading_row, read_headings
from .rows import Row, Table, make_row
from .spreadsheet_xml import NAMESPACE, sheets_of

START = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<")
BREAKS = frozenset(("br", "p", "div", "li"))


@dataclass
class WebRow:
    """A row as the file has it."""

    cells: list[str] = field(default_factory=list)
    is_hidden: bool = False
    is_merged: bool = False


def is_web_table(start: bytes) -> bool:
    """Whether a file begins as a page or an XML document does."""
    return bool(START.match(start))


def read_web_table(file: BinaryIO, sheet: str) -> Table:
    """Open such a table; raises ValidationError if there is none, or if it has merged cells."""
    file.seek(0)
    data = file.read(MOST_TEXT_BYTES + 1)
    if len(data) > MOST_TEXT_BYTES or data.count(b"<") > MOST_TAGS:
        raise too_large(_("网页表格"))
    source = decoded(data)
    if NAMESPACE in source[:4096]:
        return spreadsheet(source, sheet)
    return web_table(html_rows(source)[1:], "HTML")


def spreadsheet(source: str, title: str) -> Table:
    """A sheet of SpreadsheetML, the first one that people see if no title is given."""
    sheets = sheets_of(source)
    titles = [sheet.title for sheet in sheets]
    if title and title not in titles:
        message = _("没有名为“%(sheet)s”的工作表；有：%(titles)s。")
        raise ValidationError(message % {"sheet": title, "titles": "、".join(titles)})
    seen = [sheet for sheet in sheets if not sheet.is_hidden] or sheets
    sheet = sheets[titles.index(title)] if title else seen[0]
    rows = [WebRow(row.cells, row.is_hidden, row.is_merged) for row in sheet.rows]
    others = tuple(name for name in titles if name != sheet.title)
    return web_table(rows, "XML", sheet.title, others)


def web_table(
    rows: Sequence[WebRow], kind: str, sheet: str = "", others: tuple[str, ...] = ()
) -> Table:
    """The table whose headings are among the first rows."""
    filled = [
        (line, row) for line, row in enumerate(rows, 1) if any(cell.strip() for cell in row.cells)
    ]
    if not filled:
        raise ValidationError(
            _("这是网页，里面没有表格。要导入发布稿，请复制网页上的文字，用“粘贴发布稿”。")
        )
    position = heading_row([row.cells for _line, row in filled[:SEARCHED]])
    line, headings = filled[position]
    names, ignored = read_headings(headings.cells, line)
    if merged := [line for line, row in filled[position + 1 :] if row.is_merged]:
        message = _("第 %d 行有合并单元格，请先取消合并，把每一格填全。")
        raise ValidationError(message % merged[0])
    columns = tuple(filter(None, names))
    table_rows = read_rows(filled[position + 1 :], names)
    return Table("xlsx", kind, columns, ignored, table_rows, sheet, others)


def read_rows(rows: Iterable[tuple[int, WebRow]], names: Sequence[str]) -> Iterator[Row]:
    for line, web_row in rows:
        if row := make_row(line, names, web_row.cells):
            row.is_hidden = web_row.is_hidden
            yield row


def html_rows(source: str) -> list[WebRow]:
    """The rows of all tables of a page; a table within a cell is text of that cell."""
    rows = [WebRow()]
    depth, is_in_cell = 0, False
    for token in html_tokens(source):
        if token.name == "table":
            depth += -1 if token.is_end else 1
        elif token.name in ("tr", "td", "th") and depth < 2:
            is_in_cell = token.name != "tr" and not token.is_end
            begin(rows, token)
        elif is_in_cell:
            text = re.sub(r"\s+", " ", token.text)
            rows[-1].cells[-1] += "\n" if token.name in BREAKS else text
    return rows


def begin(rows: list[WebRow], token: Token) -> None:
    """Begin a row or a cell, whose end tags may be missing."""
    if token.is_end:
        return
    if token.name == "tr":
        rows.append(WebRow(is_hidden=is_unseen(token)))
    else:
        rows[-1].cells.append("")
        rows[-1].is_merged |= is_spanning(token)


def is_unseen(token: Token) -> bool:
    style = re.sub(r"\s", "", token.attributes.get("style", "")[:2000]).lower()
    return "display:none" in style or "hidden" in token.attributes


def is_spanning(token: Token) -> bool:
    """Whether a cell takes the place of several."""
    spans = (token.attributes.get(name, "1").strip() for name in ("rowspan", "colspan"))
    return any(span not in ("", "0", "1") for span in spans)
