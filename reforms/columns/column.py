"""What a column is: where its value comes from, and how it is written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone

from ..vocabulary import bilingual

SEPARATOR = ";"
NOTHING = "—"  # an empty place among values that keep the order of the bodies
Cell = str | int | None
Value = Cell | list[str]


@dataclass(frozen=True)
class Column:
    """One column. `paths` are the fields it is made from, `make` makes one cell of them.

    In a cell several values are joined by `;`, and None is no value at all: a case without
    bodies has None, a case with one body of no province an empty text.
    """

    name: str
    heading: str
    heading_en: str
    meaning: str
    meaning_en: str
    example: str
    paths: tuple[str, ...] = ()
    make: Callable[..., Cell] | None = None
    kind: str = "text"  # text, integer, date (whole or partial, ISO 8601-1), time or address
    many: bool = False
    values: type[TextChoices] | tuple[str, ...] = ()
    since: str = "0.1.0"

    def cell(self, *raw: Any) -> Cell:
        """The cell that the raw values of the paths make."""
        return self.make(*raw) if self.make else raw[0]

    def value(self, cell: Cell) -> Value:
        """A cell as JSON has it: several values as a list."""
        return (cell.split(SEPARATOR) if cell is not None else []) if self.many else cell

    def write(self, case: Any) -> Value:
        """The value of a case that has its batch, bodies and themes."""
        return self.value(self.cell(*(raw(case, path) for path in self.sources)))

    @property
    def sources(self) -> tuple[str, ...]:
        return self.paths or (self.name,)

    @property
    def shown_heading(self) -> str:
        """The heading in the reader's language."""
        return str(bilingual(self.heading, self.heading_en))

    def in_words(self, value: Value) -> str:
        """A value as people read it: codes by their names in the reader's language."""
        names = dict(getattr(self.values, "choices", ()))
        several = value if isinstance(value, list) else [plain(value)]
        words = [str(names.get(one, one) or NOTHING) for one in several]
        return str(bilingual("；", "; ")).join(words)

    @property
    def codes(self) -> tuple[str, ...]:
        """The closed list of its values; empty where it is open."""
        return tuple(getattr(self.values, "values", self.values))


def raw(case: Any, path: str) -> Any:
    """What a path leads to, as a row of the database has it: relations joined, times as text."""
    relation, _, field = path.rpartition("__")
    if relation == "batch":
        return getattr(case.batch, field)
    if relation:
        return joined(getattr(one, field) for one in getattr(case, relation).all())
    value = getattr(case, field)
    return value.astimezone(UTC).isoformat(" ") if isinstance(value, datetime) else value


def joined(values: Iterable[str]) -> str | None:
    values = list(values)
    return SEPARATOR.join(values) if values else None


def plain(value: Any) -> Any:
    """A field's value as JSON has it."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value


def cell(value: Value) -> str:
    """A value as a cell of a file has it: several values joined by `;`, nothing as empty."""
    value = plain(value)
    if isinstance(value, list):
        return SEPARATOR.join(value)
    return "" if value is None else str(value)
