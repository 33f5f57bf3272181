"""Text → folded text; query → terms; narrow a queryset to the cases that have them.

`fold(term) in fold(text)` decides what is found, on every database.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from django.db.models import Q, QuerySet


@cache
def fold_character(character: str) -> str:
    """One character as searches see it: decomposed (NFKD), lower case, letters and digits only."""
    plain = unicodedata.normalize("NFKD", character).lower()
    return "".join(part for part in plain if part.isalnum())


def fold(text: str) -> str:
    """Text as searches see it; each character is folded by itself, so folds concatenate."""
    return "".join(map(fold_character, text))


@dataclass(frozen=True)
class Query:
    """What a reader asked for: folded terms that must and must not occur."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


def parse(text: str) -> Query:
    """Read a search: spaces AND, `"…"` a phrase, `-word` without; nothing else is special."""
    wanted, unwanted = [], []
    for minus, phrase, word in re.findall(r'(-?)(?:["“”]([^"“”]*)["“”]|(\S+))', text):
        term = fold(phrase or word)
        if term:
            (unwanted if minus else wanted).append(term)
    return Query(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


def narrow(cases: QuerySet, query: Query) -> QuerySet:
    """The cases whose text has every wanted and no unwanted term."""
    for term in query.wanted:
        cases = cases.filter(anywhere(term))
    for term in query.unwanted:
        cases = cases.exclude(anywhere(term))
    return cases


def anywhere(term: str) -> Q:
    fields = ("title", "summary", "rest")
    return Q(*((f"text__{field}__contains", term) for field in fields), _connector=Q.OR)
