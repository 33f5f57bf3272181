"""Lets an editor choose the place of a body whose name fits several. Knows no request."""

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


def place_choices(bodies: str) -> list[tuple[str, str]]:
    """The choices for the ambiguous names in a cell of bodies: (form value, label)."""
    names = parallel_values(bodies)
    return [
        (value, f"{names[position_of(value)]} → {candidate.standard_name}")
        for value, candidate in candidates(bodies).items()
    ]


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
