"""Query string → checked selection."""

import re
from collections.abc import Iterable

from django.http import QueryDict

from ..search import terms
from .filters import FIELDS
from .selection import FACETS, MATCHES, ORDERS, Selection

# A character that no reader types: NUL, a lone surrogate, or what a wrong encoding left.
BROKEN = re.compile(r"[\x00\ud800-\udfff\ufffd]")
TERMS = 100  # of a search at most: each may take 0.1 s at 100,000 cases
SHOWN = 60  # characters of a wrong value that are shown back


def select(params: QueryDict) -> Selection:
    """Check a query string. What is unknown is dropped and named; what is not ours is ignored."""
    names = {name: known(name, params.getlist(name)) for name in FACETS}
    chosen = {name: tuple(values) for name, values in names.items()}
    given = {name: list(dict.fromkeys(params.getlist(name))) or [""] for name in SCALARS}
    scalars = {name: read(given[name][-1]) for name, read in SCALARS.items()}
    dropped = [
        (name, value)
        for name in FACETS
        for value in dict.fromkeys(params.getlist(name))
        if value and value not in chosen[name]
    ]
    dropped += [(name, given[name][-1]) for name, value in scalars.items() if value is None]
    # Of several values of what can have one, the last counts.
    dropped += [(name, value) for name, values in given.items() for value in values[:-1] if value]
    dropped = [(name, BROKEN.sub("\ufffd", value)[:SHOWN]) for name, value in dropped]
    return Selection(
        **chosen,
        **defaults_for(scalars),
        labels=tuple((name, *one) for name in FACETS for one in names[name].items()),
        dropped=tuple(dropped),
    )


def known(facet: str, given: list[str]) -> dict[str, str]:
    """The known among the values given for a facet, with their names."""
    return FIELDS[facet].known(set(given)) if given else {}


def one_of(known: Iterable[str]):
    """A reader of one parameter: its value if known, empty if not given, None if wrong."""
    return lambda text: text if text in known or not text else None


def read_page(text: str) -> str | None:
    return text if re.fullmatch(r"[1-9][0-9]{0,8}|", text, re.ASCII) else None


def read_query(text: str) -> str | None:
    return None if BROKEN.search(text) or len(terms(text)) > TERMS else text.strip()


SCALARS = {"q": read_query, "match": one_of(MATCHES), "sort": one_of(ORDERS), "page": read_page}


def defaults_for(scalars: dict[str, str | None]) -> dict:
    """The parameters with one value, each with its default where it is missing or wrong."""
    q = scalars["q"] or ""
    sort = scalars["sort"] or ("relevance" if q else "newest")
    return {
        "q": q,
        "match": scalars["match"] or "any",
        "sort": "newest" if sort == "relevance" and not q else sort,
        "page": int(scalars["page"] or 1),
    }
