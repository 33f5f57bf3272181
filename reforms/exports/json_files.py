"""Cases as JSON Lines, and as pages of JSON."""

import json
import re
from collections.abc import Generator, Sequence
from typing import Any

from ..columns import BODY, COLUMNS
from ..history.stored_lines import encode, states
from ..models import Case, JsonLine
from .blocks import records
from .export import Export
from .stored_files import stored_or_made

PAGE_SIZE = 100
OF_BODIES = [column.name for column in COLUMNS if column.relation == "bodies"]
# One body or none; inside a text of the line, a quotation mark would stand behind a backslash.
ONE_BODY = re.compile(rb',"body_kinds":\[("[^"]*")?\],')


def write_jsonl(export: Export) -> Generator[bytes]:
    """JSON Lines: one case a line, lists as lists; no line is a header."""
    yield b""
    yield from stored_or_made(export, JsonLine, json_blocks, with_text, lines_of_bodies)


def with_text(line: bytes, text: str) -> bytes:
    """A stored line with a full text as its last value."""
    return b'%b,"%b":%b}\n' % (line[:-2], BODY.name.encode(), encode(text).encode())


def lines_of_bodies(line: bytes) -> bytes:
    """A stored line as the lines of the long shape, one for each credited body.

    Raises ValueError where the name of a body has the separator of values in it.
    """
    if ONE_BODY.search(line):
        return line
    state = json.loads(line)
    rows = zip(*(state[name] for name in OF_BODIES), strict=True)
    states = (state | {n: [v] for n, v in zip(OF_BODIES, row, strict=True)} for row in rows)
    return "".join(f"{encode(state)}\n" for state in states).encode()


def json_blocks(export: Export) -> Generator[bytes]:
    """The lines of all cases, made from their columns."""
    for block in records(export):
        yield "".join(f"{encode(record)}\n" for record in block).encode()


def json_page(
    export: Export, number: int, keys: Sequence[int], next_address: str
) -> dict[str, Any]:
    """Page `number`, from 1, with the cases of these keys and the facts of the whole selection.

    `next_address` is left out on the last page.
    """
    names = [column.name for column in export.columns]
    state_of = states(keys)
    if BODY in export.columns:
        for key, body in Case.objects.filter(pk__in=keys).values_list("pk", "body"):
            state_of[key]["body"] = body
    return {
        **export.facts(),
        "page": number,
        "pages": -(-export.total // PAGE_SIZE),
        "next": next_address if number * PAGE_SIZE < export.total else None,
        "cases": [{name: state_of[key][name] for name in names} for key in keys],
    }
