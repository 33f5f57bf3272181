"""Lines → paragraphs and sentences."""

import re
from itertools import pairwise

from ..text.dates import HAN, NUMERAL
from .furniture import SHORT, STAMP
from .release import Question

SECTION_NAMES = (
    "改革背景|工作背景|案例背景|背景|基本案情|基本情况|案情摘要|主要做法|具体做法|经验做法|工作举措|改革举措|"
    "主要举措|检察履职|履职过程|工作成效|改革成效|取得成效|主要成效|实践成效|典型意义|指导意义|经验启示|启示|要旨"
)
SECTION = re.compile(
    rf"[【\[（(]?(?:[{HAN}]{{1,2}}|\d{{1,2}})?[）)、.．]?\s*[【\[]?(?:{SECTION_NAMES})[】\]]?\s*(?:[:：]|$)"
)
KEYWORDS = re.compile(r"[【\[]?\s*关\s*键\s*词\s*[】\]]?\s*[:：]?\s*(.*)")
OPENING = re.compile(
    rf"\s*(?:[【\[（(]|案\s*例\s*{NUMERAL}|第?[{HAN}]{{1,3}}(?:、|是|，|,)|\d{{1,2}}[.．、]|"
    rf"(?:{SECTION_NAMES}|关键词))|\s\s"
)
LEADERS = re.compile(r"(?:[.…·．]{2,}|\s{2,})\s*\d{0,3}\s*$")  # of a table of contents
ENDS = tuple("。！？：；!?:;”》）")


def _width(line: str) -> float:
    return sum(1 if char > "\u2e7f" else 0.5 for char in line.rstrip())


def _paragraphs(lines: list[str]) -> list[str]:
    """Lines that a PDF broke are joined again; in a page's text every line is a paragraph."""
    lines = [line for line in lines if line.strip()]
    widths = [width for width in map(_width, lines) if width >= 12]
    full = max(widths, default=0)
    broken = sum(_runs_on(line, full) for line in lines)
    # Under 20 no page is set; over SHORT it is no line but a paragraph.
    if not 20 <= full <= SHORT or broken < 3 or broken * 5 < len(widths) * 2:
        return [line.strip() for line in lines]
    paragraphs = [lines[0].strip()]
    for before, line in pairwise(lines):
        if _runs_on(before, full) and not OPENING.match(line):
            paragraphs[-1] += line.strip()
        else:
            paragraphs.append(line.strip())
    return paragraphs


def _runs_on(line: str, full: float) -> bool:
    """Whether a line goes to the margin without an end, and is none of the contents'."""
    return _width(line) >= full - 3 and not line.endswith(ENDS) and not LEADERS.search(line)


def _once(paragraphs: list[str]) -> tuple[list[str], list[str]]:
    """The article without its second copy, and what only that copy has."""
    first: dict[str, int] = {}
    repeats = [n for n, text in enumerate(paragraphs) if first.setdefault(text, n) != n]
    start = next((n for n in repeats if len(paragraphs[n]) >= 30), 0)
    while start and first[paragraphs[start - 1]] < start - 1:
        start -= 1
    copy = [text for text in paragraphs[start:] if len(text) >= 30]
    if not start or sum(first[text] < start for text in copy) * 2 < len(copy):
        return paragraphs, []
    return paragraphs[:start], [text for text in paragraphs[start:] if first[text] >= start]


# Some pages print the half-width full stop between Chinese characters.
SENTENCE_END = re.compile(
    r"(?<=[。！？；\n])(?![”’」』）)])|(?<=[\u4e00-\u9fff]\.)(?=[\u4e00-\u9fff])"
)
FULL_STOP = re.compile(r"。|[\u4e00-\u9fff]\.(?:[\u4e00-\u9fff]|$)")


def _sentences(text: str) -> list[str]:
    return [part for part in SENTENCE_END.split(text) if part]


def _doubled(paragraphs: list[str], once: list[str], extra: list[str]) -> list[Question]:
    if len(paragraphs) == len(once):
        return []
    questions = [Question("text", "文章出现了不止一遍，只读第一遍")]
    if extra:
        excerpts = "；".join(line[:30] for line in extra[:3])
        questions.append(Question("text", f"后一遍多出{len(extra)}段，没有读入：{excerpts}"))
    return questions


def _is_stamp(line: str) -> bool:
    return bool(STAMP.match(line)) and len(line) <= 2 * SHORT and not FULL_STOP.search(line)
