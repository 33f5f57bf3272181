"""SpreadsheetML 2003, the XML form of Excel 2003 → sheets with their rows.

Knows no heading. Reference: Microsoft, "XML Spreadsheet Reference" (Office XP/2003).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..documents.limits import DOCTYPE
from .number_formats import shown_by, shown_date
from .rows import LAST_ROW

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
SS, EXCEL = f"{{{NAMESPACE}}}", "{urn:schemas-microsoft-com:office:excel}"
DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
WIDEST = 200  # cells in a row
NAMED_DATES = {"General Date": "yyyy-mm-dd", "Short Date": "yyyy-mm-dd", "Long Date": "yyyy-mm-dd"}


class XMLRow(NamedTuple):
    """A row of a sheet; its place in the list is its number."""

    cells: list[str]
    is_hidden: bool = False
    is_merged: bool = False


@dataclass(frozen=True)
class XMLSheet:
    """A sheet of the file."""

    title: str
    is_hidden: bool
    rows: list[XMLRow]


def sheets_of(source: str) -> list[XMLSheet]:
    """The sheets of a file; raises ValidationError if it is broken or has none."""
    if DOCTYPE.search(source.encode()):
        raise ValidationError(_("工作簿里有不该有的定义，不接收。"))
    try:
        book = ElementTree.fromstring(DECLARATION.sub("", source))
        formats = {
            style.get(f"{SS}ID", ""): number_format(style) for style in book.iter(f"{SS}Style")
        }
        sheets = [sheet_of(sheet, formats) for sheet in book.findall(f"{SS}Worksheet")]
    except (ElementTree.ParseError, ValueError) as error:
        raise ValidationError(_("工作簿打不开，文件可能已损坏。")) from error
    if not sheets:
        raise ValidationError(_("工作簿里没有工作表。"))
    return sheets


def number_format(style: Element) -> str:
    element = style.find(f"{SS}NumberFormat")
    code = "" if element is None else element.get(f"{SS}Format", "")
    return NAMED_DATES.get(code, code)


def sheet_of(sheet: Element, formats: dict[str, str]) -> XMLSheet:
    visible = sheet.findtext(f"{EXCEL}WorksheetOptions/{EXCEL}Visible", "SheetVisible")
    rows = list(rows_of(sheet, formats))
    return XMLSheet(sheet.get(f"{SS}Name", ""), visible != "SheetVisible", rows)


def rows_of(sheet: Element, formats: dict[str, str]) -> Iterator[XMLRow]:
    """The rows, with an empty one for each number that is left out."""
    last = 0
    for element in sheet.iterfind(f"{SS}Table/{SS}Row"):
        number = int(element.get(f"{SS}Index", last + 1))
        if not last < number <= min(LAST_ROW, last + 10_000):
            raise ValueError(f"row {number} after row {last}")
        yield from (XMLRow([]) for _ in range(last + 1, number))
        yield row_of(element, formats)
        last = number


def row_of(element: Element, formats: dict[str, str]) -> XMLRow:
    cells: list[str] = []
    is_merged = False
    for cell in element.iterfind(f"{SS}Cell"):
        column = int(cell.get(f"{SS}Index", len(cells) + 1))
        if not len(cells) < column <= WIDEST:
            raise ValueError(f"cell {column}")
        cells += [""] * (column - len(cells) - 1)
        cells.append(cell_text(cell, formats))
        is_merged |= any(cell.get(f"{SS}Merge{way}", "0") != "0" for way in ("Across", "Down"))
    return XMLRow(cells, element.get(f"{SS}Hidden") == "1", is_merged)


def cell_text(cell: Element, formats: dict[str, str]) -> str:
    """The text of a cell; a date as far as its cell shows it."""
    data = cell.find(f"{SS}Data")
    if data is None:
        return ""
    text, kind = "".join(data.itertext()), data.get(f"{SS}Type", "String")
    if kind == "DateTime":
        shown = shown_by(formats.get(cell.get(f"{SS}StyleID", ""), ""))
        return shown_date(datetime.fromisoformat(text), shown)
    return format(float(text), ".15g") if kind == "Number" else text
