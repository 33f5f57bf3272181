"""Printed lines → paragraphs: those that a PDF broke are joined again."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ..documents import Line
from ..text.dates import HAN, NUMERAL
from .furniture import SHORT, is_stamp
from .shapes import CREDITS, is_complete, section_mark, without_leaders

OPENING = re.compile(
    rf"\s{{0,9}}(?:[【\[（(]|案\s{{0,3}}例\s{{0,3}}{NUMERAL}|第?[{HAN}]{{1,3}}(?:、|是|，|,)|\d{{1,2}}[.．、])|\s\s"
)
WORDS_AFTER_CASE = tuple("件例情由卷发涉中的，。、；：》”")
ARTICLE_LAST = re.compile("》第[一二三四五六七八九十百零、至第条款]{1,40}条\\Z")  # of 相关规定
ENDS = tuple("。！？：；!?:;”》）")
SPACED = re.compile(r"[\u4e00-\u9fff](?:\s{1,20}[\u4e00-\u9fff])+")  # 通　　知
IN_DATE = re.compile(r"(?<=\d) {1,3}(?=[年月日])|(?<=[年月]) {1,3}(?=\d)")
NARROWEST, FEWEST = 20, 3  # a page's width in characters; lines that run on
WIDER = 6  # characters over the width of a page that only a whole paragraph has


def width(line: str) -> float:
    """The width of a line in Chinese characters."""
    return sum(1 if char > "\u2e7f" else 0.5 for char in line.rstrip())


def paragraphs(lines: Sequence[Line]) -> list[Line]:
    """Lines that a PDF broke are joined again; in a page's text every line is a paragraph."""
    lines = [line._replace(text=_closed(line.text)) for line in lines if line.text.strip()]
    widths = [wide for wide in (width(line.text) for line in lines) if wide >= 12]
    full = _full_width(widths)
    broken = sum(_goes_on(above, below, full) for above, below in pairwise(lines))
    whole = sum(width(line.text) > full + WIDER and "。" in line.text[:-1] for line in lines)
    at_margin = sum(full - 3 <= wide <= full + 3 for wide in widths)
    is_set = NARROWEST <= full <= SHORT and broken >= max(FEWEST, whole * FEWEST, at_margin / 2)
    if not is_set or broken * 4 < len(widths):
        return [line._replace(text=line.text.strip()) for line in lines]
    return _joined(lines, full)


def _closed(text: str) -> str:
    """The line without the blanks that layout puts into a word and into a date."""
    if SPACED.fullmatch(text.strip()):
        return re.sub(r"\s", "", text)
    return IN_DATE.sub("", text)


def _full_width(widths: Sequence[float]) -> float:
    """The width to which lines are set; a few longer ones, as titles and links, do not count."""
    ordered = sorted(widths)
    return ordered[len(ordered) * 9 // 10] if ordered else 0


def _joined(lines: Sequence[Line], full: float) -> list[Line]:
    texts = [[lines[0].text.strip()]]
    firsts = [lines[0]]
    for before, line in pairwise(lines):
        if _goes_on(before, line, full):
            texts[-1].append(line.text.strip())
        else:
            texts.append([line.text.strip()])
            firsts.append(line)
    return [first._replace(text="".join(text)) for first, text in zip(firsts, texts, strict=True)]


def _goes_on(above: Line, below: Line, full: float) -> bool:
    """Whether a paragraph breaks between two lines."""
    return _runs_on(above.text, full) and not _opens(below) and not _parts_titles(above, below)


def _parts_titles(before: Line, line: Line) -> bool:
    """Whether a title that fills its line ends there: …的通知, or 某某案 and no 件 or 例 below."""
    above = before.text.strip()
    if above.endswith("的通知") or CREDITS.match(above) or ARTICLE_LAST.search(above):
        return True
    return is_complete(before.text) and not line.text.lstrip().startswith(WORDS_AFTER_CASE)


def _opens(line: Line) -> bool:
    return (
        bool(OPENING.match(line.text) or CREDITS.match(line.text.strip()))
        or line.is_set_off
        or section_mark(line.text) is not None
    )


def _runs_on(line: str, full: float) -> bool:
    """Whether a line goes to the margin without an end, and is none of the contents'."""
    mark = section_mark(line)
    return (
        full - 3 <= width(line) <= full + 3
        and not line.endswith(ENDS)
        and without_leaders(line) == line.rstrip()
        and not is_stamp(line)
        and (mark is None or bool(mark.rest))
    )
