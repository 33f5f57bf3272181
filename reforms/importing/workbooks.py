"""An Excel workbook → rows."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import chain, islice
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .headings import SEARCHED, heading_row, read_headings
from .rows import BLOCK, Row, Table, Words, make_row

WIDEST = 200  # cells in a row


def xlsx(file: BinaryIO, sheet: str) -> Table:
    # Here, since it takes up to 17 MB, and most web processes never need it.
    from openpyxl import load_workbook

    check_archive(file)
    try:
        book = load_workbook(file, read_only=True, keep_links=False)
        found = chosen(book, sheet)
        check_merged(file, found)
        # The stored size of a sheet may be a million rows, or wrong.
        found.reset_dimensions()
        records = sheet_rows(found)
        first = list(islice(records, SEARCHED))
    except ValidationError:
        raise
    except Exception as error:  # a broken file fails anywhere in a parser that is not ours
        raise ValidationError(_("工作簿打不开，文件可能已损坏。")) from error
    if not first:
        raise ValidationError(_("工作表“%s”是空的。") % found.title)
    at = heading_row([[words for words, _fault in cells] for _line, cells in first])
    line, headings = first[at]
    names, ignored = read_headings([words for words, _fault in headings], line)
    rows = book_rows(chain(first[at + 1 :], records), names, book)
    return Table("xlsx", "XLSX", tuple(filter(None, names)), ignored, rows, found.title)


def check_archive(file: BinaryIO) -> None:
    """Look at the archive before anything is unpacked."""
    try:
        archive = zipfile.ZipFile(file)
        members = archive.infolist()
        names = {member.filename for member in members}
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ValidationError(_("工作簿打不开，文件可能已损坏。")) from error
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise ValidationError(_("这是压缩包或其他文档，不是 .xlsx 工作簿。"))
    if any(member.flag_bits & 1 for member in members):
        raise ValidationError(_("工作簿加了密码，请去掉密码后再上传。"))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValidationError(_("工作簿带有宏，不接收。请另存为不含宏的 .xlsx。"))
    check_unpacked(archive, members)


def check_unpacked(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    # Tables pack to a tenth or a twentieth; a bomb to a thousandth.
    if total > settings.IMPORT_MAX_UNPACKED or (total > (1 << 24) and total > 100 * packed):
        raise ValidationError(_("工作簿解开后大得不正常，不接收。请删去空行空列，另存后再上传。"))
    for member in members:
        if not member.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(member) as part:
            if b"<!DOCTYPE" in part.read(2048):
                raise ValidationError(_("工作簿里有不该有的定义，不接收。"))


def chosen(book: Any, sheet: str) -> Any:
    titles = [found.title for found in book.worksheets]
    if sheet and sheet not in titles:
        words = _("没有名为“%(sheet)s”的工作表；有：%(titles)s。")
        raise ValidationError(words % {"sheet": sheet, "titles": "、".join(titles)})
    if not titles:
        raise ValidationError(_("工作簿里没有工作表。"))
    return book[sheet] if sheet else book.worksheets[0]


def sheet_titles(file: BinaryIO) -> list[str]:
    """The sheets of an uploaded workbook; none where it is no workbook that can be opened."""
    from openpyxl import load_workbook

    try:
        check_archive(file)
        return [sheet.title for sheet in load_workbook(file, read_only=True).worksheets]
    except Exception:  # as in xlsx(): whoever asks has said already what is wrong with the file
        return []


MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')


def check_merged(file: BinaryIO, sheet: Any) -> None:
    """Refuse merged cells below the headings: all but one of them would read as empty."""
    ranges: list[str] = []
    with zipfile.ZipFile(file) as archive, archive.open(sheet._worksheet_path) as part:
        tail = b""
        while block := part.read(BLOCK):
            ranges += [found.decode() for found in MERGED.findall(tail + block)]
            tail = (tail + block)[-200:].rpartition(b">")[2]
    below = [one for one in ranges if int(re.search(r"[0-9]+$", one)[0]) > 1]
    if below:
        words = _("工作表“%(sheet)s”有合并单元格（%(ranges)s），请先取消合并，把每一格填全。")
        raise ValidationError(words % {"sheet": sheet.title, "ranges": "、".join(below[:5])})


def sheet_rows(sheet: Any) -> Iterator[tuple[int, list[Words]]]:
    """The rows that hold anything, each with its number."""
    for line, cells in enumerate(sheet.iter_rows(), 1):
        if len(cells) > WIDEST and any(cell.value is not None for cell in cells[WIDEST:]):
            raise ValidationError(
                _("第 %(line)d 行超过 %(most)d 格。") % {"line": line, "most": WIDEST}
            )
        words = [sheet_cell(cell) for cell in cells[:WIDEST]]
        if any(text.strip() or fault for text, fault in words):
            yield line, words


def sheet_cell(cell: Any) -> Words:
    if cell.data_type == "f":
        return "", _("这一格是公式，请复制后“粘贴为数值”。")
    if cell.data_type == "e":
        return "", _("这一格是错误值 %s。") % cell.value
    if isinstance(cell.value, (date, datetime)):
        return day(cell.value, cell.number_format), ""
    if isinstance(cell.value, float):
        return format(cell.value, ".15g"), ""
    if isinstance(cell.value, time):
        return cell.value.isoformat(), ""
    return "" if cell.value is None else ESCAPED.sub(unescaped, str(cell.value)), ""


ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # ECMA-376-1, ST_Xstring: what XML cannot carry


def unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def day(value: date, shown: str) -> str:
    """A date as far as the cell shows it: formatted 2021年7月, it says no day."""
    parts = 3 if "d" in shown.lower() else 2 if "m" in shown.lower() else 1
    return "-".join(value.strftime("%Y-%m-%d").split("-")[:parts])


def book_rows(records: Iterable, names: list[str], book: Any) -> Iterator[Row]:
    try:
        for line, cells in records:
            row = make_row(line, names, [words for words, _fault in cells])
            if row is None and not any(fault for _words, fault in cells):
                continue
            row = row or Row(line)
            row.faults += [
                [name, fault]
                for name, (_words, fault) in zip(names, cells, strict=False)
                if name and fault
            ]
            yield row
    except ValidationError:
        raise
    except Exception as error:  # a broken file fails anywhere in a parser that is not ours
        raise ValidationError(_("工作簿读到一半读不下去，文件可能已损坏。")) from error
    finally:
        book.close()
