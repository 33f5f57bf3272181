"""What an editor typed on the page of an import → changed cells and choices."""

from django.http import HttpRequest

from .. import importing
from ..columns import BY_NAME
from ..models import BatchImport, ImportRow
from .import_rows import words
from .place_choices import placed


def corrections(request: HttpRequest, found: BatchImport) -> tuple[dict, dict]:
    """What was typed on a page: row key → cells and choice; and the batch's fields."""
    rows: dict[int, dict] = {}
    places_chosen: dict[int, str] = {}
    stored = {row.pk: row for row in found.rows.filter(pk__in=row_keys(request))}
    for name, text in request.POST.items():
        kind, _dash, rest = name.partition("-")
        key, _dash, column = rest.partition("-")
        if kind != "row" or not key.isdecimal() or int(key) not in stored:
            continue
        change = rows.setdefault(int(key), {"cells": {}})
        if column == "choice" and text in ("", *ImportRow.Choice.values):
            change["choice"] = text
        elif column == "place":
            places_chosen[int(key)] = text
        elif column in BY_NAME and not untouched(stored[int(key)], column, text):
            change["cells"][column] = text
    for key, chosen in places_chosen.items():
        rows[key]["cells"] |= placed(stored[key].cells | rows[key]["cells"], chosen)
    known = found.facts.get("batch", {})
    batch = {
        name: request.POST[f"batch-{name}"].strip()
        for name in importing.BATCH_FORM
        if f"batch-{name}" in request.POST
    }
    changed = {name: text for name, text in batch.items() if text != known.get(name, "")}
    return {key: change for key, change in rows.items() if differs(stored[key], change)}, changed


def differs(row: ImportRow, change: dict) -> bool:
    return bool(change["cells"]) or change.get("choice", row.choice) != row.choice


def row_keys(request: HttpRequest) -> set[int]:
    found = (name.split("-") for name in request.POST if name.startswith("row-"))
    return {int(part[1]) for part in found if part[1].isdecimal()}


def untouched(row: ImportRow, column: str, text: str) -> bool:
    """Whether the form sends back what it showed; browsers send line breaks as CRLF."""
    was = words(column, row.cells.get(column, ""))
    return text.replace("\r\n", "\n") == was.replace("\r\n", "\n")
