"""What a column is: where its value comes from, how it is written, and how it is read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone

from ..text.lines import SEPARATOR
from ..vocabulary import bilingual

NOTHING = "—"  # an empty place among values that keep the order of the bodies

Cell = str | int | None
Value = Cell | list[str]
# Relation → its rows, for a case whose bodies and themes are not stored yet.
Related = Mapping[str, Iterable[Any]]


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
    read: Callable[[str], str] | None = None  # one value of an uploaded cell → the field's value
    kind: str = "text"  # text, integer, date (whole or partial, ISO 8601-1), time or address
    many: bool = False
    values: type[TextChoices] | tuple[str, ...] = ()
    derived: bool = False  # follows from other columns
    since: str = "0.1.0"

    @property
    def sources(self) -> tuple[str, ...]:
        """The paths of the fields that the value is made from."""
        return self.paths or (self.name,)

    @property
    def relation(self) -> str:
        """Whose field it is: "" for the case, else batch, bodies or themes."""
        return self.sources[0].rpartition("__")[0]

    @property
    def field(self) -> str:
        """The name of that field."""
        return self.sources[0].rpartition("__")[2]

    @property
    def of_batch(self) -> bool:
        """Whether the value is, or may be, the batch's."""
        return any(path.startswith("batch__") for path in self.sources)

    @property
    def is_content(self) -> bool:
        """Whether the value is the case's own: given by an editor for this case alone."""
        return not self.derived and (self.relation != "batch" or self.name == "batch")

    @property
    def codes(self) -> tuple[str, ...]:
        """The closed list of its values; empty where it is open."""
        return tuple(getattr(self.values, "values", self.values))

    def cell(self, *raw: Any) -> Cell:
        """The cell that the raw values of the paths make."""
        return self.make(*raw) if self.make else raw[0]

    def value(self, cell: Cell) -> Value:
        """A cell as JSON has it: several values as a list."""
        if not self.many:
            return cell
        return [] if cell is None else str(cell).split(SEPARATOR)

    def write(self, case: Any, related: Related | None = None) -> Value:
        """The value of a case; `related` stands for its stored bodies and themes."""
        return self.value(self.cell(*(raw(case, path, related or {}) for path in self.sources)))

    @property
    def shown_heading(self) -> str:
        """The heading in the reader's language."""
        return str(bilingual(self.heading, self.heading_en))

    def in_words(self, value: Value) -> str:
        """A value as people read it: codes by their names in the reader's language."""
        labels = dict(getattr(self.values, "choices", ()))
        codes = value if isinstance(value, list) else [plain(value)]
        names = [str(labels.get(code, code) or NOTHING) for code in codes]
        return str(bilingual("；", "; ")).join(names)


def raw(case: Any, path: str, related: Related) -> Any:
    """What a path leads to, as a row of the database has it: relations joined, times as text."""
    relation, _, field = path.rpartition("__")
    if relation == "batch":
        return getattr(case.batch, field)
    if relation:
        rows = related[relation] if relation in related else getattr(case, relation).all()
        return joined(getattr(row, field) for row in rows)
    value = getattr(case, field)
    return value.astimezone(UTC).isoformat(" ") if isinstance(value, datetime) else value


def joined(values: Iterable[str]) -> str | None:
    """Several values as one cell; None where there are none."""
    values = list(values)
    return SEPARATOR.join(values) if values else None


def plain(value: Any) -> Any:
    """A field's value as JSON has it."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value


def cell(value: Any) -> str:
    """A value as a cell of a file has it: several values joined by `;`, nothing as empty."""
    value = plain(value)
    if isinstance(value, list | tuple):
        return SEPARATOR.join(value)
    return "" if value is None else str(value)
