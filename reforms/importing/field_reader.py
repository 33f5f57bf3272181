"""The cells of a row → values of the case's own fields, and its themes."""

import re
from collections.abc import Callable, Collection

from django.core.exceptions import ValidationError
from django.db.models import TextField
from django.utils.translation import gettext as _

from ..columns import BATCH_COLUMNS, BY_NAME
from ..columns.readers import ClosedList, ListEntry
from ..models import Case, Theme
from ..tables import unguarded
from ..text.cleaning import same_text
from ..text.lines import one_line, split_values
from ..text.lost import (
    doubtful_mark,
    is_lost,
    is_reformatted,
    is_scientific,
    lost_characters,
    may_have_lost,
)
from .checked_rows import TITLE_COLUMNS, CheckedRow, has_provisional_title, lost_message
from .states import Choice
from .stored_values import Change
from .theme_cells import read_assignments

VERB = re.compile("^(?:强化|细化|实化|优化)(?=..责任)")  # 强化政治责任: as the release puts it
FIELDS = {field.name: field for field in Case._meta.fields}


def own_reader(column: str) -> Callable[[str], str] | None:
    """The reader of a column that sets a field of the case itself; None for any other column."""
    return BY_NAME[column].read if column in BY_NAME and not BY_NAME[column].relation else None


class FieldReader:
    """Reads rows; with `clear`, an empty cell empties the field of a case that is updated."""

    def __init__(self, clear: bool) -> None:
        self.clear = clear
        themes = Theme.objects.prefetch_related("former_slugs")
        self.themes = {theme.slug: theme for theme in themes}
        self.theme_list = ClosedList(
            lambda: [
                ListEntry(theme.slug, theme.name, names_of(theme)) for theme in self.themes.values()
            ]
        )

    def read(self, checked_row: CheckedRow) -> None:
        """Set the values and themes of a row, and add what is wrong or doubtful about its cells."""
        row = checked_row.row
        for column, text in row.faults:
            checked_row.refuse(column, text)
        is_title_kept = checked_row.target and has_provisional_title(row)
        skipped: Collection[str] = TITLE_COLUMNS if is_title_kept else ()
        for column, text in row.asks:
            if column not in skipped:
                checked_row.ask(column, text)
        refuse_lost_characters(checked_row)
        skipped = {*skipped, *(column for column, _text in row.faults)}
        self.read_fields(checked_row, [column for column in row.cells if column not in skipped])
        self.read_themes(checked_row)

    def differs(self, checked_row: CheckedRow, column: str, text: str) -> bool:
        """Whether a cell says something else than the catalogue.

        LibreOffice saves our form for Excel with its apostrophes, but without its byte order mark.
        """
        if checked_row.target is None:
            return bool(text.strip())
        stored = checked_row.stored(column)
        if same_text(text, stored) or (stored and same_text(unguarded(text), stored)):
            return False
        return self.clear or bool(text.strip())

    def read_fields(self, checked_row: CheckedRow, columns: Collection[str]) -> None:
        for column in columns:
            read, text = own_reader(column), checked_row.cell(column)
            if read and self.differs(checked_row, column, text):
                read_field(checked_row, column, text, read)

    def read_themes(self, checked_row: CheckedRow) -> None:
        """Set the themes, by the column of slugs or else by that of names, with their bases."""
        cells = checked_row.row.cells
        column = "themes" if "themes" in cells else "theme_names"
        themes = None
        if column in cells and self.differs(checked_row, column, checked_row.cell(column)):
            themes = self.themes_in(checked_row, checked_row.cell(column))
        if not (is_title_made_up(checked_row) and has_themes(checked_row, themes)):
            read_assignments(checked_row, themes)

    def themes_in(self, checked_row: CheckedRow, text: str) -> list[Theme]:
        """The themes that a cell names, in its order; refuses the row for any other name."""
        themes: dict[str, Theme] = {}
        for name in split_values(text):
            try:
                slug = self.theme_list(VERB.sub("", name))
                themes[slug] = self.themes[slug]
            except ValidationError as error:
                checked_row.refuse("themes", error.messages[0])
        return list(themes.values())


def names_of(theme: Theme) -> tuple[str, ...]:
    """What a cell may call a theme: its slug, its names, the slugs of those merged into it."""
    former = (each.slug for each in theme.former_slugs.all())
    return theme.slug, theme.name, theme.name_en, *former


def is_title_made_up(checked_row: CheckedRow) -> bool:
    """Whether the row is a report of a stored case, without the release's own words."""
    return bool(checked_row.target) and has_provisional_title(checked_row.row)


def has_themes(checked_row: CheckedRow, themes: list[Theme] | None) -> bool:
    """Whether the stored case has these themes; a report gives them no other basis then."""
    stored = {assignment.theme.slug for assignment in checked_row.stored_assignments()}
    return {theme.slug for theme in themes or ()} <= stored


def refuse_lost_characters(checked_row: CheckedRow) -> None:
    """Refuse cells with question marks in place of characters; ask where that is not sure."""
    for column in checked_row.row.cells if checked_row.choice != Choice.SKIP else ():
        stored, text = checked_row.stored(column), checked_row.cell(column)
        if not (stored or may_have_lost(text)) or same_text(stored, text):
            continue
        if column not in BATCH_COLUMNS and (lost := lost_characters(stored, text)):
            checked_row.refuse(column, lost_message(lost))
        elif own_reader(column) is one_line and is_scientific(text):
            message = _("“%s”是表格软件把长数字写成了科学计数，原来的数字丢了，请照原文补上。")
            checked_row.refuse(column, message % text)
        elif stored and is_reformatted(stored, text) and own_reader(column) is one_line:
            message = _("案例库里是“%(old)s”，这里是“%(new)s”：像是表格软件改的。请照原样写回。")
            checked_row.refuse(column, message % {"old": stored, "new": text})
        elif is_lost(text):
            checked_row.refuse(column, _("这里只有问号：原来的字在保存时丢了，请照原文补上。"))
        elif mark := doubtful_mark(text):
            message = _("“%s”里的问号像是保存时丢了的字，请对照原文。")
            checked_row.ask(column, message % mark)


def read_field(checked_row: CheckedRow, column: str, text: str, read: Callable[[str], str]) -> None:
    """Set one field of the case from its cell, unless the value turns out to be the same."""
    field = FIELDS[column]
    try:
        value = read(text)
        # A text of any length has no check but those that the whole row has passed.
        if value != text or not isinstance(field, TextField):
            value = field.clean(value, None)
    except ValidationError as error:
        checked_row.refuse(column, " ".join(error.messages))
        return
    target = checked_row.target
    if target is None or value != getattr(target, column):
        checked_row.values[column] = value
        if target:
            checked_row.changes.append(Change(column, checked_row.stored(column), value))
