"""The rows of an import beside the cases that they are about, as its page shows them.

Knows no request.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from ..columns import BY_NAME
from ..models import BatchImport, Case, ImportRow
from .import_cells import Cell, Message, row_cells
from .labels import column_label

Status = ImportRow.Status


class LikelyDuplicate(NamedTuple):
    """A case that a row resembles, and in what."""

    case: Case
    reason: str


@dataclass
class RowCard:
    """A row of an import, with the case that it would change and likely duplicates."""

    row: ImportRow
    target: Case | None
    alike: list[LikelyDuplicate]

    @cached_property
    def cells(self) -> list[Cell]:
        return row_cells(self.row)

    @property
    def main(self) -> list[Cell]:
        """The cells that an editor needs to look at first."""
        return [cell for cell in self.cells if cell.is_main]

    @property
    def more(self) -> list[Cell]:
        return [cell for cell in self.cells if not cell.is_main]

    @property
    def notes(self) -> list[Message]:
        """The messages about the row as a whole, or about what is no column of a case."""
        return [
            Message(f"{column_label(column)}：{text}" if column else text, refuses)
            for column, text, refuses in self.row.messages
            if column not in BY_NAME
        ]

    @property
    def prefix(self) -> str:
        """The prefix of the names of the row's inputs."""
        return f"row-{self.row.pk}-"

    @property
    def passage(self) -> str:
        """The whole passage that the row was read from."""
        return self.row.passages.get("text", "")

    @property
    def heading(self) -> str:
        is_renamed = "title" in {column for column, *_change in self.row.changes}
        if self.target and not is_renamed:
            title = self.target.title
        else:
            title = self.row.cells.get("title", "")
        return title or self.row.cells.get("reference", "")


def row_cards(rows: Iterable[ImportRow]) -> list[RowCard]:
    rows = list(rows)
    keys = {row.target for row in rows} | {key for row in rows for key, _reason in row.alike}
    cases = Case.objects.with_relations().in_bulk(keys - {None})
    return [
        RowCard(
            row,
            None if row.target is None else cases.get(row.target),
            [LikelyDuplicate(cases[key], reason) for key, reason in row.alike if key in cases],
        )
        for row in rows
    ]


def writes_in_words(batch_import: BatchImport) -> str:
    """What an import would write; empty where it would write nothing."""
    counts = batch_import.counts
    messages = {"new": _("新增草稿 %d 件"), "changed": _("更新 %d 件")}
    return "，".join(
        message % counts[status] for status, message in messages.items() if counts[status]
    )


@dataclass(frozen=True)
class Tab:
    """A link to the rows of a status, or with "" to all."""

    status: str
    label: str
    count: int
    is_chosen: bool


def tabs(batch_import: BatchImport, chosen: str) -> list[Tab]:
    """All rows, and those of each status, with their counts."""
    labels = {"": _("全部"), **{status.value: str(status.label) for status in Status}}
    counts = {"": sum(batch_import.counts.values()), **batch_import.counts}
    return [
        Tab(status, label, counts.get(status, 0), status == chosen)
        for status, label in labels.items()
    ]
