"""The rows of an import beside the cases that they are about, as its page shows them.

Knows no request.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from ... import importing
from ...columns import BY_NAME
from ...models import BatchImport, Case, ImportRow
from ..labels import column_label
from ..sensitive_texts import Passage, passages_of_row, words_or_problem
from .cells import Cell, Message, row_cells
from .corrections import shown_row

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
    asked_once: Collection[tuple[str, str]] = ()  # (column, text) of what the page asks at its top
    watched: Mapping[str, str] = field(default_factory=dict)  # words, see sensitive_texts.py

    @cached_property
    def cells(self) -> list[Cell]:
        return row_cells(self.row, self.asked_once)

    @property
    def others_alike(self) -> list[LikelyDuplicate]:
        """The likely duplicates, unless the row is sure to be about the case that it updates."""
        is_sure = self.target is not None and not self.row.choice
        return [] if is_sure and len(self.alike) == 1 else self.alike

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
            if column not in BY_NAME and (refuses or (column, text) not in self.asked_once)
        ]

    @property
    def prefix(self) -> str:
        """The prefix of the names of the row's inputs."""
        return f"row-{self.row.pk}-"

    @property
    def shown(self) -> str:
        """By which the form says what the page showed."""
        return shown_row(self.row)

    @property
    def passage(self) -> str:
        """The whole passage that the row was read from."""
        return self.row.passages.get("text", "")

    @cached_property
    def sensitive(self) -> list[Passage]:
        """The likely names of persons, and the watched words, in what would be stored."""
        is_stored = self.row.status not in (Status.SAME, Status.SKIPPED)
        return passages_of_row(self.row, self.watched) if is_stored else []

    @property
    def heading(self) -> str:
        is_renamed = "title" in {column for column, *_change in self.row.changes}
        if self.target and not is_renamed:
            title = self.target.title
        else:
            title = self.row.cells.get("title", "")
        return title or self.row.cells.get("reference", "")


@dataclass(frozen=True)
class SharedQuestion:
    """A question about several rows, which is asked once."""

    column: str
    text: str
    lines: list[int]  # of the rows

    @property
    def label(self) -> str:
        return column_label(self.column)


def shared_questions(batch_import: BatchImport) -> list[SharedQuestion]:
    """What the check asks in the same words about two rows or more of a release."""
    lines: dict[tuple[str, str], list[int]] = {}
    rows = batch_import.rows.exclude(status=Status.SKIPPED).order_by("line")
    for line, messages in rows.values_list("line", "messages"):
        for column, text, refuses in messages:
            if not refuses:
                lines.setdefault((column, text), []).append(line)
    return [SharedQuestion(*key, lines) for key, lines in lines.items() if len(lines) > 1]


def row_cards(
    rows: Iterable[ImportRow], asked_once: Collection[tuple[str, str]] = ()
) -> list[RowCard]:
    rows = list(rows)
    keys = {row.target for row in rows} | {key for row in rows for key, _reason in row.alike}
    cases = Case.objects.with_relations().in_bulk(keys - {None})
    watched, _problem = words_or_problem()
    return [
        RowCard(
            row,
            None if row.target is None else cases.get(row.target),
            [LikelyDuplicate(cases[key], reason) for key, reason in row.alike if key in cases],
            asked_once,
            watched,
        )
        for row in rows
    ]


def writes_in_words(batch_import: BatchImport) -> str:
    """What an import would write; empty where it would write nothing."""
    counts = batch_import.counts
    parts = {
        _("新增草稿 %d 件"): counts["new"],
        _("更新 %d 件"): counts["changed"],
        _("更新 %d 个批次"): len(importing.changed_batches(batch_import)),
    }
    return "，".join(counts_in_words(parts))


def public_in_words(public: importing.PublicChanges) -> str:
    """What an import would change of what is published; empty where that is nothing."""
    return "、".join(counts_in_words({_("%d 件"): public.cases, _("%d 个批次"): public.batches}))


def counts_in_words(counts: Mapping[str, int]) -> list[str]:
    """Words with a count in them → those whose count is not 0, filled in."""
    return [message % count for message, count in counts.items() if count]


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
