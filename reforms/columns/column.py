"""What a column is: the fields it is made from, how it is written, and how it is read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import Model, TextChoices
from django.utils import timezone

from ..text.lines import SEPARATOR
from ..vocabulary import bilingual

if TYPE_CHECKING:  # the columns lie in a layer below the models
    from ..models import Case

NOTHING = "—"  # shown for an empty value

# Dates may be partial (ISO 8601-1); parts are a list of objects.
Kind = Literal["text", "integer", "date", "time", "address", "parts"]
Cell = str | int | None
Value = Cell | list[str]
# Relation → its rows: of a case whose bodies and themes are not stored yet, or as read once.
Related = dict[str, Iterable[Model]]


@dataclass(frozen=True)
class Column:
    """One column; a cell holds its value for one case, several values joined by `;`.

    None is a cell without any value: a case without bodies has None as its provinces, a case with
    one body that has no province has an empty text.
    """

    name: str
    heading: str
    heading_en: str
    meaning: str
    meaning_en: str
    example: str
    paths: tuple[str, ...] = ()  # field lookups from the case; the column's name by default
    make: Callable[..., Cell] | None = None  # raw values of the paths → cell
    read: Callable[[str], str] | None = None  # one value of an uploaded cell → the field's value
    kind: Kind = "text"
    many: bool = False  # may hold several values
    values: type[TextChoices] | tuple[str, ...] = ()  # the closed list, if there is one
    derived: bool = False  # follows from other columns
    since: str = "0.1.0"  # the release that introduced it
    label: str = ""  # what pages call it in Chinese, where files keep an older heading

    @property
    def sources(self) -> tuple[str, ...]:
        """The paths, with the default filled in."""
        return self.paths or (self.name,)

    @cached_property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Of each path the relation, empty for the case itself, and the field in its table."""
        return tuple((path.rpartition("__")[0], path.rpartition("__")[2]) for path in self.sources)

    @property
    def relation(self) -> str:
        """The relation that has the field: batch, bodies or themes; empty for the case itself."""
        return self.fields[0][0]

    @property
    def field(self) -> str:
        """The name of the field in its table."""
        return self.fields[0][1]

    @property
    def of_batch(self) -> bool:
        """Whether the value may come from the batch."""
        return any(path.startswith("batch__") for path in self.sources)

    @property
    def is_content(self) -> bool:
        """Whether an editor gives the value for this case alone."""
        return not self.derived and (self.relation != "batch" or self.name == "batch")

    @property
    def codes(self) -> tuple[str, ...]:
        """The closed list of values; empty if any value may occur."""
        return tuple(getattr(self.values, "values", self.values))

    def cell(self, *raw: Any) -> Cell:
        """The cell that is made from the raw values of the paths."""
        return self.make(*raw) if self.make else raw[0]

    def value(self, cell: Cell) -> Value:
        """A cell as a JSON value: a list for a column of several values."""
        if not self.many:
            return cell
        return [] if cell is None else str(cell).split(SEPARATOR)

    def write(self, case: "Case", related: Related | None = None) -> Value:
        """The JSON value of a case; `related` replaces its stored bodies and themes.

        Those that it lacks are read, and added to it.
        """
        related = {} if related is None else related
        return self.value(self.cell(*[raw(case, *field, related) for field in self.fields]))

    @property
    def shown_heading(self) -> str:
        """What pages call it, in the reader's language."""
        return str(bilingual(self.label or self.heading, self.heading_en))

    def in_words(self, value: Value) -> str:
        """A value for readers: codes are replaced by their names in the reader's language."""
        labels = dict(getattr(self.values, "choices", ()))
        codes = value if isinstance(value, list) else [plain(value)]
        names = [str(labels.get(code, code) or NOTHING) for code in codes]
        return str(bilingual("；", "; ")).join(names)


def raw(case: "Case", relation: str, field: str, related: Related) -> Any:
    """The value of a path as queries of exports return it: relations joined, times as UTC text."""
    if relation == "batch":
        return getattr(case.batch, field)
    if relation:
        if relation not in related:
            related[relation] = list(getattr(case, relation).all())
        return joined(getattr(row, field) for row in related[relation])
    value = getattr(case, field)
    return value.astimezone(UTC).isoformat(" ") if isinstance(value, datetime) else value


def joined(values: Iterable[str]) -> str | None:
    """Several values as one cell; None if there are none."""
    values = list(values)
    return SEPARATOR.join(values) if values else None


def plain(value: Any) -> Any:
    """A field's value as a JSON value: times are ISO 8601 in the site's time zone."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value


def cell(value: Any) -> str:
    """A value as the text of a cell: several values joined by `;`, None as an empty text."""
    value = plain(value)
    if isinstance(value, list | tuple):
        return SEPARATOR.join(value)
    return "" if value is None else str(value)
