"""The cells of a row → its credited bodies."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..columns import BODY_COLUMNS, BY_NAME, SEPARATOR
from ..divisions import Body, read_bodies
from ..models import CreditedBody
from ..text.lines import parallel_values
from ..vocabulary import BodyKind, Level, PlaceBasis, Province, place_in_words
from .checked import Checked


def read_credited(one: Checked, says_something: Callable, year: str) -> None:
    """The bodies of a row: as its columns say, the rest as their names tell."""
    given = {column: one.cell(column) for column in BODY_COLUMNS if column in one.row.cells}
    told = [column for column, text in given.items() if says_something(one, column, text)]
    if not told:
        return
    # A column that the file lacks, or leaves empty, keeps what the catalogue has.
    texts = {c: given.get(c, "") if given.get(c, "").strip() else one.old(c) for c in BODY_COLUMNS}
    if "bodies" in told:
        texts = {c: text if given.get(c, "").strip() else "" for c, text in texts.items()}
    bodies = in_parallel(one, texts, int(year) if year else None)
    if bodies is None:
        return
    keep_numbers(one, bodies)
    changes = body_changes(one, bodies)
    if not one.target or changes:
        one.bodies = bodies
        one.changes += changes


def in_parallel(one: Checked, texts: dict[str, str], year: int | None) -> list | None:
    """Bodies from parallel cells, one value a body; None where a cell is at fault."""
    names = parallel_values(texts["bodies"])
    others = {c: text for c, text in texts.items() if c != "bodies" and text.strip(" ;；")}
    if not others:
        return [make_body(one, body, {}) for body in by_names(names, year)]
    columns = {column: parallel_values(text) for column, text in others.items()}
    known = len(one.messages)
    for column, values in columns.items():
        if len(values) != len(names):
            words = _("单位有 %(names)d 个，这里有 %(values)d 个，个数应相同，用分号隔开。")
            one.refuse(column, words % {"names": len(names), "values": len(values)})
    if len(one.messages) > known:
        return None
    bodies = []
    for position, name in enumerate(names):
        told = (read_bodies(name, year=year) or (Body(name=name),))[0]
        cells = {column: values[position].strip() for column, values in columns.items()}
        bodies.append(make_body(one, told, cells, name=name))
    return None if any(refuses for *_rest, refuses in one.messages[known:]) else bodies


def by_names(names: list[str], year: int | None) -> list[Body]:
    found: list[Body] = []
    for name in names:
        found += read_bodies(name, found[-1] if found else None, year)
    return found


def make_body(one: Checked, told: Body, cells: dict[str, str], name: str = "") -> CreditedBody:
    """A body from its cells; what they leave open, from what its name tells."""
    values = {"name": name or told.name}
    for column, text in cells.items():
        read = BY_NAME[column].read
        try:
            values[BODY_COLUMNS[column]] = read(text) if read and text else ""
        except ValidationError as error:
            one.refuse(column, error.messages[0])
    fill_in(one, told, values)
    body = CreditedBody(**values)
    try:
        body.clean_fields(exclude=["case"])
    except ValidationError as error:
        for words in error.messages:
            one.refuse("bodies", f"{body.name}：{words}")
    return body


def fill_in(one: Checked, told: Body, values: dict[str, str]) -> None:
    """Take from the name what the cells leave open, and say what was doubtful."""
    known = {name: values[name] for name in ("kind", "province", "level") if values.get(name)}
    if told.level and "level" not in known:
        words = _("“%(name)s”按名称判断：%(place)s。")
        place = place_in_words(values.get("province") or told.province, told.level)
        one.ask("levels", words % {"name": values["name"], "place": place})
    for name in ("kind", "province", "level", "standard_name"):
        values[name] = values.get(name) or getattr(told, name)
    if not values.get("place_basis"):
        inferred = "level" not in known and "level" in told.inferred
        values["place_basis"] = PlaceBasis.INFERRED if inferred else PlaceBasis.STATED
    for words in told.questions if len(known) < 3 else ():
        one.ask("bodies", words)
    if not values["kind"]:
        values["kind"] = BodyKind.OTHER
        one.ask("body_kinds", _("认不出“%s”是哪类机构，暂记为其他单位。") % values["name"])
    for name, column, choices in (("province", "provinces", Province), ("level", "levels", Level)):
        if name in known and getattr(told, name) not in ("", known[name]):
            words = _("按名称“%(name)s”应是%(told)s，这里写的是%(given)s，请核对。")
            told_label, given = choices(getattr(told, name)).label, choices(known[name]).label
            said = {"name": values["name"], "told": told_label, "given": given}
            one.ask(column, words % said)


def keep_numbers(one: Checked, bodies: list[CreditedBody]) -> None:
    """A body that stays, by its name, keeps its row."""
    rows = {body.name: body for body in (one.target.bodies.all() if one.target else ())}
    for body in bodies:
        if old := rows.pop(body.name, None):
            body.pk = old.pk


def body_changes(one: Checked, bodies: list[CreditedBody]) -> list[list[str]]:
    if not one.target:
        return []
    after = {
        column: SEPARATOR.join(getattr(body, name) for body in bodies)
        for column, name in BODY_COLUMNS.items()
    }
    return [
        [column, one.old(column), new] for column, new in after.items() if new != one.old(column)
    ]
