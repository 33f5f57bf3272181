"""The sheets, strings, formats and rows of a workbook, in time and memory that its size bounds.

openpyxl makes an empty row for each number that is left out, so that one row with the number
4,000,000,000,000 never ends, and some twenty objects for each string. It also fails on an empty
fill, an odd date of creation, a damaged chart: what no table needs is not read here.
"""

from collections.abc import Generator, Iterator
from typing import Any, BinaryIO, NamedTuple
from xml.etree.ElementTree import Element

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import COL_TAG, DATA_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import ARC_STYLE, SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, iterparse

from .number_formats import CHINESE, Shown, shown_by
from .strict_workbooks import opened

STRING = f"{{{SHEET_MAIN_NS}}}si"  # ECMA-376-1, 18.4.8
RUN = f"{{{SHEET_MAIN_NS}}}r"
TEXT = f"{{{SHEET_MAIN_NS}}}t"
FORMATS = f"{{{SHEET_MAIN_NS}}}numFmts/{{{SHEET_MAIN_NS}}}numFmt"
STYLES = f"{{{SHEET_MAIN_NS}}}cellXfs/{{{SHEET_MAIN_NS}}}xf"
MOST_COLUMNS = 16_384  # of a sheet
NOTHING = Shown()


class ParsedRow(NamedTuple):
    """A row as its sheet has it."""

    line: int
    cells: list[ReadOnlyCell]
    is_hidden: bool


class BookReader(ExcelReader):
    """Reads a workbook without building an object for each string and each run of it."""

    package: Manifest
    archive: Any
    parser: Any
    valid_files: list[str]
    shared_strings: list[str]
    wb: Workbook

    def read(self) -> None:
        """Everything but the rows; raises anything if the file is broken."""
        self.archive = opened(self.archive)
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        self.read_formats()
        self.read_worksheets()

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = list(read_strings(source))

    def read_formats(self) -> None:
        """What each style of cells shows of a date; the parser is told which are of dates."""
        source = self.archive.read(ARC_STYLE) if ARC_STYLE in self.valid_files else b""
        book: Any = self.wb  # the stubs lack what is private
        book.shown = [shown_by(code) for code in read_formats(source)] if source else []
        moments = [shown.is_date or shown.time or shown.elapsed for shown in book.shown]
        book._date_formats = {style for style, is_moment in enumerate(moments) if is_moment}
        book._timedelta_formats = {
            style for style, shown in enumerate(book.shown) if shown.elapsed and not shown.is_date
        }

    def read_worksheets(self) -> None:
        """The sheets with cells, not those with a chart or a dialogue."""
        for sheet, rel in self.parser.find_sheets():
            if rel.Type.endswith("/worksheet") and rel.target in self.valid_files:
                worksheet = ReadOnlyWorksheet(self.wb, sheet.name, rel.target, self.shared_strings)
                worksheet.sheet_state = sheet.state
                self.wb._sheets.append(worksheet)  # type: ignore[attr-defined]  # private


def open_workbook(file: BinaryIO) -> Workbook:
    """A workbook whose sheets are read row by row; raises anything if the file is broken."""
    reader: Any = BookReader(file, read_only=True, keep_links=False)
    reader.read()
    return reader.wb


def read_strings(source: BinaryIO) -> Iterator[str]:
    """The shared strings: the text of each, or the texts of its runs, without the phonetic ones."""
    root: Any = None
    for event, element in iterparse(source, events=("start", "end")):
        if root is None:
            root = element
        if event == "end" and element.tag == STRING:
            yield "".join(texts_of(element)).replace("x005F_", "")  # as openpyxl does
            root.clear()


def texts_of(string: Element) -> Iterator[str]:
    """The pieces of one shared string."""
    for child in string:
        if child.tag == TEXT:
            yield child.text or ""
        elif child.tag == RUN:
            yield child.findtext(TEXT) or ""


def read_formats(source: bytes) -> list[str]:
    """The number format of each style of cells."""
    root = fromstring(source)
    codes = {
        int(item.get("numFmtId", 0)): item.get("formatCode", "") for item in root.findall(FORMATS)
    }
    formats = BUILTIN_FORMATS | dict(CHINESE) | codes
    return [formats.get(int(style.get("numFmtId", 0)), "General") for style in root.findall(STYLES)]


def shown_of(cell: ReadOnlyCell) -> Shown:
    """What the format of a cell shows of a date."""
    private: Any = cell
    styles: list[Shown] = private.parent.parent.shown  # see read_formats()
    style = int(private._style_id)
    return styles[style] if style < len(styles) else NOTHING


class RowParser(WorkSheetParser):
    """Parses rows alone: what else a sheet has, such as a million links, is not built."""

    hidden_columns: set[int]

    def parse(self) -> Generator[tuple[int, list[dict[str, Any]], bool], None, None]:
        """The number of each row, its cells and whether it is hidden, in the order of the file."""
        self.hidden_columns = set()
        for _event, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                line, cells = self.parse_row(element)
                yield line, cells, is_set(element, "hidden")
                self.row_dimensions.clear()
                element.clear()
            elif element.tag == COL_TAG and is_set(element, "hidden"):
                first, last = int(element.get("min", 0)), int(element.get("max", 0))
                self.hidden_columns |= {*range(first, min(last, MOST_COLUMNS) + 1)}
            elif element.tag == DATA_TAG:
                return

    def parse_formula(self, element: Element) -> str:
        """The text of a formula that is nothing but a text, else "=".

        No other formula is read: translating a shared one into each of its cells takes long.
        """
        formula = (element.findtext(f"{{{SHEET_MAIN_NS}}}f") or "").strip()
        is_text = len(formula) > 2 and formula[0] == formula[-1] == '"'
        inner = formula[1:-1].replace('""', "\0")
        return inner.replace("\0", '"') if is_text and '"' not in inner else "="


def is_set(element: Element, name: str) -> bool:
    """Whether an attribute of type boolean is true."""
    return element.get(name, "") in ("1", "true")


class SheetParser:
    """The rows of a sheet; its hidden columns are known once the first row is."""

    def __init__(self, sheet: ReadOnlyWorksheet, path: str) -> None:
        self.sheet, self.path = sheet, path  # the path in the archive
        self.hidden_columns: set[int] = set()  # counted from 1

    def rows(self) -> Iterator[ParsedRow]:
        """The rows in the order of the file, with the numbers that the file has."""
        sheet, book = self.sheet, self.sheet.parent
        with book._archive.open(self.path) as source:  # type: ignore[attr-defined]  # private
            parser = RowParser(
                source,
                sheet._shared_strings,  # type: ignore[attr-defined]
                epoch=book.epoch,
                date_formats=book._date_formats,  # type: ignore[attr-defined]
                timedelta_formats=book._timedelta_formats,  # type: ignore[attr-defined]
            )
            for line, cells, is_hidden in parser.parse():
                self.hidden_columns = parser.hidden_columns
                yield ParsedRow(line, [ReadOnlyCell(sheet, **cell) for cell in cells], is_hidden)
