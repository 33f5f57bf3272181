"""The rows of an import, cell by cell, as its page shows them.

Knows no request; imports.py does.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .. import importing
from ..columns import BY_NAME, SEPARATOR
from ..models import Batch, BatchImport, Case, ImportRow
from .place_choices import places

Status = ImportRow.Status
EDITED_FIRST = (
    *("title", "title_by", "official_no", "bodies", "provinces", "levels", "themes"),
    *("keywords", "summary"),
)
LONG = {"summary", "summary_en", "body", "introduction"}


@dataclass(frozen=True)
class Cell:
    """One field of a row on the page."""

    name: str
    label: str
    text: str
    old: str = ""
    has_old: bool = False
    passage: str = ""
    messages: tuple[tuple[str, bool], ...] = ()
    is_long: bool = False
    options: tuple[str, ...] = ()  # all that may stand here, where that is a closed list

    @property
    def places(self) -> list[tuple[str, str]]:
        """Where a body may be whose name fits several places: what is sent, what is said."""
        return places(self.text) if self.name == "bodies" else []


def options_of(column: str, text: str) -> tuple[str, ...]:
    """The values of a closed list, and what stands there; none where there are several."""
    known = BY_NAME[column].values if column in BY_NAME else ()
    labels = [str(said) for _value, said in getattr(known, "choices", ())]
    if not labels or SEPARATOR in text:
        return ()
    return tuple(dict.fromkeys(["", *labels, text]))


def label(name: str) -> str:
    """What people call a column, or a field of a batch."""
    if name in BY_NAME:
        return BY_NAME[name].heading
    return str(Batch._meta.get_field(name).verbose_name) if name in importing.BATCH_FORM else name


def words(column: str, text: str) -> str:
    """A cell with the values of closed lists in words."""
    known = BY_NAME[column].values if column in BY_NAME else ()
    labels = dict(getattr(known, "choices", ()))
    return SEPARATOR.join(str(labels.get(part, part)) for part in text.split(SEPARATOR))


def cells_of(row: ImportRow) -> list[Cell]:
    """The fields of a row worth showing: the main ones, and all with something to say."""
    changed = {column: (old, new) for column, old, new in row.changes}
    noted: dict[str, list] = {}
    for column, said, refuses in row.messages:
        noted.setdefault(column, []).append((said, refuses))
    names = [name for name in EDITED_FIRST if name in row.cells or name in noted]
    names += [name for name in row.cells if name not in names and not is_derived(name)]
    names += [name for name in (*noted, *changed) if name and name not in names]
    return [
        Cell(
            name=name,
            label=label(name),
            text=words(name, row.cells.get(name, "")),
            old=words(name, changed[name][0]) if name in changed else "",
            has_old=name in changed,
            passage=row.passages.get(name) or row.passages.get(BEHIND.get(name, ""), ""),
            messages=tuple(noted.get(name, ())),
            is_long=name in LONG,
            options=options_of(name, words(name, row.cells.get(name, ""))),
        )
        for name in dict.fromkeys(names)
        if name in BY_NAME
    ]


# Column → the one whose passage tells it too.
BEHIND = dict.fromkeys(("provinces", "levels"), "bodies")


def is_derived(name: str) -> bool:
    return name in BY_NAME and BY_NAME[name].derived


def is_main(cell: Cell) -> bool:
    return cell.name in EDITED_FIRST or cell.has_old or bool(cell.messages)


@dataclass
class Shown:
    """A row on the page, beside what the catalogue has."""

    row: ImportRow
    target: Case | None
    alike: list[tuple[Case, str]]

    @property
    def cells(self) -> list[Cell]:
        return cells_of(self.row)

    @property
    def main(self) -> list[Cell]:
        """What an editor looks at first, and all that there is something to say about."""
        return [cell for cell in self.cells if is_main(cell)]

    @property
    def more(self) -> list[Cell]:
        return [cell for cell in self.cells if not is_main(cell)]

    @property
    def notes(self) -> list[tuple[str, bool]]:
        """What is said of the row as a whole, or of what is no column of a case."""
        return [
            (f"{label(column)}：{said}" if column else said, refuses)
            for column, said, refuses in self.row.messages
            if column not in BY_NAME
        ]

    @property
    def prefix(self) -> str:
        """How the names of its inputs begin."""
        return f"row-{self.row.pk}-"

    @property
    def passage(self) -> str:
        """The whole passage behind the row."""
        return self.row.passages.get("text", "")

    @property
    def heading(self) -> str:
        known = self.target and "title" not in {column for column, *_change in self.row.changes}
        title = self.target.title if known else self.row.cells.get("title", "")
        return title or self.row.cells.get("reference", "")


def shown(rows: list[ImportRow]) -> list[Shown]:
    keys = {row.target for row in rows} | {pk for row in rows for pk, _why in row.alike}
    cases = Case.objects.with_relations().in_bulk(keys - {None})
    return [
        Shown(
            row,
            cases.get(row.target),
            [(cases[pk], why) for pk, why in row.alike if pk in cases],
        )
        for row in rows
    ]


def writes_in_words(found: BatchImport) -> str:
    """What an import would write; nothing where it would write nothing."""
    said = {"new": _("新增草稿 %d 件"), "changed": _("更新 %d 件")}
    return "，".join(
        words % found.counts[name] for name, words in said.items() if found.counts[name]
    )


def tabs(found: BatchImport, chosen: str) -> list[dict]:
    """All rows, and those of each status, with how many there are."""
    names = {"": _("全部"), **{status.value: status.label for status in Status}}
    numbers = {"": sum(found.counts.values()), **found.counts}
    return [
        {"status": one, "label": label, "count": numbers.get(one, 0), "is_chosen": one == chosen}
        for one, label in names.items()
    ]
