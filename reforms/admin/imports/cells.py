"""The cells of an import, as its page shows them: those of a row, and of its batch.

Knows no request.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from ... import importing
from ...columns import BY_NAME
from ...models import Batch, BatchImport, ImportRow, field_label
from ..labels import cell_in_words, cell_options, column_label
from ..place_choices import PlaceQuestion, place_questions

MAIN = (
    *("title", "subtitle", "title_by", "official_no", "bodies", "provinces", "levels", "themes"),
    *("keywords", "summary"),
)
# Column → the lines of its box, which shows the whole of a usual text.
LINES = {"title": 2, "title_en": 2, "summary": 4, "summary_en": 4, "body": 8, "introduction": 6}
# Column → the column whose passage it comes from.
PASSAGE_OF = dict.fromkeys(("provinces", "levels"), "bodies")

RARE = {"subtitle"}  # shown first only where there is one
SOURCE = ("source_name", "source_url")
ADDRESS = re.compile(r"https?://\S+")
THEME = "case.theme"  # what a question of the reader is about


class Message(NamedTuple):
    """What the check found in a cell, and whether the row is refused for it."""

    text: str
    refuses: bool


@dataclass(frozen=True)
class Cell:
    """One field on the page."""

    name: str
    label: str
    text: str
    old: str = ""
    has_old: bool = False
    passage: str = ""
    messages: tuple[Message, ...] = ()
    lines: int = 1  # of the box
    options: tuple[str, ...] = ()  # of a closed list; empty where the field is free text
    places: tuple[PlaceQuestion, ...] = ()  # the bodies whose name fits several, with the choices

    @property
    def is_explained(self) -> bool:
        """Whether the passage says more than the cell does."""
        return "".join(self.passage.split()) not in "".join(self.text.split())

    @property
    def is_main(self) -> bool:
        """Whether an editor needs to look at it first."""
        is_usual = self.name in MAIN and (bool(self.text) or self.name not in RARE)
        return is_usual or self.has_old or bool(self.messages)


def row_cells(row: ImportRow, asked_once: Collection[tuple[str, str]] = ()) -> list[Cell]:
    """The cells of a row: the main ones first; derived ones only with a message or a change.

    `asked_once` are the questions that the page asks for all rows together: (column, text).
    """
    old = {column: before for column, before, _after in row.changes}
    messages: dict[str, list[Message]] = {}
    for column, text, refuses in row.messages:
        if refuses or (column, text) not in asked_once:
            messages.setdefault(column, []).append(Message(text, refuses))
    return [
        row_cell(row, name, old.get(name), tuple(messages.get(name, ())))
        for name in dict.fromkeys(shown_columns(row, messages, old))
        if name in BY_NAME
    ]


def shown_columns(
    row: ImportRow, messages: Collection[str], changed: Collection[str]
) -> Iterator[str]:
    """The columns to show, in order and with repetitions; some have a message or a change."""
    yield from (name for name in MAIN if name in row.cells or name in messages)
    yield from (name for name in row.cells if not is_derived(name))
    yield from messages
    yield from changed


def is_derived(name: str) -> bool:
    return name in BY_NAME and BY_NAME[name].derived


def row_cell(row: ImportRow, name: str, old: str | None, messages: tuple[Message, ...]) -> Cell:
    text = cell_in_words(name, row.cells.get(name, ""))
    return Cell(
        name=name,
        label=column_label(name),
        text=text,
        old="" if old is None else cell_in_words(name, old),
        has_old=old is not None,
        passage=row.passages.get(name) or row.passages.get(PASSAGE_OF.get(name, ""), ""),
        messages=messages,
        lines=LINES.get(name, 1),
        options=cell_options(name, text),
        places=tuple(place_questions(row)) if name == "bodies" else (),
    )


def batch_cells(batch_import: BatchImport) -> list[Cell]:
    """The batch of a pasted release, to be corrected; its source is one field."""
    shown, passages = shown_batch(batch_import), batch_import.facts.get("passages", {})
    old = {name: before for name, before, _after in batch_plan(batch_import)["changes"]}
    names = [name for name in importing.BATCH_FORM if name not in SOURCE]
    names.insert(names.index("introduction"), "source")
    return [
        Cell(
            name=name,
            label=batch_label(name),
            text=batch_text(shown, name),
            old=batch_text(old, name),
            has_old=any(part in old for part in parts_of(name)),
            passage=passages.get(parts_of(name)[0], ""),
            messages=tuple(
                m for part in parts_of(name) for m in batch_messages(batch_import, part)
            ),
            lines=LINES.get(name, 1),
            options=cell_options(name, batch_text(shown, name)),
        )
        for name in names
    ]


def batch_label(name: str) -> str:
    """What the page calls an input about the batch."""
    return _("来源") if name == "source" else field_label(Batch, name)


def shown_batch(batch_import: BatchImport) -> dict[str, str]:
    """The fields of the batch beside the rows, as the last check found or made them."""
    return batch_plan(batch_import).get("shown") or batch_import.facts.get("batch", {})


def parts_of(name: str) -> tuple[str, ...]:
    """The fields of the batch that an input is for."""
    return SOURCE if name == "source" else (name,)


def batch_text(fields: Mapping[str, str], name: str) -> str:
    """What an input about the batch shows."""
    text = " ".join(filter(None, (fields.get(part, "") for part in parts_of(name))))
    return cell_in_words(name, text)


def source_parts(text: str) -> dict[str, str]:
    """The name and the address in the one field for the source of a batch."""
    address = next(iter(ADDRESS.findall(text)), "")
    return dict(zip(SOURCE, (text.replace(address, "").strip(), address), strict=True))


def batch_plan(batch_import: BatchImport) -> dict[str, Any]:
    """What the check found out about the first batch of an import."""
    return next(iter(batch_import.facts.get("plans", ())), {"faults": [], "changes": []})


def batch_messages(batch_import: BatchImport, names: Collection[str]) -> Iterator[Message]:
    """The questions of the reader and the faults found by the check, about fields of a batch."""
    for field, text in batch_import.facts.get("questions", ()):
        if field in names:
            yield Message(text, False)
    for column, text in batch_plan(batch_import)["faults"]:
        if batch_field(column) in names:
            yield Message(text, True)


def batch_field(column: str) -> str:
    """The field of the batch that a column shows; a name of a field stays what it is."""
    return BY_NAME[column].field if column in BY_NAME else column


def open_questions(batch_import: BatchImport, under_headings: Collection[int]) -> list[str]:
    """The questions of the reader that are about no field of the batch.

    `under_headings` are the lines of the rows whose theme is asked about by their heading.
    """
    questions = batch_import.facts.get("questions", ())
    settled = {*importing.BATCH_FORM}
    asks_for_themes = any(field == THEME for field, _text in questions)
    # Only then: a table has no such question, but may have thousands of rows.
    if asks_for_themes and has_themes(batch_import, under_headings):
        settled.add(THEME)
    return [text for field, text in questions if field not in settled]


def has_themes(batch_import: BatchImport, under_headings: Collection[int]) -> bool:
    """Whether every case of an import has a theme, or a heading that is asked about."""
    rows = batch_import.rows.values_list("line", "cells")
    return all(line in under_headings or cells.get("themes", "").strip() for line, cells in rows)
