"""An uploaded table → rows of text under the names of our columns.

Knows file formats and headings, not what a cell may hold: that is for imports.py. A file that
cannot be read at all is a ValidationError; what is wrong in one row stands beside its cells.
"""

import codecs
import csv
import hashlib
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import TextIOWrapper
from itertools import chain, islice
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .columns import BY_NAME, SEPARATOR
from .columns import cell as as_cell

BLOCK = 1 << 20
WORKBOOK = b"PK\x03\x04"  # how a ZIP file begins, and so a workbook
SEARCHED = 10  # rows in which the headings are looked for, below a banner
WIDEST = 200  # cells in a row
csv.field_size_limit(5_000_000)  # a full text is longer than the 128 KiB of the standard library


@dataclass
class Row:
    """One row of a file; `faults` are [column, words], with no column for the row itself."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    faults: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """What a file turned out to be; its rows are read as they are asked for, once."""

    kind: str
    encoding: str
    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    rows: Iterator[Row]
    sheet: str = ""


def fingerprint(file: BinaryIO) -> tuple[str, int]:
    """SHA-256 and size in bytes."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while block := file.read(BLOCK):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def read_table(file: BinaryIO, sheet: str = "") -> Table:
    """Open an uploaded file by what it holds; its name says nothing sure."""
    file.seek(0)
    start = file.read(8)
    if not start:
        raise ValidationError(_("文件是空的。"))
    for signature, words in STRANGERS.items():
        if start.startswith(signature):
            raise ValidationError(words())
    table = xlsx(file, sheet) if start.startswith(WORKBOOK) else text(file)
    return limited(table)


def misnamed(file: BinaryIO, name: str) -> list[str]:
    """What to say of a file whose name says Excel and whose bytes do not; nothing of others."""
    file.seek(0)
    if not name.lower().endswith(".xlsx") or file.read(4) == WORKBOOK:
        return []
    return [_("文件名是 .xlsx，内容却不是 Excel 工作簿：请在 Excel 里另存为 .xlsx 或 CSV 再上传。")]


def limited(table: Table) -> Table:
    def rows() -> Iterator[Row]:
        for count, row in enumerate(table.rows, 1):
            if count > settings.IMPORT_MAX_ROWS:
                limit = settings.IMPORT_MAX_ROWS
                raise ValidationError(_("超过 %d 行，请分成几个文件上传。") % limit)
            yield row

    return Table(**{**vars(table), "rows": rows()})


# Lazy words: the language is known only when somebody asks.
STRANGERS: dict[bytes, Callable[[], str]] = {
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
    b"<!DOCTYP": lambda: _("这是网页，不是表格。请复制网页上的文字，用“粘贴发布稿”。"),
    b"<html": lambda: _("这是网页，不是表格。请复制网页上的文字，用“粘贴发布稿”。"),
    b"{\\rtf": lambda: _("这是文字处理文档，不是表格。请复制其中的文字，用“粘贴发布稿”。"),
}


# ---------------------------------------------------------------- headings

# What editors call the columns, beside our own names and headings.
ALIASES = {
    "案例名称": "title",
    "案例标题": "title",
    "题目": "title",
    "案例编号": "reference",
    "序号": "case_no",
    "检察院": "bodies",
    "报送单位": "bodies",
    "署名单位": "bodies",
    "单位名称": "bodies",
    "单位全称": "body_names",
    "省份": "provinces",
    "省": "provinces",
    "省级行政区": "provinces",
    "层级": "levels",
    "级别": "levels",
    "主题": "themes",
    "内容摘要": "summary",
    "全文": "body",
    "案例正文": "body",
    "链接": "source_url",
    "原文链接": "source_url",
    "来源链接": "source_url",
}


def folded(heading: str) -> str:
    return re.sub(r"[\s_*＊]+", "", unicodedata.normalize("NFKC", heading)).lower()


HEADINGS = {
    folded(key): name
    for key, name in chain(
        ALIASES.items(),
        ((column.heading, column.name) for column in BY_NAME.values()),
        ((column.name, column.name) for column in BY_NAME.values()),
    )
}


def recognised(headings: Iterable[str]) -> list[str]:
    """The name of our column for each heading; empty where there is none."""
    return [HEADINGS.get(folded(heading), "") for heading in headings]


