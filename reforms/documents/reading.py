"""An uploaded document → its lines, by what its bytes are and not by what its name says."""

import re
from io import BytesIO
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .decoding import decoded
from .html import has_tags, html_lines
from .limits import MOST_BYTES, MOST_CHARACTERS, MOST_MEMBERS, broken, too_large
from .line import Line
from .mht import page_in_mht
from .ofd import ofd_lines
from .office import as_docx
from .pasted import pasted_lines, plain_blanks
from .pdf import pdf_lines
from .word import word_lines

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
MHT = re.compile(
    rb"(?:From|MIME-Version|Snapshot-Content-Location|Subject|Content-Type)\s?:", re.IGNORECASE
)


class Document(NamedTuple):
    """A document as lines, and what an editor should know of how it was read."""

    lines: tuple[Line, ...]
    kind: str  # docx, pdf, html, mht, ofd, doc, txt
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
    lines = tuple(_cleaned(line) for line in document.lines)
    if sum(len(line.text) for line in lines) > MOST_CHARACTERS:
        raise too_large("")
    if not any(line.text.strip() for line in lines):
        raise ValidationError(_("文件里没有可读的文字。"))
    return document._replace(lines=lines)


def is_document(data: bytes, name: str) -> bool:
    """Whether a file is a document with running text, not a table of cases."""
    if data.startswith(b"PK"):
        return _holds_text(data)
    if data.startswith(OLE):
        return "Workbook".encode("utf-16-le") not in data
    start = data[:4096].lstrip()
    if start.startswith((b"%PDF", b"{\\rtf", *PICTURES)) or MHT.match(start):
        return True
    if re.search(rb"<(?:html|body|p|div)[ >]", start, re.IGNORECASE):
        return True
    is_text = name.lower().endswith((".txt", ".md", ".htm", ".html"))
    return is_text and not re.search(rb"[,\t;]", data.lstrip()[:4096].split(b"\n")[0])


def _holds_text(data: bytes) -> bool:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return any(name == "word/document.xml" or name.lower() == "ofd.xml" for name in names)


def _cleaned(line: Line) -> Line:
    return line._replace(text=plain_blanks(line.text))


def _read(data: bytes, name: str) -> Document:
    if data.startswith(b"PK"):
        return _from_archive(data)
    if data[:1024].lstrip().startswith(b"%PDF"):
        return Document(tuple(pdf_lines(data)), "pdf")
    if data.startswith(OLE):
        return _from_ole(data, name)
    if data.lstrip().startswith(b"{\\rtf"):
        return _from_word(as_docx(data, ".rtf", _("RTF 文档（.rtf）")), "rtf")
    if data.startswith(PICTURES):
        raise ValidationError(
            _("这是图片，没有可读的文字。请先做文字识别（OCR），核对后粘贴文字。")
        )
    if MHT.match(data.lstrip()[:200]) and b"text/html" in data[:1_000_000]:
        return Document(tuple(html_lines(page_in_mht(data))), "mht")
    text = decoded(data)
    if has_tags(text):
        return Document(tuple(html_lines(text)), "html")
    return Document(tuple(pasted_lines(text)), "txt")


def _from_archive(data: bytes) -> Document:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if len(names) > MOST_MEMBERS:
                raise too_large("")
            if "word/document.xml" in names:
                return _from_word(data, "docx")
            if any(name.lower() == "ofd.xml" for name in names):
                return Document(tuple(ofd_lines(archive)), "ofd")
            if any(name.startswith("xl/") for name in names):
                raise ValidationError(_("这是 Excel 表格，请用“上传表格”。"))
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


def _from_ole(data: bytes, name: str) -> Document:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ValidationError(_("这个文档有密码，请先解除密码，或打开后复制文字粘贴。"))
    if "Workbook".encode("utf-16-le") in data:
        raise ValidationError(_("这是旧版 Excel 表格（.xls），请另存为 .xlsx，用“上传表格”。"))
    if name.lower().endswith(".wps"):
        return _from_word(as_docx(data, ".wps", _("WPS 文档（.wps）")), "wps")
    return _from_word(as_docx(data, ".doc", _("旧版 Word 文档（.doc）")), "doc")
