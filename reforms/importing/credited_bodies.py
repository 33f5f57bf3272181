"""The cells of a row → its credited bodies."""

from collections.abc import Callable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..columns import BODY_COLUMNS, BY_NAME, SEPARATOR
from ..divisions import Body, is_joint
from ..models import MOST_BODIES, CreditedBody
from ..text.lines import parallel_values
from ..vocabulary import BodyKind, Level, PlaceBasis, Province, place_label
from .checked_rows import CheckedRow, has_provisional_title
from .named_bodies import bodies_by_name, named_bodies
from .stored_values import Change

PLACE_FIELDS = ("kind", "province", "level")


def read_credited_bodies(
    checked_row: CheckedRow, differs: Callable[[CheckedRow, str, str], bool]
) -> None:
    """Set the bodies of a row from its columns, and what these leave open from their names.

    `differs` says whether the cell of a column differs from the catalogue.
    """
    changed = {
        column
        for column in BODY_COLUMNS
        if column in checked_row.row.cells
        and differs(checked_row, column, checked_row.cell(column))
    }
    if not changed or is_report(checked_row):
        return
    bodies = bodies_of_cells(checked_row, body_cells(checked_row, "bodies" in changed))
    if bodies is None:
        return
    keep_keys(checked_row, bodies)
    changes = body_changes(checked_row, bodies)
    if not checked_row.target or changes:
        checked_row.bodies = bodies
        checked_row.changes += changes


def is_report(checked_row: CheckedRow) -> bool:
    """Whether the bodies are as a report calls them: that replaces no stored ones."""
    row = checked_row.row
    is_as_read = checked_row.cell("bodies") == row.passages.get("bodies")
    return bool(checked_row.target) and has_provisional_title(row) and is_as_read


def body_cells(checked_row: CheckedRow, are_new: bool) -> dict[str, str]:
    """The cells of bodies; while the bodies stay, those absent or empty keep what is stored."""
    cells = {column: checked_row.cell(column) for column in BODY_COLUMNS}
    for column, text in cells.items():
        if not text.strip():
            cells[column] = "" if are_new else checked_row.stored(column)
    return cells


def bodies_of_cells(checked_row: CheckedRow, cells: Mapping[str, str]) -> list[CreditedBody] | None:
    """The bodies that parallel cells give, one value a body; None if a cell is refused."""
    names = parallel_values(cells["bodies"])
    if len(names) > MOST_BODIES:
        message = _("一件案例最多 %(most)d 个单位，这里有 %(count)d 个。")
        checked_row.refuse("bodies", message % {"most": MOST_BODIES, "count": len(names)})
        return None
    columns = {
        column: parallel_values(text)
        for column, text in cells.items()
        if column != "bodies" and text.strip(" ;；")
    }
    if not columns:
        bodies = named_bodies(names, batch_year(checked_row))
        if any(map(is_joint, names)):
            message = _("读成 %(count)d 个单位：%(names)s。请核对。")
            read = "；".join(body.name for body in bodies)
            checked_row.ask("bodies", message % {"count": len(bodies), "names": read})
        return [make_body(checked_row, body, {}) for body in bodies]
    start = len(checked_row.messages)
    check_counts(checked_row, len(names), columns)
    if len(checked_row.messages) > start:
        return None
    credited = parallel_bodies(checked_row, names, columns)
    is_refused = any(message.refuses for message in checked_row.messages[start:])
    return None if is_refused else credited


def parallel_bodies(
    checked_row: CheckedRow, names: list[str], columns: Mapping[str, list[str]]
) -> list[CreditedBody]:
    """A body for each name, from the values in its position; each column has one for each name."""
    by_name = bodies_by_name(names, batch_year(checked_row), columns.get("provinces", ()))
    for name in filter(is_joint, names):
        message = _("“%s”像是几个单位：请用分号隔开，地区、层级也照这个次序写。")
        checked_row.refuse("bodies", message % name)
    return [
        make_body(
            checked_row,
            (by_name[position] or (Body(name=name),))[0],
            {column: values[position].strip() for column, values in columns.items()},
            name=name,
        )
        for position, name in enumerate(names)
    ]


