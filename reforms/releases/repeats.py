"""A text that stands twice in a page is read once."""

from collections.abc import Sequence
from itertools import pairwise

from ..documents import Line
from .release import Question
from .shapes import FULL_STOP

LONG = 30  # characters: shorter lines repeat by chance
FEWEST = 2  # long paragraphs in the same order that make a copy
TRIES = 20  # beginnings that are looked at
STEP = 3  # long paragraphs from one to the next, where a copy leaves some out


def once(lines: Sequence[Line]) -> tuple[list[Line], list[Question]]:
    """The lines without a second copy of them, and what to say about it.

    A second copy is a run of paragraphs in the same order, of most of what follows; a law cited
    twice is none.
    """
    texts = [line.text for line in lines]
    first: dict[str, int] = {}
    for n, text in enumerate(texts):
        first.setdefault(text, n)
    starts = [n for n, text in enumerate(texts) if _is_prose(text) and first[text] < n]
    start = next((n for n in _likeliest(starts, texts, first) if _is_copy(texts, n)), None)
    if start is None:
        return list(lines), []
    start = _with_short_lines(texts, first, start)
    extra = [text for text in texts[start:] if first[text] >= start]
    questions = [Question("text", "文章出现了不止一遍，只读第一遍")]
    if extra:
        excerpts = "；".join(text[:30] for text in extra[:3])
        questions.append(Question("text", f"后一遍多出{len(extra)}段，没有读入：{excerpts}"))
    return list(lines[:start]), questions


def _is_prose(text: str) -> bool:
    """Whether a line is a paragraph: a long title stands in the contents and above its text."""
    return len(text) >= LONG and bool(FULL_STOP.search(text))


def _likeliest(starts: Sequence[int], texts: Sequence[str], first: dict[str, int]) -> list[int]:
    """Where a copy may begin: where the first long paragraph comes again, or at the first few."""
    opening = next(text for text in texts if _is_prose(text)) if starts else ""
    return [n for n in starts if texts[n] == opening][:TRIES] + list(starts[:TRIES])


def _is_copy(texts: Sequence[str], start: int) -> bool:
    """Whether most long paragraphs from here on have stood before, in the same order."""
    long_texts = dict.fromkeys(text for text in texts[:start] if _is_prose(text))
    rank = {text: n for n, text in enumerate(long_texts)}
    rest = [rank.get(text, -1) for text in texts[start:] if _is_prose(text)]
    again = [n for n in rest if n >= 0]
    in_order = sum(0 < b - a <= STEP for a, b in pairwise(again))
    return len(again) >= FEWEST and len(again) * 2 > len(rest) and in_order * 2 >= len(again) - 1


def _with_short_lines(texts: Sequence[str], first: dict[str, int], start: int) -> int:
    """The first line of a copy: the short lines above its first paragraph belong to it."""
    while start and first[texts[start - 1]] < start - 1:
        start -= 1
    return start
