"""The cells of an import, as its page shows them: those of a row, and of its batch.

Knows no request.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .. import importing
from ..columns import BY_NAME
from ..models import Batch, BatchImport, ImportRow, field_label
from .labels import cell_in_words, cell_options, column_label
from .place_choices import place_choices

MAIN = (
    *("title", "title_by", "official_no", "bodies", "provinces", "levels", "themes"),
    *("keywords", "summary"),
)
LONG = {"summary", "summary_en", "body", "introduction"}
# Column → the column whose passage it comes from.
PASSAGE_OF = dict.fromkeys(("provinces", "levels"), "bodies")


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
    is_long: bool = False
    options: tuple[str, ...] = ()  # of a closed list; empty where the field is free text

    @property
    def places(self) -> list[tuple[str, str]]:
        """The choices for bodies whose name fits several places: (form value, label)."""
        return place_choices(self.text) if self.name == "bodies" else []

    @property
    def is_main(self) -> bool:
        """Whether an editor needs to look at it first."""
        return self.name in MAIN or self.has_old or bool(self.messages)


def row_cells(row: ImportRow) -> list[Cell]:
    """The cells of a row: the main ones first; derived ones only with a message or a change."""
    old = {column: before for column, before, _after in row.changes}
    messages: dict[str, list[Message]] = {}
    for column, text, refuses in row.messages:
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
        is_long=name in LONG,
        options=cell_options(name, text),
    )


def batch_cells(batch_import: BatchImport) -> list[Cell]:
    """The batch of a pasted release, to be corrected."""
    facts = batch_import.facts
    old = {name: before for name, before, _after in batch_plan(batch_import)["changes"]}
    return [
        Cell(
            name=name,
            label=field_label(Batch, name),
            text=facts["batch"].get(name, ""),
            old=old.get(name, ""),
            has_old=name in old,
            passage=facts.get("passages", {}).get(name, ""),
            messages=batch_messages(batch_import, name),
            is_long=name in LONG,
        )
        for name in importing.BATCH_FORM
    ]


def batch_plan(batch_import: BatchImport) -> dict[str, list[list[str]]]:
    """The faults and changes that the check found in the first batch of an import."""
    return next(iter(batch_import.facts.get("plans", ())), {"faults": [], "changes": []})


def batch_messages(batch_import: BatchImport, name: str) -> tuple[Message, ...]:
    """The questions of the reader and the faults found by the check, about a field of a batch."""
    questions = batch_import.facts.get("questions", ())
    faults = batch_plan(batch_import)["faults"]
    return (
        *(Message(text, False) for field, text in questions if field == name),
        *(Message(text, True) for column, text in faults if batch_field(column) == name),
    )


def batch_field(column: str) -> str:
    """The field of the batch that a column shows; a name of a field stays what it is."""
    return BY_NAME[column].field if column in BY_NAME else column


def open_questions(batch_import: BatchImport) -> list[str]:
    """The questions of the reader that are about no field of the batch."""
    questions = batch_import.facts.get("questions", ())
    return [text for field, text in questions if field not in importing.BATCH_FORM]
