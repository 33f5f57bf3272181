"""An OFD document (GB/T 33190-2016) with a text layer → lines."""

import re
from zipfile import ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .limits import (
    MOST_CHARACTERS,
    MOST_EVENTS,
    MOST_PAGES,
    MOST_UNPACKED,
    member,
    too_large,
    xml_events,
)
from .line import Line

KIND = "OFD "
PAGE = re.compile(r"(?:^|/)Page_(\d{1,5})/Content\.xml\Z", re.IGNORECASE)
SAME_LINE = 1.5  # millimetres between the tops of two pieces of one line


def ofd_lines(archive: ZipFile) -> list[Line]:
    """The printed lines, page by page; raises ValidationError where there is no text."""
    pages = sorted(
        (int(match[1]), name) for name in archive.namelist() if (match := PAGE.search(name))
    )
    if len(pages) > MOST_PAGES:
        raise too_large(KIND)
    lines: list[Line] = []
    unpacked = tags = 0
    for _number, name in pages:
        data = member(archive, name, KIND)
        unpacked += len(data)
        tags += data.count(b"<")
        if unpacked > MOST_UNPACKED or tags > MOST_EVENTS:
            raise too_large(KIND)
        lines += _page_lines(data)
    if not lines:
        raise ValidationError(
            _("这个 OFD 文件没有文字层（可能是扫描件），请先做文字识别，再粘贴文字。")
        )
    if sum(len(line.text) for line in lines) > MOST_CHARACTERS:
        raise too_large(KIND)
    return lines


def _page_lines(data: bytes) -> list[Line]:
    texts: list[list[str]] = []
    last = None
    for event, element in xml_events(data, KIND):
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag == "TextObject":
            top = _top(element.get("Boundary", ""))
            if last is None or abs(top - last) > SAME_LINE:
                texts.append([])
            last = top
        elif event == "end" and tag == "TextCode" and texts:
            texts[-1].append(element.text or "")
    return [Line(text) for pieces in texts if (text := "".join(pieces).strip())]


def _top(boundary: str) -> float:
    numbers = re.findall(r"-?\d{1,9}(?:\.\d{1,9})?", boundary[:80])
    return float(numbers[1]) if len(numbers) == 4 else 0.0
