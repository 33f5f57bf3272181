"""Found words in their original writing: marked in a whole text, or in a piece of it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .folding import FOLDING, fold

BEFORE, LENGTH = 20, 100  # characters of an excerpt before the first found word, and in all
EXCERPTS = 3  # fields of one case from which excerpts are shown
PIECE = 64  # characters that are folded together when looking for one of them


class Excerpt(NamedTuple):
    """A piece of a field, with the found words in <mark>."""

    field: str
    html: SafeString


def spans(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """Where folded terms stand in a text as written: (start, end), in order, not overlapping."""
    folded, origins = fold(text), None
    found = []
    for term in terms:
        start = folded.find(term)
        while start >= 0:
            origins = origins or [i for i, one in enumerate(text) for _ in FOLDING[ord(one)]]
            found.append((origins[start], origins[start + len(term) - 1] + 1))
            start = folded.find(term, start + 1)
    return merged(sorted(found), text)


def merged(found: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Join what overlaps or touches; take in the accents that follow a letter."""
    joined: list[tuple[int, int]] = []
    for start, end in found:
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def parts(text: str, found: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it was found; no found piece holds a line break."""
    done = 0
    for start, end in found:
        yield text[done:start], False
        for piece in re.split(r"(\s*\n\s*)", text[start:end]):
            yield piece, not piece.isspace()
        done = end
    yield text[done:], False


def html(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", text) if found else text,)
            for text, found in pieces
            if text
        ),
    )


def mark(text: str, terms: Sequence[str]) -> SafeString:
    """A whole text, safe to print, with the found words in <mark>; terms are folded."""
    return html(parts(text, spans(text, terms)))


def origin(text: str, place: int) -> int:
    """Where in a text the character stands whose fold is at a place of the whole fold."""
    start = 0
    while (length := len(fold(text[start : start + PIECE]))) <= place:
        place -= length
        start += PIECE
    ends = accumulate(len(FOLDING[ord(one)]) for one in text[start : start + PIECE])
    return start + next(offset for offset, end in enumerate(ends) if end > place)


def excerpt(text: str, folded: str, terms: Sequence[str]) -> SafeString:
    """The piece of a text around the first of the terms, which its fold has."""
    first, term = min((folded.find(term), term) for term in terms)
    found = origin(text, first), origin(text, first + len(term) - 1) + 1
    start = max(0, found[0] - BEFORE)
    end = min(len(text), max(start + LENGTH, found[1]))
    # To look for them only here, and a little on, takes a tenth of looking through the whole.
    inside = spans(text[start : end + LENGTH], terms)
    inside = [(a, min(b, end - start)) for a, b in inside if a < end - start]
    left, right = "…" * (start > 0), "…" * (end < len(text))
    return html([(left, False), *parts(text[start:end], inside), (right, False)])


def missing(terms: Iterable[str], texts: Iterable[str]) -> list[str]:
    """The folded terms that none of the texts has."""
    folded = [fold(text) for text in texts]
    return [term for term in terms if not any(term in text for text in folded)]


def excerpts(texts: Iterable[tuple[str, str]], terms: Sequence[str]) -> tuple[Excerpt, ...]:
    """Pieces of the fields, given as (field, text), that have the terms, each term once."""
    found: list[Excerpt] = []
    for field, text in texts:
        if not terms or len(found) == EXCERPTS:
            break
        folded = fold(text)
        if here := [term for term in terms if term in folded]:
            found.append(Excerpt(field, excerpt(text, folded, here)))
            terms = [term for term in terms if term not in here]
    return tuple(found)
