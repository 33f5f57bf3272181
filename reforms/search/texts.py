"""The folded texts of cases in the database: the truth that the index is made from.

`term in text` decides what a search matches. Where the index does not reach, it is tested here.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from pathlib import Path
from typing import NamedTuple

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import StrIndex

from ..bitset import Bitset
from ..models import Case, CaseText
from ..text import fold_table, folding
from ..text.folding import fold
from .matches import TIERS, Tier

SEPARATOR = "\n"  # never comes out of fold(), so that nothing matches across two fields
STORED = 500  # rows in one statement


class Tiers(NamedTuple):
    """The folded text of a case; matches in a title come first, then those in a summary."""

    title: str
    summary: str
    rest: str


TIER_OF = {"title": "title", "subtitle": "title", "summary": "summary"}


def tiers(fields: Iterable[tuple[str, str]]) -> Tiers:
    """The tiers of a case, from the names and texts of its fields."""
    parts: dict[str, list[str]] = {name: [] for name in Tiers._fields}
    for name, text in fields:
        parts[TIER_OF.get(name, "rest")].append(fold(text))
    return Tiers(*(SEPARATOR.join(filter(None, texts)) for texts in parts.values()))


# By what code a text was folded: one folded by other code is folded again.
SOURCES = (__file__, folding.__file__, fold_table.__file__, fold_table.TABLE)
MADE_WITH = hashlib.sha256(b"".join(Path(source).read_bytes() for source in SOURCES)).hexdigest()[
    :16
]


def store_texts(entries: Sequence[tuple[int, Tiers]]) -> None:
    """Store the folded texts of cases, new or changed, given by key. For reforms.history."""
    CaseText.objects.bulk_create(
        [CaseText(case_id=key, made_with=MADE_WITH, **text._asdict()) for key, text in entries],
        batch_size=STORED,
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["made_with", *Tiers._fields],
    )


def stale_texts() -> QuerySet[CaseText]:
    """The texts that were folded by other code."""
    return CaseText.objects.exclude(made_with=MADE_WITH)


def matching(term: str, texts: QuerySet[CaseText], tier: Tier) -> Bitset:
    """The ids of the cases whose texts have a folded term, by looking into each text."""
    names = Tiers._fields[: TIERS.index(tier) + 1]
    places = {f"in_{name}": StrIndex(name, Value(term)) for name in names}
    has_term = reduce(or_, (Q(**{f"{place}__gt": 0}) for place in places))
    hits = texts.alias(**places).filter(has_term)
    return Bitset.of(list(hits.order_by().values_list("case_id", flat=True)))


def published_texts() -> QuerySet[CaseText]:
    """The texts that the index holds."""
    return CaseText.objects.filter(case__in=Case.objects.published())
