"""Which of several places of the same name a body belongs to, as an editor chooses it."""

from ..columns import BODY_COLUMNS, SEPARATOR
from ..divisions import Body, read_bodies
from ..text.lines import parallel_values

# What a choice between places settles of a body.
SETTLED = {
    column: field
    for column, field in BODY_COLUMNS.items()
    if field in ("standard_name", "kind", "province", "level")
}


def choices_of(bodies: str) -> dict[str, Body]:
    """Value of the form → the body that it stands for: position and standard name say which."""
    return {
        f"{position}:{choice.standard_name}": choice
        for position, name in enumerate(parallel_values(bodies))
        for body in read_bodies(name)[:1]
        for choice in body.choices
    }


def places(bodies: str) -> list[tuple[str, str]]:
    """Where the bodies of a cell may be whose names fit several places: (value, label)."""
    names = parallel_values(bodies)
    return [
        (value, f"{names[int(value.partition(':')[0])]} → {choice.standard_name}")
        for value, choice in choices_of(bodies).items()
    ]


def placed(cells: dict[str, str], chosen: str) -> dict[str, str]:
    """The cells that say where a body is, as an editor chose it from places()."""
    bodies = cells.get("bodies", "")
    choice = choices_of(bodies).get(chosen)
    if choice is None:
        return {}
    position, count = int(chosen.partition(":")[0]), len(parallel_values(bodies))
    changed = {}
    for column, field in SETTLED.items():
        values = parallel_values(cells.get(column, "")) or [""] * count
        if len(values) == count:
            values[position] = getattr(choice, field)
            changed[column] = SEPARATOR.join(values)
    return changed
