"""Query string → checked selection."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.http import QueryDict

from ..search import terms
from .filters import known_values
from .selection import FACETS, MATCHES, SORT_NAMES, Selection

# A character that no reader types: NUL, a lone surrogate, or what a wrong encoding left.
BROKEN = re.compile(r"[\x00\ud800-\udfff\ufffd]")
TERMS = 100  # of a search at most: each may take 0.1 s at 100,000 cases
SHOWN = 60  # characters of a wrong value that are shown back

Pairs = tuple[tuple[str, str], ...]


class Asked(NamedTuple):
    """What a query string asks for, and what of it was dropped: parameter and value."""

    selection: Selection
    dropped: Pairs


def select(params: QueryDict) -> Asked:
    """Check a query string. What is unknown is dropped and named; what is not ours is ignored."""
    given = {facet: list(dict.fromkeys(params.getlist(facet))) for facet in FACETS}
    chosen = {facet: tuple(known_values(facet, values)) for facet, values in given.items()}
    dropped = [
        (facet, value)
        for facet, values in given.items()
        for value in values
        if value and value not in chosen[facet]
    ]
    texts = {name: list(dict.fromkeys(params.getlist(name))) or [""] for name in SCALARS}
    scalars = {name: read(texts[name][-1]) for name, read in SCALARS.items()}
    dropped += [(name, texts[name][-1]) for name, value in scalars.items() if value is None]
    # Of several values of what can have one, the last counts.
    dropped += [(name, value) for name, values in texts.items() for value in values[:-1] if value]
    shown = tuple((name, BROKEN.sub("\ufffd", value)[:SHOWN]) for name, value in dropped)
    return Asked(selection_of(chosen, scalars), shown)


def selection_of(chosen: dict[str, tuple[str, ...]], scalars: dict[str, str | None]) -> Selection:
    """The selection of checked values; a missing or wrong one has its default."""
    q = scalars["q"] or ""
    sort = scalars["sort"] or ("relevance" if q else "newest")
    return Selection(
        **chosen,
        q=q,
        match=scalars["match"] or "any",
        sort="newest" if sort == "relevance" and not q else sort,
        page=int(scalars["page"] or 1),
    )


# A reader of one parameter: its value if known, empty if not given, None if wrong.
Reader = Callable[[str], str | None]


def one_of(values: Iterable[str]) -> Reader:
    return lambda text: text if text in values or not text else None


def read_page(text: str) -> str | None:
    return text if re.fullmatch(r"[1-9][0-9]{0,8}|", text, re.ASCII) else None


def read_query(text: str) -> str | None:
    return None if BROKEN.search(text) or len(terms(text)) > TERMS else text.strip()


SCALARS: dict[str, Reader] = {
    "q": read_query,
    "match": one_of(MATCHES),
    "sort": one_of(SORT_NAMES),
    "page": read_page,
}
