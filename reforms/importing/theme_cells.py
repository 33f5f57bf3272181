"""The cells of a row about its themes → its theme assignments."""

from collections.abc import Callable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..columns import BY_NAME, cell
from ..columns.readers import author
from ..models import Theme, ThemeAssignment
from ..text.lines import parallel_values
from ..vocabulary import BASES_OF_OURS, Author, ThemeBasis
from .checked_rows import CheckedRow
from .stored_values import Change

FIELDS = {"theme_bases": "basis", "theme_passages": "passage"}  # parallel column → field

CLEANERS = {
    column: field
    for column, name in FIELDS.items()
    for field in ThemeAssignment._meta.fields
    if field.name == name
}


def read_assignments(checked_row: CheckedRow, themes: Sequence[Theme] | None) -> None:
    """Set the assignments of a row whose cell names these themes; None: those that are stored."""
    stored = {item.theme.slug: item for item in checked_row.stored_assignments()}
    named = [item.theme for item in stored.values()] if themes is None else themes
    parallel = parallel_cells(checked_row, len(named))
    by = assigned_by(checked_row)
    if parallel is None or (themes is None and not parallel and by is None):
        return
    assignments = []
    for position, theme in enumerate(named):
        fields = fields_of(stored.get(theme.slug))
        fields |= {FIELDS[column]: values[position] for column, values in parallel.items()}
        if "theme_bases" not in parallel and by is not None:
            is_new = theme.slug not in stored or checked_row.stored("themes_by") != by
            fields["basis"] = basis_by(by, fields["basis"], is_new)
        assignments.append(ThemeAssignment(theme=theme, **fields))
    set_assignments(checked_row, assignments)


def parallel_cells(checked_row: CheckedRow, count: int) -> Mapping[str, list[str]] | None:
    """Column → its values, one for each of so many themes; None where the row is refused."""
    columns = {}
    for column in FIELDS:
        values = parallel_values(checked_row.cell(column))
        if values and len(values) != count:
            message = _("主题有 %(themes)d 个，这里有 %(values)d 个，个数应相同，用分号隔开。")
            checked_row.refuse(column, message % {"themes": count, "values": len(values)})
        elif values:
            columns[column] = [read_value(checked_row, column, text) for text in values]
    return None if checked_row.is_refused else columns


def read_value(checked_row: CheckedRow, column: str, text: str) -> str:
    """One value of a parallel cell; refuses the row where it is none."""
    read: Callable[[str], str] | None = BY_NAME[column].read
    try:
        return CLEANERS[column].clean(read(text), None) if read and text else ""
    except ValidationError as error:
        checked_row.refuse(column, error.messages[0])
        return ""


def assigned_by(checked_row: CheckedRow) -> str | None:
    """Who assigned the themes, as a table says in a column of its own."""
    text = checked_row.cell("themes_by")
    try:
        return author(text) if text.strip() else None
    except ValidationError as error:
        checked_row.refuse("themes_by", error.messages[0])
        return None


def fields_of(stored: ThemeAssignment | None) -> dict[str, str]:
    """The fields of a stored assignment, empty for a new one."""
    return {field: getattr(stored, field, "") for field in FIELDS.values()}


def basis_by(by: str, basis: str, is_new: bool) -> str:
    """The basis where a table only says who assigned the themes."""
    if by == Author.CATALOGUE:
        return ThemeBasis.CATALOGUE.value if is_new else basis
    return "" if basis in BASES_OF_OURS else basis


def set_assignments(checked_row: CheckedRow, assignments: list[ThemeAssignment]) -> None:
    """Make these the assignments of a row, and note what they change of the stored ones."""
    assignments.sort(key=lambda item: (item.theme.position, item.theme.slug))
    after = {
        "themes": [item.theme.slug for item in assignments],
        "theme_bases": [item.basis for item in assignments],
        "theme_passages": [item.passage for item in assignments],
    }
    changes = [
        Change(column, checked_row.stored(column), cell(values))
        for column, values in after.items()
        if cell(values) != checked_row.stored(column)
    ]
    if not checked_row.target or changes:
        checked_row.assignments = assignments
    if checked_row.target:
        checked_row.changes += changes
