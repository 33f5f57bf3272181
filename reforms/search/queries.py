"""What a reader types → folded terms."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from ..text.folding import fold


class Term(NamedTuple):
    """One word or phrase of a search: as typed, folded, and whether cases must not have it."""

    typed: str
    folded: str
    unwanted: bool


@dataclass(frozen=True)
class Query:
    """What a reader asked for: folded terms that must and must not occur."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


def terms(text: str) -> list[Term]:
    """Read a search: spaces AND, `"…"` a phrase, `-word` without; nothing else is special."""
    matches = re.finditer(r'([-－−]?)(?:["“”]([^"“”]*)["“”]|(\S+))', text)
    typed = [Term(match[0], fold(match[2] or match[3] or ""), bool(match[1])) for match in matches]
    return [term for term in typed if term.folded]


def parse(text: str) -> Query:
    """The query of a search as typed, each term once."""
    typed = terms(text)
    wanted = [term.folded for term in typed if not term.unwanted]
    unwanted = [term.folded for term in typed if term.unwanted]
    return Query(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))
