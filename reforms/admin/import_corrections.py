"""What an editor entered on the page of an import → corrected cells and choices."""

from typing import Any, NamedTuple

from django.http import HttpRequest

from .. import importing
from ..columns import BY_NAME
from ..models import BatchImport, ImportRow
from ..text.numbers import number
from ..text.validation import validate_text
from .import_cells import batch_text, shown_batch, source_parts
from .labels import cell_in_words
from .place_choices import place_cells, year_of
from .requests import posted_texts


class Corrections(NamedTuple):
    """Row key → its `cells` and, where it was sent, its `choice`; and the fields of the batch."""

    rows: dict[int, dict[str, Any]]
    batch: dict[str, str]


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
    inputs = row_inputs(texts)
    rows = {row.pk: row for row in batch_import.rows.filter(pk__in={key for key, *_ in inputs})}
    changes: dict[int, dict[str, Any]] = {}
    for key, column, text in inputs:
        if key in rows:
            add_change(changes.setdefault(key, {"cells": {}}), rows[key], column, text)
    for key, column, text in inputs:
        if key in rows and column.partition("-")[0] == "place":
            cells = changes[key]["cells"]
            cells |= place_cells(rows[key].cells | cells, text, year_of(rows[key]))
    changed = {key: change for key, change in changes.items() if differs(rows[key], change)}
    return Corrections(changed, batch_corrections(texts, batch_import))


def row_inputs(texts: dict[str, str]) -> list[RowInput]:
    """The inputs named row-KEY-COLUMN."""
    parts = [(name.split("-", 2), text) for name, text in texts.items()]
    return [
        RowInput(key, name[2] if len(name) > 2 else "", text)
        for name, text in parts
        if name[0] == "row" and len(name) > 1 and (key := number(name[1])) is not None
    ]


def add_change(change: dict[str, Any], row: ImportRow, column: str, text: str) -> None:
    """Add what an input changes of its row; choices of a place come after all cells."""
    if column == "choice" and text in ("", *ImportRow.Choice.values):
        change["choice"] = text
    elif column in BY_NAME and not is_unchanged(row, column, text):
        change["cells"][column] = text


def is_unchanged(row: ImportRow, column: str, text: str) -> bool:
    """Whether the form sends back what it showed; browsers send line breaks as CRLF."""
    shown = cell_in_words(column, row.cells.get(column, ""))
    return text.replace("\r\n", "\n") == shown.replace("\r\n", "\n")


def differs(row: ImportRow, change: dict[str, Any]) -> bool:
    return bool(change["cells"]) or change.get("choice", row.choice) != row.choice


def batch_corrections(texts: dict[str, str], batch_import: BatchImport) -> dict[str, str]:
    """The fields of the batch that differ from what the page showed."""
    shown = shown_batch(batch_import)
    entered = {
        name: texts[f"batch-{name}"].strip()
        for name in importing.BATCH_FORM
        if f"batch-{name}" in texts
    }
    if "batch-source" in texts:
        entered |= source_parts(texts["batch-source"])
    return {name: text for name, text in entered.items() if text != batch_text(shown, name)}
