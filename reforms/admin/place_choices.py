"""Lets an editor choose the place of a body whose name fits several. Knows no request."""

from typing import NamedTuple

from ..columns import BODY_COLUMNS, SEPARATOR
from ..divisions import Body, read_bodies
from ..text.lines import parallel_values

# Column → field of a body, for what the choice of a place determines.
PLACE_COLUMNS = {
    column: field
    for column, field in BODY_COLUMNS.items()
    if field in ("standard_name", "kind", "province", "level")
}


def candidates(bodies: str) -> dict[str, Body]:
    """Form value → the body that it stands for; the value is its position and standard name."""
    return {
        f"{position}:{candidate.standard_name}": candidate
        for position, name in enumerate(parallel_values(bodies))
        for body in read_bodies(name)[:1]
        for candidate in body.choices
    }


class PlaceQuestion(NamedTuple):
    """A name that fits several places, and the choices: (form value, label)."""

    position: int
    name: str
    choices: list[tuple[str, str]]


def place_questions(bodies: str) -> list[PlaceQuestion]:
    """A question for each ambiguous name in a cell of bodies."""
    names, questions = parallel_values(bodies), dict[int, PlaceQuestion]()
    for value, candidate in candidates(bodies).items():
        position = position_of(value)
        question = PlaceQuestion(position, names[position], [])
        choices = questions.setdefault(position, question).choices
        choices.append((value, candidate.standard_name))
    return list(questions.values())


def position_of(value: str) -> int:
    """Which body of its cell a form value is about, from 0."""
    return int(value.partition(":")[0])


def place_cells(cells: dict[str, str], value: str) -> dict[str, str]:
    """The cells that a choice changes, by column; none where the value is no valid choice."""
    bodies = cells.get("bodies", "")
    candidate = candidates(bodies).get(value)
    if candidate is None:
        return {}
    position, count = position_of(value), len(parallel_values(bodies))
    changed = {}
    for column, field in PLACE_COLUMNS.items():
        values = parallel_values(cells.get(column, "")) or [""] * count
        if len(values) == count:
            values[position] = getattr(candidate, field)
            changed[column] = SEPARATOR.join(values)
    return changed
