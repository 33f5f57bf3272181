"""Words of the field and their other writings (data/terms.txt), folded. Knows no catalogue."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..text.folding import fold
from .english import stems

TABLE = Path(__file__).parent.parent / "data" / "terms.txt"
MOST = 5  # other writings of a word that are looked for: each costs a search
LONGEST_PHRASE = 3  # English words that are one term: public interest litigation


class Synonyms(NamedTuple):
    """The other writings of what some words of a question say: those from start to stop."""

    start: int
    stop: int
    writings: tuple[str, ...]

    @property
    def folded(self) -> tuple[str, ...]:
        """Their terms for a search: folded, an English word by its stem."""
        return tuple(dict.fromkeys(map(term, self.writings[:MOST])))


@cache
def table() -> list[list[str]]:
    """The writings of each thing, as written."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if not line.startswith("#")]


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Key of a writing → the other writings of the same things, as written."""
    others: dict[str, dict[str, None]] = {}
    for writings in table():
        for writing in writings:
            rest = others.setdefault(key(writing), {})
            rest.update(dict.fromkeys(other for other in writings if key(other) != key(writing)))
    return {word: tuple(rest) for word, rest in others.items()}


def key(writing: str) -> str:
    """A writing as the table is searched for it: folded, an English one by its stems."""
    return "".join(stems(writing)) if writing.isascii() else fold(writing)


def term(writing: str) -> str:
    """What is looked for to find a writing in folded texts."""
    roots = stems(writing) if writing.isascii() else []
    return roots[0] if len(roots) == 1 else fold(writing)


def synonyms_of(words: Sequence[str]) -> Iterator[Synonyms]:
    """The synonyms of each word of a question, and of each English phrase in it.

    A Chinese word has no English ones: they would say nothing to its reader.
    """
    for start, word in enumerate(words):
        for length in range(1, LONGEST_PHRASE + 1 if word.isascii() else 2):
            phrase = words[start : start + length]
            others = synonyms().get(key(" ".join(phrase)), ())
            writings = tuple(text for text in others if word.isascii() or not text.isascii())
            if writings and len(phrase) == length:
                yield Synonyms(start, start + length, writings)
