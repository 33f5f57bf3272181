"""Where the cases begin: by markers, by titles already known, by the sections they open with."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..divisions import find_bodies
from ..documents import Line
from .release import ENOUGH
from .shapes import (
    CAPTION,
    COLLECTION,
    FULL_STOP,
    NUMBER_LINE,
    OPENING_ROLES,
    PERSON,
    SUBTITLE,
    Marker,
    is_complete,
    marker,
    may_be_title,
    role,
    section_mark,
)

LINES = 8  # of a title and its subtitle, at most
WIDE = 30  # characters of a line of a title that is set in lines
LONGEST = 160  # characters of a title


class Head(NamedTuple):
    """The heading of a case: lines[start:end]; the case's text begins at `end`."""

    start: int
    end: int
    marker: Marker | None
    pieces: tuple[str, ...]  # the lines of its title, without marker


def marked_heads(lines: Sequence[Line], style: int = 0) -> list[Head]:
    """The heads that begin with a marker of a style; 0 is the style that names cases."""
    heads = []
    for n, line in enumerate(lines):
        mark = marker(line.text)
        if (
            mark
            and mark.style == style
            and not _is_prose(mark.rest)
            and not _is_below(lines, n, mark)
        ):
            heads.append(_head_below(lines, n, mark))
    return heads[:ENOUGH]


def _is_below(lines: Sequence[Line], n: int, mark: Marker) -> bool:
    """Whether a number stands under its title: a section follows directly, and a title is above."""
    if mark.rest or n == 0 or n + 1 >= len(lines):
        return False
    return bool(section_mark(lines[n + 1].text)) and is_complete(lines[n - 1].text.strip())


def _is_prose(rest: str) -> bool:
    title = opening_title(rest)[0]
    return (not title and len(rest) > LONGEST) or (bool(rest) and not title)


def opening_title(rest: str) -> tuple[str, str]:
    """What follows a marker → the title, and the text that follows it on the same line.

    The title is empty where the line is a sentence.
    """
    is_sentence = "。" in rest or rest.endswith("的；")  # 的；: an item of a law
    if len(rest) <= 90 and not is_sentence and not section_mark(rest):
        return rest, ""
    for end in ("案 ", "案　", "案：", "案。", "案\t"):
        head, mark, text = rest.partition(end)
        if mark and len(head) < 90 and "。" not in head:
            return head + "案", text.strip()
    head, _, text = rest.partition("。")
    mentions = next(find_bodies(head), None)
    if len(head) <= 60 and text and mentions and mentions.start == 0:
        return head, text.strip()
    return "", rest


def _head_below(lines: Sequence[Line], start: int, mark: Marker) -> Head:
    """The head that a marker opens, down to the case's first section or sentence."""
    title, text = opening_title(mark.rest)
    pieces = [title] if title else []
    end = start + 1
    if text:
        return Head(start, end, mark, tuple(pieces))
    while (
        end < len(lines) and len(pieces) < LINES and _continues(pieces, lines, end, not mark.rest)
    ):
        pieces.append(lines[end].text.strip())
        end += 1
    return Head(start, end, mark, tuple(pieces))


def _continues(pieces: Sequence[str], lines: Sequence[Line], n: int, stands_alone: bool) -> bool:
    """Whether line n goes on with a title of which there are some lines.

    `stands_alone` says that the marker has a line of its own, so that the title is set in lines.
    """
    line = lines[n].text.strip()
    if SUBTITLE.match(line) and pieces:
        return len(line) <= LONGEST and "。" not in line
    if not may_be_title(line) or (COLLECTION.search(line) and not pieces):
        return False
    mark = marker(line)
    if (mark and mark.style == 0) or sum(map(len, pieces)) + len(line) > LONGEST:
        return False
    if not pieces:
        return True
    if mark and mark.style <= 3 and mark.rest:
        return False
    whole = "".join(pieces)
    if is_complete(whole):
        return bool(NUMBER_LINE.fullmatch(line))
    return _is_above_section(lines, n) or (stands_alone and _may_go_on(whole, line))


def _may_go_on(whole: str, line: str) -> bool:
    """Whether a short line goes on with a title, where no section below says where it ends."""
    is_fragment = len(whole) <= WIDE and len(line) <= WIDE
    return is_fragment and not CAPTION.match(line) and not FULL_STOP.search(line)


def _is_above_section(lines: Sequence[Line], n: int) -> bool:
    """Whether only lines that may be title stand between line n and the next section.

    Where there is none, the first sentence ends the title, and what stands above it is title
    only as far as it is set off like it.
    """
    for line in lines[n + 1 : n + LINES]:
        if section_mark(line.text):
            return True
        if not may_be_title(line.text) and not SUBTITLE.match(line.text.strip()):
            return (
                bool(PERSON.search(line.text))
                or lines[n].is_set_off
                or lines[n].text.endswith("案")
            )
    return False


def section_heads(lines: Sequence[Line]) -> list[Head]:
    """The heads above those sections with which cases begin: 【关键词】, 【基本案情】 …"""
    heads: list[Head] = []
    names: set[str] = set()
    floor = 0
    marks = [mark.name for line in lines if (mark := section_mark(line.text))]
    first = marks[0] if marks and marks.count(marks[0]) > 1 else ""
    for n, line in enumerate(lines):
        mark = section_mark(line.text)
        if mark is None:
            continue
        opens = mark.name == first or (
            role(mark.name) in OPENING_ROLES
            and (not any(map(role, names)) or mark.name in names or _has_ended(names))
        )
        if opens and (head := _head_above(lines, n, floor)):
            heads.append(head)
            names.clear()
        names.add(mark.name)
        floor = n + 1
    return heads[:ENOUGH]


def _has_ended(names: Iterable[str]) -> bool:
    return any(role(name) == "意义" for name in names)


def _head_above(lines: Sequence[Line], section: int, floor: int) -> Head | None:
    """The head whose last line stands directly above a section."""
    top = last = section
    below = marker(lines[section - 1].text) if section > floor else None
    if below and not below.rest:
        top = last = section - 1  # the number stands under the title
    while top > floor and section - top < LINES and _belongs_above(lines, top - 1, last):
        top -= 1
        if _opens_title(lines[top].text.strip()):
            break
    if top == last:
        return None
    mark = marker(lines[top].text) or below
    own = marker(lines[top].text)
    first = own.rest if own else lines[top].text.strip()
    rest = [line.text.strip() for line in lines[top + 1 : last]]
    pieces = [piece for piece in (first, *rest) if piece]
    return Head(top, section, mark, tuple(pieces)) if pieces else None


def _belongs_above(lines: Sequence[Line], n: int, section: int) -> bool:
    """Whether line n belongs to the title of which the lines n+1 to section are the rest."""
    line = lines[n].text.strip()
    if n + 1 == section and SUBTITLE.match(line):
        return True
    if not may_be_title(line) and not (SUBTITLE.match(line) and "。" not in line):
        return False
    if COLLECTION.search(line) and not marker(line):
        return False
    if n + 1 == section:
        return True
    below = lines[n + 1]
    goes_on = below.text.strip().startswith(("（", "(", "—", "–", "-"))
    if CAPTION.match(line) or (is_complete(line) and not goes_on):
        return False
    return lines[n].is_set_off or not below.is_set_off or goes_on


def _opens_title(line: str) -> bool:
    """Whether a line is the first of a title: it has a marker, or names a body first."""
    if marker(line):
        return True
    first = next(find_bodies(line), None)
    return first is not None and first.start == 0 and not first.illustrates
