"""An uploaded file → a table. The bytes decide its format, since names are often wrong."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .rows import BLOCK, Row, Table, check_cell
from .text_tables import read_text_table
from .web_tables import is_web_table, read_web_table
from .workbooks import read_workbook

WORKBOOK = b"PK\x03\x04"  # the first bytes of a ZIP file; an .xlsx workbook is one


def fingerprint(file: BinaryIO) -> tuple[str, int]:
    """The SHA-256 of a file in hexadecimal, and its size in bytes."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while block := file.read(BLOCK):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def read_table(file: BinaryIO, sheet: str = "") -> Table:
    """Open an uploaded table; `sheet` is a title in a workbook, the first sheet by default.

    Raises ValidationError, here or while the rows are iterated, if the file cannot be read.
    """
    start = check_start(file)
    if start.startswith(WORKBOOK):
        table = read_workbook(file, sheet)
    elif is_web_table(start):
        table = read_web_table(file, sheet)
    else:
        table = read_text_table(file)
    return replace(table, rows=limited(table.rows))


def check_start(file: BinaryIO) -> bytes:
    """The first bytes of a file; raises ValidationError if by them it is no table."""
    file.seek(0)
    start = file.read(64)
    if not start:
        raise ValidationError(_("文件是空的。"))
    for signature, message in OTHER_FORMATS.items():
        if start.startswith(signature):
            raise ValidationError(message())
    return start


def misnamed(file: BinaryIO, name: str) -> list[str]:
    """The message for a file that is named .xlsx but is no workbook; none for other files."""
    file.seek(0)
    if not name.lower().endswith(".xlsx") or file.read(4) == WORKBOOK:
        return []
    return [_("文件名是 .xlsx，内容却不是 Excel 工作簿：请在 Excel 里另存为 .xlsx 或 CSV 再上传。")]


def limited(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows; raises ValidationError at the first one over a limit of rows or text.

    A shared string of a workbook is stored once and may be the text of every row.
    """
    limit, characters = settings.IMPORT_MAX_ROWS, 0
    for count, row in enumerate(rows, 1):
        if count > limit:
            raise ValidationError(_("超过 %d 行，请分成几个文件上传。") % limit)
        for cell in row.cells.values():
            check_cell(row.line, cell)
            characters += len(cell)
        if characters > settings.IMPORT_MAX_UNPACKED:
            raise ValidationError(
                _("到第 %d 行，文字的总量超过上限，请分成几个文件上传。") % row.line
            )
        yield row


# The first bytes of a format that is no table → the message, translated when it is needed.
OTHER_FORMATS: dict[bytes, Callable[[], str]] = {
    b"\xd0\xcf\x11\xe0": lambda: _(
        "这是加了密码的工作簿或旧版 .xls 文件，读不了。请在 Excel 中去掉密码，另存为 .xlsx 或 CSV。"
    ),
    b"%PDF": lambda: _("这是 PDF 文件，不是表格。请打开后复制文字，用“粘贴发布稿”。"),
    b"\x89PNG": lambda: _("这是图片，不是表格。"),
    b"\xff\xd8\xff": lambda: _("这是图片，不是表格。"),
    b"GIF8": lambda: _("这是图片，不是表格。"),
    b"Rar!": lambda: _("这是压缩包，请解压后上传其中的表格。"),
    b"7z\xbc\xaf": lambda: _("这是压缩包，请解压后上传其中的表格。"),
    b"\x1f\x8b": lambda: _("这是压缩包，请解压后上传其中的表格。"),
    b"MIME-Version:": lambda: _(
        "这是存成单个文件的网页（.mht），不是工作簿。请在 Excel 中打开，另存为 .xlsx 再上传。"
    ),
    b"{\\rtf": lambda: _("这是文字处理文档，不是表格。请复制其中的文字，用“粘贴发布稿”。"),
}