def read_headings(headings: list[str], line: int) -> tuple[list[str], tuple[str, ...]]:
    """Names by position, and the headings that are not read."""
    names = recognised(headings)
    for position, name in enumerate(names):
        if name and name in names[:position]:
            one, two = headings[names.index(name)], headings[position]
            words = _("第 %(line)d 行：“%(one)s”和“%(two)s”是同一列，请删去一个。")
            raise ValidationError(words % {"line": line, "one": one, "two": two})
    if not {"title", "reference"} & set(names):
        raise ValidationError(
            _("没有找到“标题”列。第一行应是列名（标题、单位、地区……），可先下载模板。")
        )
    ignored = [heading for heading, name in zip(headings, names, strict=True) if not name]
    return names, tuple(one for one in ignored if one.strip() and one != REASONS)


def heading_row(rows: list[list[str]]) -> int:
    """Which of the first rows has the headings: the one with the most that we know."""
    known = [sum(map(bool, recognised(row))) for row in rows]
    return known.index(max(known)) if known else 0


def make_row(line: int, names: list[str], cells: list[str]) -> Row | None:
    """None for an empty row, and for the template's row of explanations."""
    if not any(cell.strip() for cell in cells) or cells[0].startswith(EXPLAINS):
        return None
    row = Row(line)
    if any(cell.strip() for cell in cells[len(names) :]):
        row.faults.append(["", _("这一行的格子比列名多，可能多了分隔符或少了引号。")])
    row.cells = {name: cell for name, cell in zip(names, cells, strict=False) if name}
    return row


EXPLAINS = "说明："
REASONS = "未通过原因"  # the heading that only our own files of refused rows have


# ---------------------------------------------------------------- text: CSV and JSON Lines

ENCODINGS = {
    "utf-8-sig": "UTF-8（带 BOM）",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "gb18030": "GB18030",
}
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def encoding_of(file: BinaryIO) -> str:
    """By its first bytes, else the first of UTF-8 and GB18030 that reads every byte."""
    file.seek(0)
    start = file.read(4096)
    for bom, encoding in BOMS:
        if start.startswith(bom):
            return strict(file, encoding)
    if b"\x00" in start:
        return strict(file, utf_16_without_bom(start))
    broken = {encoding: first_broken_line(file, encoding) for encoding in ("utf-8", "gb18030")}
    if not broken["utf-8"]:
        return "utf-8"
    mixed = broken["gb18030"] or first_line_in_utf_8(file)
    if mixed:
        line = max(mixed, broken["utf-8"]) if broken["gb18030"] else mixed
        raise ValidationError(
            _("第 %d 行的编码与其他行不同，可能拼接过几个文件。请用 Excel 另存为“CSV UTF-8”。")
            % line
        )
    return "gb18030"


def utf_16_without_bom(start: bytes) -> str:
    """Line breaks and separators have a zero byte on the one side or the other."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if min(even, odd) or max(even, odd) * 10 < len(start):
        raise ValidationError(_("文件里有空字节，不是文本表格，或已损坏。"))
    return "utf-16-le" if odd else "utf-16-be"


def strict(file: BinaryIO, encoding: str) -> str:
    if line := first_broken_line(file, encoding):
        words = _("文件开头说是 %(encoding)s，但第 %(line)d 行读不出来，可能已损坏。")
        raise ValidationError(words % {"encoding": ENCODINGS[encoding], "line": line})
    return encoding


def first_broken_line(file: BinaryIO, encoding: str) -> int:
    """The line in which the encoding fails; 0 where it reads the whole file."""
    file.seek(0)
    decoder, line = codecs.getincrementaldecoder(encoding.removesuffix("-sig"))(), 1
    while True:
        block = file.read(BLOCK)
        try:
            line += decoder.decode(block, final=not block).count("\n")
        except UnicodeDecodeError as error:
            return line + block[: error.start].count(b"\n")
        if not block:
            return 0


def first_line_in_utf_8(file: BinaryIO) -> int:
    """The first line that is clearly UTF-8, in a file that as a whole is not; 0 if none."""
    file.seek(0)
    for number, line in enumerate(file, 1):
        # Four characters of three bytes: GB18030 text reads so by chance once in 10^6 lines.
        if len(re.findall(rb"[\xe2-\xef][\x80-\xbf]{2}", line)) >= 4 and decodes(line):
            return number
    return 0


def decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


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


# ---------------------------------------------------------------- XLSX


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


Words = tuple[str, str]  # the text of a cell, and what is wrong with it


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
