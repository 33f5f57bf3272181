"""The lines of public cases in CSV and JSON Lines files, stored so that exports only copy them.

Derived data: history writes a line with every version. A line made by other code, or for another
address of the site, is not used; line_renewal.py makes it anew.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet

from .. import columns
from ..columns import COLUMNS, cell
from ..models import Case, CsvLine, JsonLine
from .edits import BLOCK, State

Line = TypeVar("Line", bound=Model)

QUOTED = re.compile('[",\r\n]')  # RFC 4180, section 2.6
VOCABULARY = Path(__file__).parent.parent / "vocabulary.py"

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def csv_cell(text: str) -> str:
    """A cell of a CSV file, quoted if RFC 4180 requires it."""
    if not QUOTED.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def csv_line(state: State) -> str:
    """The CSV line of a case with this state, with its line break."""
    return ",".join(csv_cell(cell(state[column.name])) for column in COLUMNS) + "\r\n"


def json_line(state: State) -> str:
    """The JSON line of a case with this state, with its line break."""
    return encode({column.name: state[column.name] for column in COLUMNS}) + "\n"


def states(keys: Collection[int]) -> dict[int, State]:
    """The columns of the public cases with these keys, by key; from their lines if up to date."""
    rows = JsonLine.objects.filter(case__in=keys, made_with=program_digest()).values_list(
        "case", "text"
    )
    stored = {key: json.loads(text) for key, text in rows}
    if missing := set(keys) - set(stored):
        cases = Case.objects.published().with_relations().filter(pk__in=missing)
        stored |= {case.pk: columns.values(case) for case in cases}
    return stored


LINES: dict[type[CsvLine] | type[JsonLine], Callable[[State], str]] = {
    CsvLine: csv_line,
    JsonLine: json_line,
}


def save_lines(states: Iterable[tuple[int, State]]) -> None:
    """Write the lines of public cases, given by key and state."""
    states, made_with = list(states), program_digest()
    for model, line in LINES.items():
        upsert_lines(
            model,
            [model(case_id=key, made_with=made_with, text=line(state)) for key, state in states],
        )


def upsert_lines(model: type[Line], lines: Iterable[Line]) -> None:
    """Insert lines, or overwrite those of the same cases."""
    model._default_manager.bulk_create(
        lines,
        batch_size=BLOCK,
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["made_with", "text"],
    )


def delete_lines(cases: QuerySet[Case]) -> None:
    """Delete the lines of cases that are not public any more, or whose lines are out of date."""
    for model in LINES:
        model._default_manager.filter(case__in=cases).delete()


def program_digest() -> str:
    """A digest of what lines depend on beside the case: our code and the site's address."""
    return hashlib.sha256(f"{code()}{settings.SITE_URL}".encode()).hexdigest()[:16]


@lru_cache
def code() -> str:
    """A digest of the source files that decide what a line looks like."""
    table = sorted(Path(columns.__file__).parent.glob("*.py"))
    sources = (*table, VOCABULARY, Path(__file__))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
