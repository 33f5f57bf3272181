"""Which of several places of the same name a body belongs to, as an editor chooses it."""

from ..columns import SEPARATOR
from ..divisions import read_bodies
from ..importing import parts


def places(bodies: str) -> list[tuple[str, str]]:
    return [
        (f"{position}:{choice.standard_name}", f"{name} → {choice.standard_name}")
        for position, name in enumerate(parts(bodies))
        for body in read_bodies(name)[:1]
        for choice in body.choices
    ]


def placed(cells: dict[str, str], chosen: str) -> dict[str, str]:
    """The cells that say where a body is, as an editor chose it from places()."""
    position, _colon, standard_name = chosen.partition(":")
    names = parts(cells.get("bodies", ""))
    if chosen not in {value for value, _said in places(cells.get("bodies", ""))}:
        return {}
    [choice] = [
        one
        for one in read_bodies(names[int(position)])[0].choices
        if one.standard_name == standard_name
    ]
    changed = {}
    for column, field in PLACE_OF.items():
        values = parts(cells.get(column, "")) or [""] * len(names)
        if len(values) == len(names):
            values[int(position)] = getattr(choice, field)
            changed[column] = SEPARATOR.join(values)
    return changed


# Column → field of a body, of what a choice between places settles.
PLACE_OF = {
    "body_names": "standard_name",
    "body_kinds": "kind",
    "provinces": "province",
    "levels": "level",
}
