"""An uploaded file → a table or a document, read by a process of its own with limits."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, BinaryIO, cast

from ..documents import Line
from ..documents.reading import Document, read_document
from ..storage.limited_process import run_limited, stream_limited
from ..tables import Remark, Row, Table, read_table, sheet_titles
from .old_word import as_docx, can_convert

CONVERTED = "旧版 Word 或 WPS 文档，由 LibreOffice 转换后读入，请对照原文"
# The largest honest workbook, 20,000 rows of full texts, takes a third of these.
SECONDS = 60  # of processor time
MEGABYTES = 1_500  # of address space


def table_values(file: BinaryIO, sheet: str) -> Iterator[Any]:
    """A table as values of JSON: what is said of it, then each of its rows. Runs in the process."""
    table = read_table(file, sheet)
    yield {
        field.name: getattr(table, field.name) for field in fields(table) if field.name != "rows"
    }
    for row in table.rows:
        yield [row.line, row.cells, row.faults, row.asks, row.is_hidden]


def read_table_limited(file: BinaryIO, sheet: str = "") -> Table:
    """As read_table(); also raises LimitExceeded, here or while the rows are iterated."""
    values = stream_limited(table_values, file, sheet, seconds=SECONDS, megabytes=MEGABYTES)
    facts: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in next(values).items()
    }
    return Table(rows=map(row_of, values), **facts)


def row_of(values: list[Any]) -> Row:
    """A row from its values of JSON."""
    line, cells, faults, asks, is_hidden = values
    faults, asks = ([Remark(*remark) for remark in remarks] for remarks in (faults, asks))
    return Row(line, cells, faults, asks, is_hidden)


def document_values(file: BinaryIO, name: str) -> Iterator[Any]:
    """A document as values of JSON: what is said of it, then its lines. Runs in the process."""
    document = read_document(file.read(), name)
    yield [document.kind, document.notes]
    yield from document.lines


def read_document_limited(file: BinaryIO, name: str) -> Document:
    """As read_document(), also of old Word documents; also raises LimitExceeded."""
    file.seek(0)
    if not can_convert(file.read()):
        return _read_limited(file, name)
    with as_docx(file, name) as docx:
        document = _read_limited(docx, f"{name}.docx")
    return document._replace(notes=(*document.notes, CONVERTED))


def _read_limited(file: BinaryIO, name: str) -> Document:
    values = stream_limited(document_values, file, name, seconds=SECONDS, megabytes=MEGABYTES)
    kind, notes = next(values)
    return Document(tuple(Line(*line) for line in values), kind, tuple(notes))


def titles_limited(file: BinaryIO) -> list[str]:
    """As sheet_titles(); raises LimitExceeded."""
    return cast(list[str], run_limited(sheet_titles, file, seconds=SECONDS, megabytes=MEGABYTES))
