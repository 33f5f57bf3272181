"""A PDF with text → its printed lines, by pypdf.

A content stream is a program, so a page of a few bytes can take hours and gigabytes: read a PDF
that somebody sends in a process with limits.
"""

import logging
import re
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pypdf import PdfReader

from .limits import MOST_PAGES, broken
from .line import Line

KIND = "PDF "
FEWEST = 10  # characters a page; a scan has fewer
EDGES = 2  # lines at the top and at the bottom of a page that may be running heads
BOLD = re.compile("bold|black|heavy|hei|黑", re.IGNORECASE)

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every fault of a file


def pdf_lines(data: bytes) -> list[Line]:
    """The printed lines without running heads; raises ValidationError with what to do instead."""
    try:
        return lines_of(PdfReader(BytesIO(data)))
    except (ValidationError, MemoryError):
        raise
    except Exception as error:  # whatever a broken document makes the library raise
        raise broken(KIND) from error


def lines_of(reader: PdfReader) -> list[Line]:
    """The printed lines of a document that can be opened."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValidationError(_("这个 PDF 有密码，请先解除密码，或打开后复制文字粘贴。"))
    if len(reader.pages) > MOST_PAGES:
        message = _("这个 PDF 超过 %d 页，请只上传发布稿所在的几页。")
        raise ValidationError(message % MOST_PAGES)
    pages = [page_lines(page) for page in reader.pages]
    if sum(len(text) for page in pages for text, _bold in page) < FEWEST * max(1, len(pages)):
        raise ValidationError(
            _("这个 PDF 是扫描件，没有可读的文字。请先做文字识别（OCR），核对后粘贴文字。")
        )
    return [Line(*line) for page in without_running_heads(pages) for line in page]


def page_lines(page: Any) -> list[tuple[str, bool]]:
    """The lines of a page; bold where all of a line is set in a bold font."""
    bold: list[str] = []

    def note(text: str, _cm: Any, _tm: Any, font: Any, _size: Any) -> None:
        if font and BOLD.search(str(font.get("/BaseFont", ""))):
            bold.append("".join(text.split()))

    text = page.extract_text(visitor_text=note)
    all_bold = "".join(bold)
    lines = [line.rstrip() for line in text.split("\n")]
    return [(line, _bare(line) in all_bold) for line in lines if line.strip()]


def _bare(line: str) -> str:
    return "".join(line.split())


def without_running_heads(pages: Sequence[list[tuple[str, bool]]]) -> list[list[tuple[str, bool]]]:
    """The pages without the lines that stand at the edge of most of them, and without numbers."""
    edges = Counter(key for page in pages for key in {_key(text) for text, _ in _edge(page)})
    heads = {key for key, times in edges.items() if key and times > max(2, len(pages) // 2)}
    return [
        [
            line
            for n, line in enumerate(page)
            if EDGES <= n < len(page) - EDGES or not _is_head(line[0], heads)
        ]
        for page in pages
    ]


def _edge(page: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    return page[:EDGES] + page[-EDGES:]


def _key(line: str) -> str:
    return re.sub(r"[\d\s]", "", line)


def _is_head(line: str, heads: set[str]) -> bool:
    return _key(line) in heads or bool(re.fullmatch(r"[-—–·\s\d]{1,12}", line))
