"""The values that an import stores as JSON lists, with a name for each place in a list."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from ..models import BatchImport


class Message(NamedTuple):
    """The result of a check for a cell or, without a column, for the whole row."""

    column: str
    text: str
    refuses: bool  # whether it keeps the row out of the catalogue


class Change(NamedTuple):
    """A column of a case, or a field of a batch, that the import changes."""

    name: str
    before: str
    after: str


class WrittenCase(NamedTuple):
    """A case that the import wrote: its row, its key, and the version that was written."""

    line: int
    key: int
    version: int
    action: str  # Version.Action


class WrittenBatch(NamedTuple):
    """A batch that the import wrote, with its last version before that and after it."""

    slug: str
    key: int
    before: int | None
    after: int | None


def as_lists(values: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    """Values as a JSON field gives them back."""
    return [list(value) for value in values]


def written_cases(batch_import: BatchImport) -> list[WrittenCase]:
    """The cases that an import wrote, in the order of its rows; none before it is applied."""
    return [WrittenCase(*entry) for entry in batch_import.outcome.get("cases", [])]


def written_batches(batch_import: BatchImport) -> list[WrittenBatch]:
    """The batches that an import wrote; none before it is applied."""
    return [WrittenBatch(*entry) for entry in batch_import.outcome.get("batches", [])]
