"""Lets an editor choose the place of a body whose name fits several. Knows no request."""

from collections.abc import Mapping
from typing import NamedTuple

from ..columns import BODY_COLUMNS, SEPARATOR
from ..divisions import Body
from ..importing import bodies_by_name
from ..models import MOST_BODIES, ImportRow
from ..text.lines import parallel_values

# Column → field of a body, for what the choice of a place determines.
PLACE_COLUMNS = {
    column: field
    for column, field in BODY_COLUMNS.items()
    if field in ("standard_name", "kind", "province", "level")
}


def year_of(row: ImportRow) -> int | None:
    """The year of the row's batch, as the check has it."""
    facts = row.batch_import.facts
    of_reference = row.cells.get("reference", "").rpartition("-")[0]
    slugs = (row.cells.get("batch", ""), of_reference, facts.get("batch", {}).get("slug", ""))
    years = {plan["slug"]: plan.get("year") for plan in facts.get("plans", ())}
    return next((years[slug] for slug in map(str.strip, slugs) if slug in years), None)


def candidates(cells: Mapping[str, str], year: int | None) -> dict[str, Body]:
    """Form value → the body that it stands for; the value is its position and standard name."""
    names = parallel_values(cells.get("bodies", ""))[:MOST_BODIES]
    by_name = bodies_by_name(names, year, parallel_values(cells.get("provinces", "")))
    return {
        f"{position}:{candidate.standard_name}": candidate
        for position, bodies in enumerate(by_name)
        for body in bodies[:1]
        for candidate in body.choices
    }


class PlaceQuestion(NamedTuple):
    """A name that fits several places, and the choices: (form value, label)."""

    position: int
    name: str
    choices: list[tuple[str, str]]


def place_questions(row: ImportRow) -> list[PlaceQuestion]:
    """A question for each ambiguous name in a row's cell of bodies."""
    names, questions = parallel_values(row.cells.get("bodies", "")), dict[int, PlaceQuestion]()
    for value, candidate in candidates(row.cells, year_of(row)).items():
        position = position_of(value)
        question = PlaceQuestion(position, names[position], [])
        choices = questions.setdefault(position, question).choices
        choices.append((value, candidate.standard_name))
    return list(questions.values())


def position_of(value: str) -> int:
    """Which body of its cell a form value is about, from 0."""
    return int(value.partition(":")[0])


def place_cells(cells: Mapping[str, str], value: str, year: int | None) -> dict[str, str]:
    """The cells that a choice changes, by column; none where the value is no valid choice."""
    candidate = candidates(cells, year).get(value)
    if candidate is None:
        return {}
    position, count = position_of(value), len(parallel_values(cells["bodies"]))
    changed = {}
    for column, field in PLACE_COLUMNS.items():
        values = parallel_values(cells.get(column, "")) or [""] * count
        if len(values) == count:
            values[position] = getattr(candidate, field)
            changed[column] = SEPARATOR.join(values)
    return changed
