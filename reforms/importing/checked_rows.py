"""One checked row, and what it would do to the catalogue."""

from collections import Counter
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..columns import BY_NAME
from ..columns import cell as as_cell
from ..models import Batch, Case, CreditedBody, ImportRow, ThemeAssignment
from ..search import fold
from ..tables import Remark
from ..text.cleaning import clean
from ..text.lines import split_values
from ..text.validation import UNSTORABLE, validate_text
from .states import RowStatus
from .stored_values import Change, Message, as_lists

TITLE_COLUMNS = frozenset({"title", "title_by"})


class Duplicate(NamedTuple):
    """A case of the catalogue that a row may be about, and the reason to think so."""

    case: Case
    reason: str


@dataclass
class CheckedRow:
    """A row with the result of its check. None for assignments or bodies leaves them."""

    row: ImportRow
    batch: Batch | None = None
    number: int = 0
    target: Case | None = None  # the case that the row updates
    values: dict[str, Any] = field(default_factory=dict)  # field of the case → new value
    assignments: list[ThemeAssignment] | None = None
    bodies: list[CreditedBody] | None = None
    messages: list[Message] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    choice: str = ""  # the editor's, or else the proposed one
    status: str = ""
    is_matched: bool = False  # whether the first duplicate is the case that the row is about

    def match(self, duplicate: Duplicate) -> None:
        """Take a case as the one that the row is about, unless the editor chooses otherwise."""
        self.duplicates.insert(0, duplicate)
        self.is_matched = True

    def refuse(self, column: str, message: str) -> None:
        """Add a message that keeps the row out of the catalogue."""
        self.messages.append(Message(column, message, True))

    def ask(self, column: str, message: str) -> None:
        """Add a message that an editor should read."""
        self.messages.append(Message(column, message, False))

    @property
    def is_refused(self) -> bool:
        return any(message.refuses for message in self.messages)

    @property
    def is_written(self) -> bool:
        """Whether applying the import would write the row."""
        return self.status in (RowStatus.NEW, RowStatus.CHANGED)

    @property
    def changes_public(self) -> bool:
        """Whether the row would change a published case."""
        is_public = self.target is not None and self.target.is_public
        return is_public and self.status == RowStatus.CHANGED

    def cell(self, column: str) -> str:
        """The text of a cell; empty where the file has no such column."""
        return self.row.cells.get(column, "")

    def stored(self, column: str) -> str:
        """The cell that the catalogue has for the case now; empty for a new case."""
        return as_cell(BY_NAME[column].write(self.target)) if self.target else ""

    def case(self) -> Case:
        """The case as the row would make it, not stored."""
        case = copy(self.target) if self.target else Case(batch=self.batch, number=self.number)
        for name, value in self.values.items():
            setattr(case, name, value)
        return case

    def stored_assignments(self) -> list[ThemeAssignment]:
        """The theme assignments that the case has now, in the order of the themes."""
        return list(self.target.assignments.all()) if self.target else []

    def assignments_after(self) -> list[ThemeAssignment]:
        """The theme assignments that the case would have."""
        return self.stored_assignments() if self.assignments is None else self.assignments

    def bodies_after(self) -> list[CreditedBody]:
        """The credited bodies that the case would have."""
        stored = list(self.target.bodies.all()) if self.target else []
        return stored if self.bodies is None else self.bodies

    def result(self) -> ImportRow:
        """The import's row with the result of the check, ready to be stored."""
        self.row.status = self.status
        self.row.target = self.target.pk if self.target else None
        self.row.messages = as_lists(self.messages)
        self.row.changes = as_lists(self.changes)
        self.row.alike = [[case.pk, reason] for case, reason in self.duplicates]
        return self.row


def has_provisional_title(row: ImportRow) -> bool:
    """Whether the title was made up because the release has none; it replaces no stored title."""
    return any(column == "title" for column, _text in row.asks)


def is_same_case(checked_row: CheckedRow, case: Case) -> bool:
    """Whether a case with the row's batch and number also has its title, or one of its bodies."""
    batch = checked_row.batch
    if batch is None or case.batch_id != batch.pk or case.number != checked_row.number:
        return False
    names = {fold(name) for name in split_values(checked_row.cell("bodies"))}
    stored = {fold(name) for body in case.bodies.all() for name in (body.name, body.standard_name)}
    return fold(checked_row.cell("title")) == fold(case.title) or bool(names & stored)


def clean_row(row: ImportRow) -> ImportRow:
    """Clean the cells of a row, and add a fault for what a person must decide.

    A character that no database can store becomes U+FFFD, so that the row can be corrected.
    """
    for column, text in row.cells.items():
        cleaned = clean(text)
        row.cells[column] = cleaned
        try:
            validate_text(cleaned)
        except ValidationError as error:
            row.cells[column] = UNSTORABLE.sub("\ufffd", cleaned)
            if column not in {faulty for faulty, _text in row.faults}:
                row.faults.append(Remark(column, error.messages[0]))
    return row


def lost_message(characters: str) -> str:
    """What to tell of question marks in place of characters that the catalogue has."""
    message = _("案例库里这里是“%s”，表格里是问号：保存时丢了字。请改回，或另存为“CSV UTF-8”再传。")
    return message % characters


def status_counts(statuses: Iterable[str]) -> dict[str, int]:
    """How many rows have each status, those of 0 rows too."""
    counts = Counter(statuses)
    return {status.value: counts[status.value] for status in RowStatus}
