"""What an editor entered on the page of an import → corrected cells and choices."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _

from ... import importing
from ...columns import BY_NAME
from ...models import BatchImport, ImportRow
from ...text.numbers import number
from ...text.validation import validate_text
from ..labels import cell_in_words, column_label
from ..place_choices import PLACE_COLUMNS, place_cells, year_of
from ..requests import posted_texts
from .cells import batch_label, batch_text, shown_batch, source_parts
from .shown import Clash, Shown, shown_texts

SHOWN = "shown"  # input: fingerprints of what the page showed
CHOICE = "choice"  # input: what becomes of a row
PLACES = "places"  # stands for what the choice of a place depends on
BATCH_INPUTS = (*importing.BATCH_FORM, "source")


class Corrections(NamedTuple):
    """Row key → its `cells` and, where it was sent, its `choice`; and the fields of the batch.

    `clashes` are not among them.
    """

    rows: dict[int, dict[str, Any]]
    batch: dict[str, str]
    clashes: list[Clash]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to store."""
        return not self.rows and not self.batch


class RowInput(NamedTuple):
    """An input of the form that is about a row."""

    key: int
    column: str
    text: str


def corrections(request: HttpRequest, batch_import: BatchImport) -> Corrections:
    """What an editor changed on the page of an import.

    Raises ValidationError for texts that no database can store.
    """
    texts = posted_texts(request)
    for text in texts.values():
        validate_text(text)
    inputs: dict[int, list[RowInput]] = {}
    for row_input in row_inputs(texts):
        inputs.setdefault(row_input.key, []).append(row_input)
    clashes: list[Clash] = []
    changes = {
        row.pk: row_changes(row, inputs[row.pk], clashes)
        for row in batch_import.rows.filter(pk__in=inputs)
    }
    batch = batch_corrections(texts, batch_import, clashes)
    return Corrections({key: change for key, change in changes.items() if change}, batch, clashes)


def row_changes(row: ImportRow, inputs: list[RowInput], clashes: list[Clash]) -> dict[str, Any]:
    """What the inputs of a row change; adds those that somebody else has changed to `clashes`."""
    typed = typed_inputs(row, {column: text for _key, column, text in inputs}, clashes)
    change: dict[str, Any] = {CHOICE: typed.pop(CHOICE)} if CHOICE in typed else {}
    cells = {column: text for column, text in typed.items() if not is_place(column)}
    for column in filter(is_place, typed):  # after all cells
        cells |= place_cells(row.cells | cells, typed[column], year_of(row))
    return change | ({"cells": cells} if cells else {})


def typed_inputs(row: ImportRow, texts: dict[str, str], clashes: list[Clash]) -> dict[str, str]:
    """The inputs of a row that its sender changed and nobody else, by column."""
    shown, stored = Shown(texts.get(SHOWN, "")), row_texts(row)
    typed = {}
    for column, text in texts.items():
        name = PLACES if is_place(column) else column
        before = stored.get(name, "")
        if not is_correction(column, text) or not shown.is_typed(name, before, text):
            continue
        if shown.is_overtaken(name, before):
            clashes.append(clash_of(row, column, text))
        else:
            typed[column] = text
    return typed


def row_inputs(texts: dict[str, str]) -> list[RowInput]:
    """The inputs named row-KEY-COLUMN."""
    parts = [(name.split("-", 2), text) for name, text in texts.items()]
    return [
        RowInput(key, name[2] if len(name) > 2 else "", text)
        for name, text in parts
        if name[0] == "row" and len(name) > 1 and (key := number(name[1])) is not None
    ]


def is_correction(column: str, text: str) -> bool:
    """Whether an input of a row is one that the page has."""
    if column == CHOICE:
        return text in ("", *ImportRow.Choice.values)
    return column in BY_NAME or (is_place(column) and bool(text))


def is_place(column: str) -> bool:
    """Whether an input chooses which place a body is."""
    return column.partition("-")[0] == "place"


def row_texts(row: ImportRow) -> dict[str, str]:
    """What the page shows of a row, by the name of the input."""
    cells = {name: cell_in_words(name, text) for name, text in row.cells.items()}
    places = " ".join(row.cells.get(name, "") for name in ("bodies", *PLACE_COLUMNS))
    return cells | {CHOICE: row.choice, PLACES: places}


def shown_row(row: ImportRow) -> str:
    """The field by which a form says what its page showed of a row."""
    return shown_texts(row_texts(row))


def clash_of(row: ImportRow, column: str, text: str) -> Clash:
    """The clash in an input of a row."""
    is_release = row.batch_import.kind == BatchImport.Kind.RELEASE
    place = (_("第 %d 件") if is_release else _("第 %d 行")) % row.line
    if column == CHOICE:
        labels = {str(value): str(label) for value, label in ImportRow.Choice.choices}
        return Clash(
            place, _("处理"), *(labels.get(each, _("自动")) for each in (row.choice, text))
        )
    name = "bodies" if is_place(column) else column
    return Clash(place, column_label(name), cell_in_words(name, row.cells.get(name, "")), text)


def shown_batch_texts(batch_import: BatchImport) -> str:
    """The field by which a form says what its page showed of the batch."""
    fields = shown_batch(batch_import)
    return shown_texts({name: batch_text(fields, name) for name in BATCH_INPUTS})


def batch_corrections(
    texts: dict[str, str], batch_import: BatchImport, clashes: list[Clash]
) -> dict[str, str]:
    """The fields of the batch that were changed on the page; adds to `clashes` as row_changes()."""
    fields, shown = shown_batch(batch_import), Shown(texts.get(f"batch-{SHOWN}", ""))
    entered: dict[str, str] = {}
    for name in BATCH_INPUTS:
        stored, text = batch_text(fields, name), texts.get(f"batch-{name}", "").strip()
        if f"batch-{name}" not in texts or not shown.is_typed(name, stored, text):
            continue
        if shown.is_overtaken(name, stored):
            clashes.append(Clash(_("批次"), batch_label(name), stored, text))
        else:
            entered |= source_parts(text) if name == "source" else {name: text}
    return {name: text for name, text in entered.items() if text != batch_text(fields, name)}
