"""A public case → its line in a CSV file and in a JSON Lines file, made once and stored.

Derived: history writes the lines with every version, reindex writes them anew. A line made by
other code of the columns, or for another address of the site, counts as none.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from .. import columns
from ..columns import COLUMNS, cell
from ..models import Case, CsvLine, JsonLine
from .edits import BLOCK, State

QUOTED = re.compile('[",\r\n]')  # RFC 4180, section 2.6
VOCABULARY = Path(__file__).parent.parent / "vocabulary.py"

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def csv_cell(text: str) -> str:
    """A cell as RFC 4180 has it: quoted where it must be."""
    if not QUOTED.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def csv_line(state: State) -> str:
    """The CSV line of a case, from its state as columns.values() makes it."""
    return ",".join(csv_cell(cell(state[column.name])) for column in COLUMNS) + "\r\n"


def json_line(state: State) -> str:
    """The JSON line of a case, from its state as columns.values() makes it."""
    return encode({column.name: state[column.name] for column in COLUMNS}) + "\n"


def states(keys: Collection[int]) -> dict[int, State]:
    """The columns of the public cases with these keys: from their lines where they are current."""
    rows = JsonLine.objects.filter(case__in=keys, made_with=maker()).values_list("case", "text")
    stored = {key: json.loads(text) for key, text in rows}
    if others := set(keys) - set(stored):
        cases = Case.objects.published().with_relations().filter(pk__in=others)
        stored |= {case.pk: columns.values(case) for case in cases}
    return stored


LINES: dict[type[CsvLine] | type[JsonLine], Callable[[State], str]] = {
    CsvLine: csv_line,
    JsonLine: json_line,
}


def store(states: Iterable[tuple[int, State]]) -> None:
    """Write the lines of public cases, given as key and state."""
    states, made_with = list(states), maker()
    for model, line in LINES.items():
        model._default_manager.bulk_create(
            [model(case_id=key, made_with=made_with, text=line(state)) for key, state in states],
            batch_size=BLOCK,
            update_conflicts=True,
            unique_fields=["case"],
            update_fields=["made_with", "text"],
        )


def forget(cases: QuerySet[Case]) -> None:
    """Drop the lines of cases that are not public any more, or that reindex makes anew."""
    for model in LINES:
        model._default_manager.filter(case__in=cases).delete()


def maker() -> str:
    """What lines depend on beside the case: the code of the columns, and the site's address."""
    return hashlib.sha256(f"{code()}{settings.SITE_URL}".encode()).hexdigest()[:16]


@lru_cache
def code() -> str:
    """Digest of the files that decide what a line looks like."""
    table = sorted(Path(columns.__file__).parent.glob("*.py"))
    sources = (*table, VOCABULARY, Path(__file__))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
