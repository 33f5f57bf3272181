"""CSV (RFC 4180, with comma, semicolon or tab) and JSON Lines → rows."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from io import TextIOWrapper
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..columns import SEPARATOR
from ..columns import cell as as_cell
from ..text.cleaning import clean
from .encodings import ENCODINGS, encoding_of
from .headings import HEADINGS, SEARCHED, folded, heading_row, read_headings, recognised
from .rows import REASONS, Remark, Row, Table, limited, make_row

NEEDED = {"reference", "title", "bodies"}  # columns of which every case has a value

if TYPE_CHECKING:
    from _csv import Reader

csv.field_size_limit(5_000_000)  # a full text is longer than the 128 KiB of the standard library


def read_text_table(file: BinaryIO) -> Table:
    """Open a CSV or JSON Lines file; raises ValidationError if it is neither."""
    encoding = encoding_of(file)
    file.seek(0)
    wrapper = TextIOWrapper(file, encoding, newline="")
    lines = lines_of(wrapper)
    head = list(islice(lines, 2 * SEARCHED))
    if not "".join(head).strip():
        raise ValidationError(_("文件里没有内容。"))
    is_json = "".join(head).lstrip().startswith(("{", "["))
    read = read_json_lines if is_json else read_delimited
    return read(chain(head, lines), head, encoding)


def lines_of(wrapper: TextIOWrapper) -> Iterator[str]:
    """The lines, without byte order marks: a second one would hide the quote that it precedes.

    Detaches the wrapper, which would otherwise close the upload.
    """
    try:
        for line in wrapper:
            if "\x00" in line:
                raise ValidationError(_("文件里有空字节，不是文本表格，或已损坏。"))
            yield line.replace("\ufeff", "")
    finally:
        if not wrapper.closed:
            wrapper.detach()


def delimiter_of(head: list[str]) -> str:
    """The delimiter with which the first lines have the most headings that we know."""

    def headings(delimiter: str) -> int:
        rows = csv.reader(head, delimiter=delimiter)
        try:
            return max((sum(map(bool, recognised(row))) for row in rows), default=0)
        except csv.Error:  # numbered() will say on which line
            return 0

    return max(",;\t", key=headings)


def read_delimited(lines: Iterator[str], head: list[str], encoding: str) -> Table:
    """Open a CSV file; `lines` are all its lines, `head` the first of them."""
    reader = csv.reader(lines, delimiter=delimiter_of(head), strict=True)
    records = limited(numbered(reader))
    first = list(islice(records, SEARCHED))
    position = heading_row([cells for _line, cells in first])
    line, headings = first[position]
    names, ignored = read_headings(headings, line)
    plain = cell_reader(is_our_file(names, headings), encoding)
    rows = delimited_rows(chain(first[position + 1 :], records), names, plain)
    return Table("csv", ENCODINGS[encoding], tuple(filter(None, names)), ignored, rows)


def numbered(reader: "Reader") -> Iterator[tuple[int, list[str]]]:
    """The records, each with the number of the line on which it begins."""
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise ValidationError(
                _("从第 %d 行起读不下去：引号没有成对，或一格的文字太长。") % line
            ) from None


def is_our_file(names: list[str], headings: list[str]) -> bool:
    """Whether we wrote the file, and so guarded its cells unless it is UTF-8 without a BOM.

    Only our own files have all these columns. Our plain form is UTF-8 without a BOM, our form for
    Excel has one; in GB18030 or UTF-16 it is the form for Excel, saved again by Excel.
    """
    signature = {"reference", "permalink", "revision", "updated_at"}
    return signature <= {*names} or REASONS in headings


GUARDED = re.compile(r"'(?=[=+\-@\t\r'＝＋－＠])")


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that our exports put before a formula (see exports.guard)."""
    return GUARDED.sub("", cell, count=1) if cell.startswith("'") else cell


FORMULA_TEXT = re.compile(r'="((?:[^"]|"")*)"')


def without_formula(cell: str) -> str:
    """A cell without what programs write so that Excel takes it for text: ="案例三" → 案例三."""
    match = FORMULA_TEXT.fullmatch(cell) if cell.startswith("=") else None
    return match[1].replace('""', '"') if match else cell


def cell_reader(is_ours: bool, encoding: str) -> Callable[[str], str]:
    """What reads a cell: our files hold texts alone, in the form for Excel guarded ones."""
    if not is_ours:
        return without_formula
    return str if encoding == "utf-8" else unguarded


def delimited_rows(
    records: Iterable[tuple[int, list[str]]], names: list[str], plain: Callable[[str], str]
) -> Iterator[Row]:
    """The rows of a CSV file that are not empty."""
    for line, cells in records:
        row = make_row(line, names, [plain(cell) for cell in cells])
        if row is None:
            continue
        if len(cells) < len(names):
            note_short(row, len(cells), names)
        yield row


def note_short(row: Row, size: int, names: list[str]) -> None:
    """Say that a row has fewer cells than there are headings.

    Excel leaves out empty cells at the end of a row, from the 17th row on. The missing cells are
    read as if there were no such columns, so that they never empty a field. A row that lacks what
    every case has is more likely to have lost a delimiter: it is refused.
    """
    counts = {"cells": size, "names": len(names)}
    if NEEDED & {*names[size:]}:
        message = _("这一行只有 %(cells)d 格，列名有 %(names)d 格，可能少了分隔符或引号。")
        row.faults.append(Remark("", message % counts))
    else:
        message = _("这一行只有 %(cells)d 格，列名有 %(names)d 格：末尾缺的按空格子读，请核对。")
        row.asks.append(Remark("", message % counts))


def read_json_lines(lines: Iterator[str], head: list[str], encoding: str) -> Table:
    """Open a JSON Lines file: one object a line; the first one has all keys that are read."""
    if "".join(head).lstrip().startswith("["):
        raise ValidationError(_("这是一个 JSON 数组。请上传每行一个对象的 JSON Lines 文件。"))
    try:
        keys = list(json.loads(head[0]))
    except (ValueError, RecursionError, IndexError):
        raise ValidationError(_("第 1 行不是完整的 JSON 对象。")) from None
    names, ignored = read_headings(keys, 1)
    rows = (object_row(line, text) for line, text in enumerate(limited(lines), 1) if text.strip())
    return Table("jsonl", ENCODINGS[encoding], tuple(filter(None, names)), ignored, rows)


def object_row(line: int, text: str) -> Row:
    """One line of a JSON Lines file as a row."""
    row = Row(line)
    try:
        values = json.loads(text)
        if not isinstance(values, dict):
            raise ValueError
    except (ValueError, RecursionError):
        row.faults.append(Remark("", _("这一行不是完整的 JSON 对象。")))
        return row
    for key, value in values.items():
        if name := HEADINGS.get(folded(key)):
            add_value(row, name, value)
    return row


def add_value(row: Row, name: str, value: Any) -> None:
    """Add a JSON value as a cell, or a fault if it is no text, integer or list of texts."""
    is_list = isinstance(value, list) and all(
        isinstance(item, str) and SEPARATOR not in item for item in value
    )
    is_plain = value is None or (isinstance(value, (str, int)) and not isinstance(value, bool))
    if is_list or is_plain:
        row.cells[name] = clean(as_cell(value))
    else:
        row.faults.append(Remark(name, _("这里应是文字、整数或文字的列表。")))
