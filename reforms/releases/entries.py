"""Numbered and unnumbered headings of cases, and the lines under each."""

import re
from typing import NamedTuple

from ..text.dates import HAN, NUMERAL, number
from .batch import HEADING
from .furniture import SHORT
from .naming import _named
from .news import _theme_heading
from .paragraphs import FULL_STOP, KEYWORDS, LEADERS, SECTION
from .release import MOST, THEMES

STYLES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[【\[（(]?\s*(?:典\s*型\s*)?案\s*例\s*[（(]?(?P<n>{NUMERAL})(?![\d般些致定样直旦])"
        r"\s*[】\]）)]?\s*[:：、.．]?\s*",
        rf"(?P<n>[{HAN}]{{1,3}})、\s*",
        rf"[（(](?P<n>{NUMERAL})[）)]\s*",
        r"(?P<n>\d{1,2})(?:[.．、](?!\d)|\s+(?=[\u4e00-\u9fff]))\s*",
    )
)


class Entry(NamedTuple):
    """A numbered heading of a case, and the paragraphs up to the next."""

    start: int
    number: int
    marker: str
    title: str
    lines: list[str]
    above: str  # the paragraph before the heading


def _entries(paragraphs: list[str], style: re.Pattern[str]) -> list[Entry]:
    heads = []
    for n, paragraph in enumerate(paragraphs):
        match = style.match(paragraph)
        title = LEADERS.sub("", paragraph[match.end() :]).strip() if match else ""
        if match and len(title) <= 90 and "。" not in title and not _is_inner(title):
            heads.append((n, number(match["n"]), match[0].strip(" ：:、.．【】[]"), title))
    return _cut_at(paragraphs, heads)


def _cut_at(paragraphs: list[str], heads: list[tuple[int, int, str, str]]) -> list[Entry]:
    """The entries that begin at these lines; each ends before the next and its theme's heading."""
    ends = [n - _groups_cases(paragraphs[n - 1]) for n, *_ in heads[1 : MOST + 1]]
    return [
        Entry(*head, paragraphs[head[0] + 1 : end], paragraphs[head[0] - 1] if head[0] else "")
        for head, end in zip(heads[:MOST], [*ends, len(paragraphs)], strict=False)
    ]


def _groups_cases(line: str) -> bool:
    """Whether the line before a case is the heading of a theme."""
    heading = _theme_heading(line) if len(line) <= 30 else ""
    return bool(heading) and line.rstrip("。：: ").endswith(heading)


def _is_inner(title: str) -> bool:
    """A heading inside a case, or one that groups cases."""
    themed = any(name in title for name in THEMES) and len(title) <= 20
    return bool(SECTION.match(title) or KEYWORDS.fullmatch(title) or (themed and not _named(title)))


def _numbered(paragraphs: list[str], claimed: int | None) -> list[Entry]:
    """The entries of the style of numbering that counts cases; none if no style does."""
    for style in STYLES:
        entries = _entries(paragraphs, style)
        titles = {_folded(entry.title) or str(entry.number) for entry in entries}
        cases = sum(_is_case(entry) for entry in entries)
        if entries and style is STYLES[0]:
            return entries
        if cases * 2 > len(entries) and (len(titles) > 1 or claimed == 1):
            return entries
    return []


def _unnumbered(paragraphs: list[str]) -> list[Entry]:
    """Cases without numbers: what stands above the section name with which each of them begins."""
    names = [_folded(line) if SECTION.match(line) else "" for line in paragraphs]
    opening = next(filter(None, names), "")
    tops = [_top(paragraphs, n) for n, name in enumerate(names) if name and name == opening]
    heads = [(n, count, "", paragraphs[n]) for count, n in enumerate(tops, 1) if n >= 0]
    return _cut_at(paragraphs, heads) if len(heads) > 1 else []


def _top(paragraphs: list[str], n: int) -> int:
    """The first of the short lines above line n that are a case's heading; -1 without any."""
    top = n
    while top and n - top < 4 and len(line := paragraphs[top - 1]) <= SHORT:
        if FULL_STOP.search(line) or SECTION.match(line) or HEADING.fullmatch(line):
            break
        top -= 1
    return top if top < n else -1


def _is_case(entry: Entry) -> bool:
    mentions = _named(entry.title)
    return bool(mentions and mentions[0].start == 0) or any(map(SECTION.match, entry.lines))


def _folded(title: str) -> str:
    return "".join(char for char in title if char.isalnum()).replace("人民检察", "检察")
