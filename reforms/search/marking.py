"""Found words in their original writing: marked in a whole text, or in a piece of it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from .folding import fold, origins

BEFORE, LENGTH = 20, 100  # characters of an excerpt before the first found word, and in all
BREAK = re.compile(r"(\s*\n\s*)")
EXCERPTS = 3  # fields of one case from which excerpts are shown


class Excerpt(NamedTuple):
    """A piece of a field, with the found words in <mark>."""

    field: str
    html: SafeString


def spans(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """Where folded terms stand in a text as written: (start, end), in order, not overlapping."""
    folded, places = fold(text), None
    found = []
    for term in terms:
        start = folded.find(term)
        while start >= 0:
            places = places or origins(text)
            found.append((places[start], places[start + len(term) - 1] + 1))
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
        found_text = text[start:end]
        for piece in BREAK.split(found_text) if "\n" in found_text else (found_text,):
            yield piece, not piece.isspace()
        done = end
    yield text[done:], False


def written(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    return mark_safe(
        "".join(
            f"<mark>{escape(text)}</mark>" if found else escape(text)
            for text, found in pieces
            if text
        )
    )


def mark(text: str, terms: Sequence[str]) -> SafeString:
    """A whole text, safe to print, with the found words in <mark>; terms are folded."""
    return written(parts(text, spans(text, terms)))


def excerpt(text: str, folded: str, terms: Sequence[str]) -> SafeString:
    """The piece of a text around the first of the terms, which its fold has."""
    first, term = min((folded.find(term), term) for term in terms)
    places = origins(text)
    start = max(0, places[first] - BEFORE)
    end = min(len(text), max(start + LENGTH, places[first + len(term) - 1] + 1))
    # To look for them only here, and a little on, takes a tenth of looking through the whole.
    inside = spans(text[start : end + LENGTH], terms)
    inside = [(a, min(b, end - start)) for a, b in inside if a < end - start]
    left, right = "…" * (start > 0), "…" * (end < len(text))
    return written([(left, False), *parts(text[start:end], inside), (right, False)])


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
