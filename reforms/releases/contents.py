"""The table of contents: where it stands, and the titles that it lists."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..documents import Line
from .heads import LINES, opening_title
from .shapes import (
    SUBTITLE,
    Marker,
    folded,
    is_complete,
    marker,
    may_be_title,
    section_mark,
    without_leaders,
)

CONTENTS = re.compile(
    r"[【\[]?\s{0,9}(?:目\s{0,9}[录次]|案例目录|contents)\s{0,9}[】\]]?\s{0,9}[:：]?", re.IGNORECASE
)
REMARK = re.compile(r"[（(].{2,40}(?:排序|排列|为序|先后).{0,10}[）)]")
GROUP = re.compile(
    r"[【\[].{2,24}[】\]]|〔.{2,24}〕|.{2,20}(?:篇|类|部分|案例|案件)|第[一二三四五六七八九十]{1,2}部分.{0,30}"
)
WRAPPED = 24  # characters from which an entry may go on below
FEWEST = 2  # entries of a table of contents


class Contents(NamedTuple):
    """A table of contents: lines[start:end], with its entries."""

    start: int = 0
    end: int = 0
    entries: tuple[tuple[Marker | None, str], ...] = ()
    groups: tuple[str, ...] = ()  # the headings above groups of entries, as printed


def find_contents(lines: Sequence[Line]) -> Contents:
    """The table of contents; without entries where the text has none."""
    for n, line in enumerate(lines):
        if CONTENTS.fullmatch(line.text.strip()):
            contents = _entries(lines, n + 1)
            if len(contents.entries) >= FEWEST:
                return contents._replace(start=n)
    return _unnamed(lines)


def _entries(lines: Sequence[Line], start: int) -> Contents:
    entries: list[tuple[Marker | None, str]] = []
    n = start
    while n < len(lines) and not section_mark(line := without_leaders(lines[n].text.strip())):
        mark = marker(line)
        title = mark.rest if mark else line
        if _restarts(entries, mark, title):
            break
        is_subtitle = bool(entries) and bool(SUBTITLE.match(line))
        is_remark = REMARK.fullmatch(line) or _is_group(line, mark) or is_subtitle
        if not is_remark and not _add(entries, lines, n, mark, title):
            break
        n += 1
    return _without_groups(Contents(start, n, tuple(entry for entry in entries if entry[1])))


def _without_groups(contents: Contents) -> Contents:
    """The contents without headings of groups: entries of another style, each above entries.

    一、行政公益诉讼 above 1.甲案 and 2.乙案 is such a heading.
    """
    entries = contents.entries
    styles = [mark.style if mark else None for mark, _ in entries]
    groups = [n for n, style in enumerate(styles) if style == styles[0]]
    above = {n + 1 for n in groups}
    is_grouped = (
        len(groups) < len(entries) and above.isdisjoint(groups) and max(above) < len(styles)
    )
    if not is_grouped or not _is_numbered(entries[1][0]):
        return contents
    kept = tuple(entry for n, entry in enumerate(entries) if n not in groups)
    return contents._replace(entries=kept, groups=tuple(entries[n][1] for n in groups))


def _is_numbered(mark: Marker | None) -> bool:
    return mark is not None and mark.number == 1


def _is_group(line: str, mark: Marker | None) -> bool:
    return bool(GROUP.fullmatch(line)) and not (mark and mark.style == 0)


def _add(
    entries: list[tuple[Marker | None, str]],
    lines: Sequence[Line],
    n: int,
    mark: Marker | None,
    title: str,
) -> bool:
    """Add line n to the entries, as a new one or the rest of the last; False where it is none."""
    if title and (len(title) > 120 or not (may_be_title(title) or opening_title(title)[0])):
        return False
    if mark or not entries or entries[0][0] is None:
        entries.append((mark, title))
    elif not entries[-1][1] or _goes_on(lines, n, entries[-1][1]):
        entries[-1] = (entries[-1][0], entries[-1][1] + title)
    else:
        return False
    return True


def _goes_on(lines: Sequence[Line], n: int, title: str) -> bool:
    """Whether line n is the rest of an entry: its page number stands there, or the next number."""
    above, line = lines[n - 1].text.rstrip(), lines[n].text.rstrip()
    is_listed = any(marker(below.text) for below in lines[n + 1 : n + 3])
    has_page = without_leaders(line) != line and without_leaders(above) == above
    is_rest = len(title) >= WRAPPED and not is_complete(title)
    return (is_listed and (has_page or is_rest)) or (is_rest and is_complete(line))


def _restarts(entries: list[tuple[Marker | None, str]], mark: Marker | None, title: str) -> bool:
    """Whether the first case begins here: its number comes again, or its title."""
    if not entries:
        return False
    first_mark, first_title = entries[0]
    if (
        mark
        and first_mark
        and mark.number
        and mark.number <= first_mark.number
        and mark.style <= first_mark.style
    ):
        return True
    again, first = folded(title), folded(first_title)
    if len(again) < 4:
        return False
    return first.startswith(again) or any(again == folded(listed) for _, listed in entries)


def _unnamed(lines: Sequence[Line]) -> Contents:
    """A list of cases without the word 目录: numbered lines one below the other, then again 1."""
    n = 0
    while n < len(lines):
        mark = marker(lines[n].text)
        if mark and mark.number == 1 and mark.rest:
            contents = _entries(lines, n)
            numbers = [entry[0].number if entry[0] else 0 for entry in contents.entries]
            in_order = numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= FEWEST
            if (
                in_order
                and contents.end - n <= len(numbers) + LINES
                and _come_again(lines, contents)
            ):
                return contents._replace(start=n)
        n += 1
    return Contents()


def _come_again(lines: Sequence[Line], contents: Contents) -> bool:
    """Whether the first title of a list begins a case further below."""
    first = folded(contents.entries[0][1])
    for line in lines[contents.end :]:
        mark = marker(line.text)
        text = folded(mark.rest if mark else line.text) if len(line.text) <= 160 else ""
        if len(text) >= 4 and first.startswith(text):
            return True
    return False
