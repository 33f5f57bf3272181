"""CSV and JSON Lines → rows."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from itertools import chain, islice
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..columns import SEPARATOR
from ..columns import cell as as_cell
from .encodings import ENCODINGS, encoding_of
from .headings import HEADINGS, SEARCHED, folded, heading_row, read_headings, recognised
from .rows import REASONS, Row, Table, make_row

csv.field_size_limit(5_000_000)  # a full text is longer than the 128 KiB of the standard library


def text(file: BinaryIO) -> Table:
    encoding = encoding_of(file)
    file.seek(0)
    wrapper = TextIOWrapper(file, encoding, newline="")
    head = list(islice(wrapper, 2 * SEARCHED))
    if not "".join(head).strip():
        raise ValidationError(_("文件里没有内容。"))
    reader = jsonl if "".join(head).lstrip().startswith(("{", "[")) else delimited
    return reader(chain(head, kept_open(wrapper)), head, encoding)


def kept_open(wrapper: TextIOWrapper) -> Iterator[str]:
    """The lines; the wrapper would close the upload, which is not its own, when collected."""
    try:
        for line in wrapper:
            if "\x00" in line:
                raise ValidationError(_("文件里有空字节，不是文本表格，或已损坏。"))
            yield line
    finally:
        wrapper.detach()


def delimiter_of(head: list[str]) -> str:
    def known(delimiter: str) -> int:
        rows = list(csv.reader(head, delimiter=delimiter))
        return max((sum(map(bool, recognised(row))) for row in rows), default=0)

    return max(",;\t", key=known)


def delimited(lines: Iterator[str], head: list[str], encoding: str) -> Table:
    reader = csv.reader(lines, delimiter=delimiter_of(head), strict=True)
    records = numbered(reader)
    first = list(islice(records, SEARCHED))
    at = heading_row([cells for _line, cells in first])
    line, headings = first[at]
    names, ignored = read_headings(headings, line)
    guarded = encoding != "utf-8" and is_ours(names, headings)
    rows = guarded_rows(chain(first[at + 1 :], records), names, guarded)
    return Table("csv", ENCODINGS[encoding], tuple(filter(None, names)), ignored, rows)


def numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """The records, each with the line on which it begins."""
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


def is_ours(names: list[str], headings: list[str]) -> bool:
    """Whether we wrote the file, and so, if not in plain UTF-8, guarded its cells.

    Only our own files have all these columns, and our plain form is UTF-8 without a BOM: with
    one it is the form for Excel, in GB18030 or UTF-16 that form as Excel saved it again.
    """
    signature = {"reference", "permalink", "revision", "updated_at"}
    return signature <= {*names} or REASONS in headings


GUARDED = re.compile(r"'(?=[=+\-@\t\r'＝＋－＠])")


def unguard(cell: str) -> str:
    """Undo the guard of exports.py."""
    return GUARDED.sub("", cell, count=1) if cell.startswith("'") else cell


def guarded_rows(
    records: Iterable[tuple[int, list[str]]], names: list[str], guarded: bool
) -> Iterator[Row]:
    for line, cells in records:
        row = make_row(line, names, [unguard(cell) for cell in cells] if guarded else cells)
        if row is None:
            continue
        if len(cells) < len(names):
            words = _("这一行只有 %(cells)d 格，列名有 %(names)d 格，可能少了分隔符或引号。")
            row.faults.append(["", words % {"cells": len(cells), "names": len(names)}])
        yield row


def jsonl(lines: Iterator[str], head: list[str], encoding: str) -> Table:
    if "".join(head).lstrip().startswith("["):
        raise ValidationError(_("这是一个 JSON 数组。请上传每行一个对象的 JSON Lines 文件。"))
    try:
        keys = list(json.loads(head[0]))
    except (ValueError, RecursionError, IndexError):
        raise ValidationError(_("第 1 行不是完整的 JSON 对象。")) from None
    names, ignored = read_headings(keys, 1)
    rows = (
        object_row(line, text) for line, text in enumerate(lines, 1) if text.strip(" \r\n\t\ufeff")
    )
    return Table("jsonl", ENCODINGS[encoding], tuple(filter(None, names)), ignored, rows)


def object_row(line: int, source: str) -> Row:
    row = Row(line)
    try:
        values = json.loads(source)
        if not isinstance(values, dict):
            raise ValueError
    except (ValueError, RecursionError):
        row.faults.append(["", _("这一行不是完整的 JSON 对象。")])
        return row
    for key, value in values.items():
        if name := HEADINGS.get(folded(key)):
            store(row, name, value)
    return row


def store(row: Row, name: str, value: Any) -> None:
    """A value of JSON as the text of a cell."""
    many = isinstance(value, list) and all(isinstance(one, str) for one in value)
    plain = value is None or (isinstance(value, (str, int)) and not isinstance(value, bool))
    if (many and not any(SEPARATOR in one for one in value)) or plain:
        row.cells[name] = as_cell(value)
    else:
        row.faults.append([name, _("这里应是文字、整数或文字的列表。")])
