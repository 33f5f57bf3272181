"""The lines of a release → what stands before the cases, the contents, and the cases' blocks."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..divisions import find_bodies
from ..documents import Line
from .contents import Contents, find_contents
from .heads import LINES, WIDE, Head, marked_heads, section_heads
from .listed_heads import titled_heads
from .organs import is_organ_line
from .shapes import (
    CAPTION,
    CREDITS,
    STYLES,
    SUBTITLE,
    is_complete,
    marker,
    may_be_title,
    section_mark,
)
from .tables import tabled_heads
from .titles import is_body

NEWS_VERB = re.compile(
    r"发布|印发|公布|通报|召开|举行|典型案例|案例(?:出炉|揭晓|评选|名单)?\Z|[，,：:]"
)


class Block(NamedTuple):
    """A case: its head, the lines of its text, and the line above it."""

    head: Head
    lines: tuple[Line, ...]
    above: str


class Blocks(NamedTuple):
    """A release cut into pieces."""

    front: tuple[Line, ...]  # what stands before the contents and the first case
    contents: Contents
    blocks: tuple[Block, ...]


def cut_blocks(lines: Sequence[Line], titles: Sequence[str], claimed: int | None = None) -> Blocks:
    """Cut the lines where cases begin. `titles` are those that the news has listed.

    `claimed` says how many cases there are: of several ways to cut, the one that gives as many.
    """
    contents = find_contents(lines)
    printed = [title for _, title in contents.entries] or titles
    heads = _heads(lines[contents.end :], printed, bool(contents.entries))
    if claimed and claimed != len(heads) and not contents.entries:
        heads = _as_many(lines, titles, claimed) or heads
    heads = [_shifted(head, contents.end) for head in heads]
    first = heads[0].start if heads else len(lines)
    front_end = contents.start if contents.entries else first
    ends = [*(head.start for head in heads[1:]), len(lines)]
    blocks = [_block(lines, head, end) for head, end in zip(heads, ends, strict=False)]
    between = lines[contents.end : first] if contents.entries else ()
    return Blocks((*lines[:front_end], *between), contents, tuple(blocks))


def _shifted(head: Head, by: int) -> Head:
    return head._replace(start=head.start + by, end=head.end + by)


def _block(lines: Sequence[Line], head: Head, end: int) -> Block:
    above = lines[head.start - 1].text if head.start else ""
    return Block(head, tuple(lines[head.end : end]), above)


def _heads(lines: Sequence[Line], titles: Sequence[str], listed: bool) -> list[Head]:
    """The heads by what gives some first: a table, markers, known titles, sections, numbers."""
    if len(tabled := tabled_heads(lines)) > 1:
        return tabled
    marked = marked_heads(lines)
    titled = [_with_mark_above(lines, head) for head in titled_heads(lines, titles)]
    sections = [_with_mark_above(lines, head) for head in section_heads(lines)]
    if marked and len(marked) * 2 > len(sections):
        return marked if _is_sequence(marked) else _merged(marked, sections, titled)
    counted = _counted_heads(lines)
    if counted and len(counted) >= len(sections) and _is_sequence(counted) and not titled:
        return counted
    if len(sections) > 1 or (listed and titled) or len(titled) > 1:
        return _merged(titled, sections, ())
    is_case = titled or any(is_complete("".join(head.pieces)) for head in sections)
    return marked or counted or _plain_heads(lines) or (sections if is_case else [])


def _as_many(lines: Sequence[Line], titles: Sequence[str], count: int) -> list[Head]:
    """The heads by the first way that gives this many, each with a title; none if no way does."""
    ways = (
        marked_heads(lines),
        titled_heads(lines, titles),
        section_heads(lines),
        *_counted_by_style(lines),
        _plain_heads(lines),
    )
    return next((way for way in ways if len(way) == count and all(h.pieces for h in way)), [])


def _is_sequence(heads: Sequence[Head]) -> bool:
    """Whether the numbers go up without a gap, and every head has a title."""
    numbers = [head.marker.number for head in heads if head.marker]
    return all(b - a == 1 for a, b in pairwise(numbers)) and all(head.pieces for head in heads)


def _merged(first: Sequence[Head], second: Sequence[Head], third: Sequence[Head]) -> list[Head]:
    """The heads of the first list, and those of the others that no head before them overlaps."""
    heads = list(first)
    for head in (*second, *third):
        if not any(head.start < other.end and other.start < head.end for other in heads):
            heads.append(head)
    return sorted(heads, key=lambda head: head.start)


def _with_mark_above(lines: Sequence[Line], head: Head) -> Head:
    """The head with a marker that stands alone on the line above it."""
    mark = marker(lines[head.start - 1].text) if head.start and not head.marker else None
    return head._replace(start=head.start - 1, marker=mark) if mark and not mark.rest else head


def _counted_heads(lines: Sequence[Line]) -> list[Head]:
    """The heads by the first style that may count anything, where what it counts are cases."""
    return next(_counted_by_style(lines), [])


def _counted_by_style(lines: Sequence[Line]) -> Iterator[list[Head]]:
    """The heads by each style that may count anything, where what it counts are cases."""
    for style in range(1, len(STYLES)):
        heads = marked_heads(lines, style)
        cases = [head for head in heads if _is_case(lines, head)]
        if len(cases) > 1 and len(cases) * 2 > len(heads) and _rises(cases):
            yield cases


def _plain_heads(lines: Sequence[Line]) -> list[Head]:
    """The heads of cases without numbers and sections: titles on lines of their own."""
    heads: list[Head] = []
    for n, line in enumerate(lines):
        below_last = heads and n < heads[-1].end
        if not below_last and may_be_title(line.text) and not is_organ_line(line.text):
            end = _end_of_title(lines, n)
            mark = marker(line.text)
            first = mark.rest if mark and mark.style else line.text.strip()
            pieces = (first, *(part.text.strip() for part in lines[n + 1 : end]))
            if _is_whole_title("".join(pieces)):
                heads.append(Head(n, end, None, pieces))
    return heads if len(heads) > 1 else []


def _end_of_title(lines: Sequence[Line], n: int) -> int:
    """The end of a title that begins on line n with a body, and goes on in short lines."""
    end = n + 1
    first = lines[n].text.strip()
    mention = next(find_bodies(first), None)
    if is_complete(first) or mention is None or mention.start:
        return end
    while end < len(lines) and end - n < LINES and _goes_on(lines[end].text.strip()):
        end += 1
    return end


def _goes_on(line: str) -> bool:
    """Whether a line may go on with a title: short, or a subtitle, and no body begins it."""
    if SUBTITLE.match(line):
        return "。" not in line
    mention = next(find_bodies(line), None)
    opens_another = mention is not None and mention.start == 0
    return (
        may_be_title(line) and len(line) <= WIDE and not CAPTION.match(line) and not opens_another
    )


def _is_whole_title(line: str) -> bool:
    """Whether a line says a whole title: it names a body first and what it did, or ends in 案."""
    head = line.partition("——")[0]
    title = line if not head or is_body(head) else head
    if is_complete(title):
        return len(title) >= 5 and not CAPTION.match(title)
    mention = next(find_bodies(title), None)
    says_what = mention is not None and mention.start == 0 and len(title) - mention.end >= 6
    return says_what and mention is not None and not NEWS_VERB.search(title, mention.end + 1)


def _rises(heads: Sequence[Head]) -> bool:
    return all(
        a.marker.number <= b.marker.number for a, b in pairwise(heads) if a.marker and b.marker
    )


def _is_case(lines: Sequence[Line], head: Head) -> bool:
    """Whether a numbered heading is a case's: it names a body first, or ends in 案."""
    title = "".join(head.pieces)
    mention = next(find_bodies(title), None)
    names_body = mention is not None and mention.start == 0 and len(title) > mention.end
    below = lines[head.end].text if head.end < len(lines) else ""
    opens = section_mark(below) or CREDITS.match(below)
    return bool(title) and (names_body or is_complete(title) or bool(opens))
