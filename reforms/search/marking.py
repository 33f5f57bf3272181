"""Found words in their original writing: a text in pieces that match or not. Makes no HTML."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..text.folding import fold, origins

BEFORE, LENGTH = 20, 100  # characters of an excerpt before the first found word, and in all
BREAK = re.compile(r"((?<!\s)\s*\n\s*)")  # from the first blank of a run: linear
EXCERPTS = 3  # fields of one case from which excerpts are shown


class Piece(NamedTuple):
    """Characters of a text that stand together, and whether they are a found word."""

    text: str
    is_match: bool


Pieces = tuple[Piece, ...]


class Excerpt(NamedTuple):
    """The part of a field around found words."""

    field: str
    pieces: Pieces


def spans(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """Where folded terms stand in a text as written: (start, end), in order, not overlapping."""
    folded, places = fold(text), None
    matches = []
    for term in terms:
        start = folded.find(term)
        while start >= 0:
            places = places or origins(text)
            matches.append((places[start], places[start + len(term) - 1] + 1))
            start = folded.find(term, start + 1)
    return merged(sorted(matches), text)


def merged(spans: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Join what overlaps or touches; take in the accents that follow a letter."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def divided(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    """A text in pieces, divided where found words begin and end; none of these has a line break."""
    done = 0
    for start, end in spans:
        yield Piece(text[done:start], False)
        match = text[start:end]
        for piece in BREAK.split(match) if "\n" in match else (match,):
            yield Piece(piece, not piece.isspace())
        done = end
    yield Piece(text[done:], False)


def pieces(text: str, terms: Sequence[str]) -> Pieces:
    """A whole text in pieces, of which those match that the folded terms find."""
    if not terms:
        return (Piece(text, False),)
    return tuple(piece for piece in divided(text, spans(text, terms)) if piece.text)


def excerpt(text: str, folded: str, terms: Sequence[str]) -> Pieces:
    """The part of a text around the first of the terms, which its fold has."""
    first, term = min((folded.find(term), term) for term in terms)
    places = origins(text)
    start = max(0, places[first] - BEFORE)
    end = min(len(text), max(start + LENGTH, places[first + len(term) - 1] + 1))
    # To look for them only here, and a little on, takes a tenth of looking through the whole.
    inside = spans(text[start : end + LENGTH], terms)
    inside = [(a, min(b, end - start)) for a, b in inside if a < end - start]
    left, right = "…" * (start > 0), "…" * (end < len(text))
    whole = (Piece(left, False), *divided(text[start:end], inside), Piece(right, False))
    return tuple(piece for piece in whole if piece.text)


def missing(terms: Iterable[str], texts: Iterable[str]) -> list[str]:
    """The folded terms that none of the texts has."""
    folded = [fold(text) for text in texts]
    return [term for term in terms if not any(term in text for text in folded)]


def excerpts(texts: Iterable[tuple[str, str]], terms: Sequence[str]) -> tuple[Excerpt, ...]:
    """Pieces of the fields, given as (field, text), that have the terms, each term once."""
    chosen: list[Excerpt] = []
    for field, text in texts:
        if not terms or len(chosen) == EXCERPTS:
            break
        folded = fold(text)
        if here := [term for term in terms if term in folded]:
            chosen.append(Excerpt(field, excerpt(text, folded, here)))
            terms = [term for term in terms if term not in here]
    return tuple(chosen)
