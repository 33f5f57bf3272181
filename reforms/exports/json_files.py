"""Cases as JSON Lines, and as pages of JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from ..columns import BODY
from ..history.stored_lines import encode, states
from ..models import Case, JsonLine
from .blocks import records, stored_lines
from .export import Export

PAGE_SIZE = 100


def write_jsonl(export: Export) -> Iterator[bytes]:
    """One case a line, lists as lists; the first line is a case like the others."""
    yield b""
    yield from stored_lines(export, JsonLine, json_made)


def json_made(export: Export) -> Iterator[bytes]:
    for block in records(export):
        yield "".join(f"{encode(record)}\n" for record in block).encode()


def json_page(
    export: Export, number: int, keys: Sequence[int], next_address: str
) -> dict[str, Any]:
    """The cases with these keys as one page, with the facts of the whole selection."""
    found, names = states(keys), [column.name for column in export.columns]
    if BODY in export.columns:
        for key, body in Case.objects.filter(pk__in=keys).values_list("pk", "body"):
            found[key]["body"] = body
    return {
        **export.facts(),
        "page": number,
        "pages": -(-export.total // PAGE_SIZE),
        "next": next_address if number * PAGE_SIZE < export.total else None,
        "cases": [{name: found[key][name] for name in names} for key in keys],
    }
