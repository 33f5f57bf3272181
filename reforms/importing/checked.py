"""One checked row, and what it would do."""

from collections import Counter
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from ..columns import BY_NAME
from ..columns import cell as as_cell
from ..models import Batch, Case, CreditedBody, ImportRow, Theme
from ..search import fold
from ..text.lines import split_values
from ..text.validation import UNSTORABLE, validate_text

RowStatus, Choice = ImportRow.Status, ImportRow.Choice


@dataclass
class Checked:
    """One row, and what it would do."""

    row: ImportRow
    batch: Batch | None = None
    number: int = 0
    target: Case | None = None
    values: dict[str, Any] = field(default_factory=dict)
    themes: list[Theme] | None = None
    bodies: list[CreditedBody] | None = None
    messages: list[list] = field(default_factory=list)
    changes: list[list[str]] = field(default_factory=list)
    alike: list[list] = field(default_factory=list)
    choice: str = ""  # the editor's, else ours
    status: str = ""

    def refuse(self, column: str, words: str) -> None:
        self.messages.append([column, words, True])

    def ask(self, column: str, words: str) -> None:
        self.messages.append([column, words, False])

    @property
    def is_refused(self) -> bool:
        return any(refuses for _column, _words, refuses in self.messages)

    @property
    def is_written(self) -> bool:
        return self.status in (RowStatus.NEW, RowStatus.CHANGED)

    @property
    def changes_public(self) -> bool:
        return self.status == RowStatus.CHANGED and self.target.is_public

    def cell(self, column: str) -> str:
        return self.row.cells.get(column, "")

    def old(self, column: str) -> str:
        return as_cell(BY_NAME[column].write(self.target)) if self.target else ""

    def case(self) -> Case:
        """The case as it would be, not written."""
        case = copy(self.target) if self.target else Case(batch=self.batch, number=self.number)
        for name, value in self.values.items():
            setattr(case, name, value)
        return case

    def themes_after(self) -> list[Theme]:
        known = list(self.target.themes.all()) if self.target else []
        return known if self.themes is None else self.themes

    def bodies_after(self) -> list[CreditedBody]:
        known = list(self.target.bodies.all()) if self.target else []
        return known if self.bodies is None else self.bodies

    def store(self) -> ImportRow:
        """The row with what this check said of it."""
        self.row.status = self.status
        self.row.target = self.target.pk if self.target else None
        self.row.messages, self.row.changes = self.messages, self.changes
        self.row.alike = [[pk, why] for pk, why, _case in self.alike]
        return self.row


TITLE = {"title", "title_by"}


def is_drafted(row: ImportRow) -> bool:
    """Whether the title is one that we made for want of another: it replaces none."""
    return any(column == "title" for column, _words in row.asks)


def is_surely(one: Checked, case: Case) -> bool:
    """Whether the case with the row's number is the row's: same title, or a body in common."""
    if case.batch_id != one.batch.pk or case.number != one.number:
        return False
    names = {fold(name) for name in split_values(one.cell("bodies"))}
    ours = {fold(name) for body in case.bodies.all() for name in (body.name, body.standard_name)}
    return fold(one.cell("title")) == fold(case.title) or bool(names & ours)


def clean_row(row: ImportRow) -> ImportRow:
    """Take out what no database can store, and say so."""
    for column, text in row.cells.items():
        try:
            validate_text(text)
        except ValidationError as error:
            row.cells[column] = UNSTORABLE.sub("\ufffd", text)
            row.faults.append([column, error.messages[0]])
    return row


def counts(statuses: Iterable[str]) -> dict[str, int]:
    found = Counter(statuses)
    return {status.value: found[status.value] for status in RowStatus}
