"""The rows and strings of a workbook, in time and memory that its size bounds.

openpyxl makes an empty row for each number that is left out, so that one row with the number
4,000,000,000,000 never ends, and some twenty objects for each string. Its reader of the other parts
and its parser of one row are used as they are.
"""

from collections.abc import Generator, Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import DATA_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

STRING = f"{{{SHEET_MAIN_NS}}}si"  # ECMA-376-1, 18.4.8
RUN = f"{{{SHEET_MAIN_NS}}}r"
TEXT = f"{{{SHEET_MAIN_NS}}}t"


class BookReader(ExcelReader):
    """Reads a workbook without building an object for each string and each run of it."""

    package: Manifest
    archive: Any
    shared_strings: list[str]

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = list(read_strings(source))


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


class RowParser(WorkSheetParser):
    """Parses rows alone: what else a sheet has, such as a million links, is not built."""

    def parse(self) -> Generator[tuple[int, list[dict[str, Any]]], None, None]:
        """The number of each row and its cells, in the order of the file."""
        for _event, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                self.row_dimensions.clear()
                element.clear()
            elif element.tag == DATA_TAG:
                return

    def parse_formula(self, element: object) -> str:
        """No formula is read: translating a shared one into each of its cells takes long."""
        return "="


def parse_rows(sheet: ReadOnlyWorksheet, path: str) -> Iterator[tuple[int, list[ReadOnlyCell]]]:
    """The number of each row, as the file has it, and its cells; `path` is that in the archive."""
    book: Any = sheet.parent  # the stubs lack what is private
    with book._archive.open(path) as source:
        parser = RowParser(
            source,
            sheet._shared_strings,  # type: ignore[attr-defined]
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for line, cells in parser.parse():
            yield line, [ReadOnlyCell(sheet, **cell) for cell in cells]
