"""For Schemathesis: what OpenAPI cannot say of two parameters, that one is about the other, or
leaves nothing to it."""

import re

import schemathesis

NEEDED_BY = {"field": ("q",), "dated": ("date_from", "date_to")}


@schemathesis.hook
def map_query(_context, query):
    """The query without a detail of what it does not ask for, and without contradictions."""
    return query and {
        name: value
        for name, value in query.items()
        if has_subject(name, query) and name not in excluded(query)
    }


def has_subject(name: str, query: dict) -> bool:
    """Whether what a detail is about is asked for, and a text has a character to search for."""
    asked = [query.get(other) for other in NEEDED_BY.get(name, ())]
    return name not in NEEDED_BY or any(re.search(r"\w", str(value or "")) for value in asked)


def excluded(query: dict) -> tuple[str, ...]:
    """The options that leave nothing to each other."""
    if query.get("shape") == "parts":
        return ("columns", "body")
    return ("body",) if query.get("parts") else ()