def batch_year(checked_row: CheckedRow) -> int | None:
    """The year of the batch, which decides what a name meant; None if it is unknown."""
    return checked_row.batch.year if checked_row.batch else None


def check_counts(checked_row: CheckedRow, names: int, columns: Mapping[str, list[str]]) -> None:
    """Refuse each column that has not one value for each name."""
    for column, values in columns.items():
        if len(values) != names:
            message = _("单位有 %(names)d 个，这里有 %(values)d 个，个数应相同，用分号隔开。")
            checked_row.refuse(column, message % {"names": names, "values": len(values)})


def make_body(
    checked_row: CheckedRow, by_name: Body, cells: Mapping[str, str], name: str = ""
) -> CreditedBody:
    """A body from its cells, completed by what its name says; refuses what does not validate."""
    values = {"name": name or by_name.name}
    for column, text in cells.items():
        read = BY_NAME[column].read
        try:
            values[BODY_COLUMNS[column]] = read(text) if read and text else ""
        except ValidationError as error:
            checked_row.refuse(column, error.messages[0])
    complete(checked_row, by_name, values)
    body = CreditedBody(**values)
    try:
        body.clean_fields(exclude=["case"])
    except ValidationError as error:
        for text in error.messages:
            checked_row.refuse("bodies", f"{body.name}：{text}")
    return body


def complete(checked_row: CheckedRow, by_name: Body, values: dict[str, str]) -> None:
    """Take from the name what the cells leave open, and ask about what is doubtful."""
    stated = {field: values[field] for field in PLACE_FIELDS if values.get(field)}
    if by_name.level and "level" not in stated:
        message = _("“%(name)s”按名称判断：%(place)s。")
        place = place_label(values.get("province") or by_name.province, by_name.level)
        checked_row.ask("levels", message % {"name": values["name"], "place": place})
    add_from_name(values, by_name)
    is_open = bool(by_name.choices) and not values["standard_name"]
    for question in by_name.questions if len(stated) < len(PLACE_FIELDS) else ():
        (checked_row.refuse if is_open else checked_row.ask)("bodies", question)
    if not values["kind"]:
        values["kind"] = BodyKind.OTHER
        message = _("认不出“%s”是哪类机构，暂记为其他单位。") % values["name"]
        checked_row.ask("body_kinds", message)
    compare_with_name(checked_row, by_name, values["name"], stated)


def add_from_name(values: dict[str, str], by_name: Body) -> None:
    """Set the fields that have no value yet to what the name says."""
    basis = PlaceBasis.STATED.value if values.get("level") else by_name.place_basis
    for field in (*PLACE_FIELDS, "standard_name"):
        values[field] = values.get(field) or getattr(by_name, field)
    values["place_basis"] = values.get("place_basis") or basis


def compare_with_name(
    checked_row: CheckedRow, by_name: Body, name: str, stated: Mapping[str, str]
) -> None:
    """Ask about a stated province or level that is not the one in the name."""
    for field, column, choices in (("province", "provinces", Province), ("level", "levels", Level)):
        expected = getattr(by_name, field)
        if field in stated and expected not in ("", stated[field]):
            message = _("按名称“%(name)s”应是%(told)s，这里写的是%(given)s，请核对。")
            labels = {"told": choices(expected).label, "given": choices(stated[field]).label}
            checked_row.ask(column, message % {"name": name, **labels})


def keep_keys(checked_row: CheckedRow, bodies: list[CreditedBody]) -> None:
    """Give each body the key of the stored body of that name, which it replaces."""
    stored = checked_row.target.bodies.all() if checked_row.target else ()
    keys = {body.name: body.pk for body in stored}
    for body in bodies:
        if key := keys.pop(body.name, None):
            body.pk = key


def body_changes(checked_row: CheckedRow, bodies: list[CreditedBody]) -> list[Change]:
    """The columns of bodies that change; none of a new case."""
    if not checked_row.target:
        return []
    after = {
        column: SEPARATOR.join(getattr(body, field) for body in bodies)
        for column, field in BODY_COLUMNS.items()
    }
    return [
        Change(column, checked_row.stored(column), text)
        for column, text in after.items()
        if text != checked_row.stored(column)
    ]
