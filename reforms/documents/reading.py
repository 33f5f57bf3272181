"""An uploaded document → its lines, by what its bytes are and not by what its name says."""

import re
from codecs import BOM_UTF8
from io import BytesIO
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .decoding import decoded
from .html import has_tags, html_lines
from .limits import (
    MOST_BYTES,
    MOST_CHARACTERS,
    MOST_LINES,
    MOST_TEXT_BYTES,
    broken,
    check_directory,
    too_large,
)
from .line import Line
from .mht import page_in_mht
from .ofd import ofd_lines
from .pasted import pasted_lines, plain_blanks
from .pdf import pdf_lines
from .word import word_lines

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
MHT = re.compile(
    rb"(?:From|MIME-Version|Snapshot-Content-Location|Subject|Content-Type)\s?:", re.IGNORECASE
)
PAGE_START = re.compile(
    rb"<(?:!doctype html|\?xml|!--|(?:html|head|meta|body|div|p)[\s>])", re.IGNORECASE
)
TABLES = (".csv", ".tsv", ".jsonl", ".xlsx", ".xls")
TEXTS = (".md", ".htm", ".html", ".mht", ".mhtml")


class Document(NamedTuple):
    """A document as lines, and what an editor should know of how it was read."""

    lines: tuple[Line, ...]
    kind: str  # docx, pdf, html, mht, ofd, txt
    notes: tuple[str, ...] = ()


def read_document(data: bytes, name: str) -> Document:
    """The lines of a document; `name` only tells .doc from .wps.

    Raises ValidationError, in words for an editor, if it cannot be read.
    """
    if not data.strip():
        raise ValidationError(_("文件是空的。"))
    if len(data) > MOST_BYTES:
        raise too_large("")
    document = _read(data, name)
    if len(document.lines) > MOST_LINES:
        raise too_large("")
    lines = tuple(_cleaned(line) for line in document.lines)
    if sum(len(line.text) for line in lines) > MOST_CHARACTERS:
        raise too_large("")
    if not any(line.text.strip() for line in lines):
        raise ValidationError(_("文件里没有可读的文字。"))
    return document._replace(lines=lines)


def is_document(data: bytes, name: str) -> bool:
    """Whether a file is a document with running text, not a table of cases.

    Raises ValidationError if it is an archive of too many members.
    """
    is_table = name.lower().endswith(TABLES)
    if data.startswith(b"PK"):
        return _holds_text(data, name)
    if data.startswith(OLE):
        # An encrypted workbook looks like any encrypted document.
        return _has_stream(data, "WordDocument") or not (is_table or _has_stream(data, "Workbook"))
    start = data[:4096].removeprefix(BOM_UTF8).lstrip()
    if start.startswith((b"%PDF", b"{\\rtf")):
        return True
    if is_table:  # whatever its cells hold
        return False
    if start.startswith(PICTURES) or MHT.match(start) or PAGE_START.match(start):
        return True
    is_text = name.lower().endswith(".txt") and not re.search(rb"[,\t;]", start.split(b"\n")[0])
    return is_text or name.lower().endswith(TEXTS)


def is_old_word(data: bytes) -> bool:
    """Whether a file is a document of Word 97 to 2003 or of WPS, without a password of Office."""
    is_other = any(_has_stream(data, stream) for stream in ("EncryptedPackage", "Workbook"))
    return data.startswith(OLE) and _has_stream(data, "WordDocument") and not is_other


def check_kind(data: bytes, name: str) -> None:
    """Raise ValidationError for a document that by its first bytes is of no kind that is read."""
    if data.startswith(OLE):
        raise _ole_error(data, name)
    if data.lstrip().startswith(b"{\\rtf"):
        raise _unreadable(_("RTF 文档（.rtf）"))
    if data.startswith(PICTURES):
        raise ValidationError(
            _("这是图片，没有可读的文字。请先做文字识别（OCR），核对后粘贴文字。")
        )


def _has_stream(data: bytes, name: str) -> bool:
    """Whether a compound file (MS-CFB) has a stream of this name."""
    return name.encode("utf-16-le") in data


def _holds_text(data: bytes, name: str) -> bool:
    """Whether an archive is a document; of a broken one only its name tells."""
    check_directory(data)
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return name.lower().endswith((".docx", ".docm", ".ofd"))
    return any(member == "word/document.xml" or member.lower() == "ofd.xml" for member in names)


def _cleaned(line: Line) -> Line:
    return line._replace(text=plain_blanks(line.text))


def _read(data: bytes, name: str) -> Document:
    if data.startswith(b"PK"):
        return _from_archive(data)
    if data[:1024].lstrip().startswith(b"%PDF"):
        return Document(tuple(pdf_lines(data)), "pdf")
    check_kind(data, name)
    if MHT.match(data[:4096].lstrip()[:200]) and b"text/html" in data[:1_000_000]:
        return Document(tuple(html_lines(page_in_mht(data))), "mht")
    return _from_text(data)


def _from_text(data: bytes) -> Document:
    if len(data) > MOST_TEXT_BYTES:
        raise too_large("文本")
    text = decoded(data)
    if has_tags(text):
        return Document(tuple(html_lines(text)), "html")
    if text.count("\n") + text.count("\r") > MOST_LINES:
        raise too_large("文本")
    return Document(tuple(pasted_lines(text)), "txt")


def _from_archive(data: bytes) -> Document:
    check_directory(data)
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if "word/document.xml" in names:
                return _from_word(data, "docx")
            if any(name.lower() == "ofd.xml" for name in names):
                return Document(tuple(ofd_lines(archive)), "ofd")
            if any(name.startswith("xl/") for name in names):
                raise ValidationError(_("这是 Excel 表格，请用“上传文件”。"))
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise broken("") from None
    raise ValidationError(
        _("这是压缩包或不认识的文件，请解压后上传里面的文档（.docx、.pdf、.html、.txt）。")
    )


def _from_word(data: bytes, kind: str) -> Document:
    try:
        with ZipFile(BytesIO(data)) as archive:
            lines = word_lines(archive)
            has_macros = any(name.endswith("vbaProject.bin") for name in archive.namelist())
            notes = ["文档里有宏，没有运行，也没有保存"] if has_macros else []
            if "word/footnotes.xml" in archive.namelist():
                notes.append("脚注没有读入，需要的请手工补录")
    except (BadZipFile, OSError, NotImplementedError):
        raise broken("Word ") from None
    return Document(tuple(lines), kind, tuple(notes))


def _ole_error(data: bytes, name: str) -> ValidationError:
    """What an editor can do with a file of the Office programs of before 2007."""
    if _has_stream(data, "EncryptedPackage"):
        return ValidationError(_("这个文档有密码，请先解除密码，或打开后复制文字粘贴。"))
    if _has_stream(data, "Workbook"):
        return ValidationError(_("这是旧版 Excel 表格（.xls），请另存为 .xlsx，用“上传文件”。"))
    is_wps = name.lower().endswith(".wps")
    return _unreadable(_("WPS 文档（.wps）") if is_wps else _("旧版 Word 文档（.doc）"))


def _unreadable(kind: str) -> ValidationError:
    message = _(
        "这是%s，本站不能读。请用 Word 或 WPS 打开，另存为 .docx 或 PDF 后上传，或复制文字粘贴。"
    )
    return ValidationError(message % kind)
