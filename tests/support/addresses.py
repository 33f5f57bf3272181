"""The addresses of the site, as its URL patterns have them, with any values in their places."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

PLACE = re.compile(r"<[^>]+>")


def routes(patterns: Iterable[Any], before: str = "") -> Iterator[str]:
    """The routes of URL patterns, with <kind:name> for a value; no regular expressions."""
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        elif "^" not in route:
            yield route


def addresses(known: Iterable[str], values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Any of these routes, with any of these values in its places."""
    return st.builds(filled, st.sampled_from(sorted(set(known))), st.lists(values, min_size=3))


def filled(route: str, values: list[str]) -> str:
    """A route with values in its places."""
    parts = iter(values)
    return PLACE.sub(lambda _place: quote(next(parts), safe="", errors="replace"), route)
