"""Printed lines → paragraphs: those that a PDF broke are joined again."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ..documents import Line
from ..text.dates import HAN, NUMERAL
from .furniture import SHORT
from .shapes import is_complete, section_mark, without_leaders

OPENING = re.compile(
    rf"\s{{0,9}}(?:[【\[（(]|案\s{{0,3}}例\s{{0,3}}{NUMERAL}|第?[{HAN}]{{1,3}}(?:、|是|，|,)|\d{{1,2}}[.．、])|\s\s"
)
WORDS_AFTER_CASE = tuple("件例情由卷发涉中的，。、；：》”")
ENDS = tuple("。！？：；!?:;”》）")
NARROWEST, FEWEST = 20, 3  # a page's width in characters; lines that run on


def width(line: str) -> float:
    """The width of a line in Chinese characters."""
    return sum(1 if char > "\u2e7f" else 0.5 for char in line.rstrip())


def paragraphs(lines: Sequence[Line]) -> list[Line]:
    """Lines that a PDF broke are joined again; in a page's text every line is a paragraph."""
    lines = [line for line in lines if line.text.strip()]
    widths = [wide for wide in (width(line.text) for line in lines) if wide >= 12]
    full = _full_width(widths)
    broken = sum(_runs_on(line.text, full) for line in lines)
    if not NARROWEST <= full <= SHORT or broken < FEWEST or broken * 4 < len(widths):
        return [line._replace(text=line.text.strip()) for line in lines]
    return _joined(lines, full)


def _full_width(widths: Sequence[float]) -> float:
    """The width to which lines are set; a few longer ones, as titles and links, do not count."""
    ordered = sorted(widths)
    return ordered[len(ordered) * 9 // 10] if ordered else 0


def _joined(lines: Sequence[Line], full: float) -> list[Line]:
    texts = [[lines[0].text.strip()]]
    firsts = [lines[0]]
    for before, line in pairwise(lines):
        if _runs_on(before.text, full) and not _opens(line) and not _parts_titles(before, line):
            texts[-1].append(line.text.strip())
        else:
            texts.append([line.text.strip()])
            firsts.append(line)
    return [first._replace(text="".join(text)) for first, text in zip(firsts, texts, strict=True)]


def _parts_titles(before: Line, line: Line) -> bool:
    """Whether a title that fills its line ends there: 某某案, and no 件 or 例 below."""
    return is_complete(before.text) and not line.text.lstrip().startswith(WORDS_AFTER_CASE)


def _opens(line: Line) -> bool:
    return bool(OPENING.match(line.text)) or line.is_set_off or section_mark(line.text) is not None


def _runs_on(line: str, full: float) -> bool:
    """Whether a line goes to the margin without an end, and is none of the contents'."""
    return (
        full - 3 <= width(line) <= full + 3
        and not line.endswith(ENDS)
        and without_leaders(line) == line.rstrip()
        and section_mark(line) is None
    )
