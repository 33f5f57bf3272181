"""What pages and feeds show of changes: differences under their headings, as many as fit."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import get_language

from .. import history
from ..columns import BY_NAME, Column
from ..vocabulary import Withdrawal, bilingual

NEWEST_CHANGES = 50
SHOWN_BYTES = 40_000  # of the changes on a page: about their values and the HTML around them
SHOWN_CHARACTERS = 100  # of a long text, from shortly before its first difference


class ShownChange(NamedTuple):
    """A change with its differences under their headings, and why the case was withdrawn."""

    change: history.PublicChange
    differences: list[tuple[Column, Any, Any]]
    reason: str


def shown_changes(changes: Iterable[history.PublicChange]) -> list[ShownChange]:
    """The first changes, as many as fit on a page; always one, if there is one."""
    shown: list[ShownChange] = []
    size = 0
    for change in changes:
        line = ShownChange(change, headed(change), reason(change))
        size += size_of(line)
        if size > SHOWN_BYTES and shown:
            break
        shown.append(line)
    return shown


def size_of(line: ShownChange) -> int:
    """About the bytes of HTML that a change takes."""
    values = (str(value) for _column, *pair in line.differences for value in pair)
    note = str(line.change.version.state.get("withdrawal_note", ""))
    return 250 + sum(60 + len(value.encode()) for value in values) + len(note.encode())


def headed(change: history.PublicChange) -> list[tuple[Column, Any, Any]]:
    """The differences with the columns that head and read them; long texts are cut."""
    return [
        (BY_NAME[name], *around_difference(before, after))
        for name, before, after in change.differences
        if name in BY_NAME
    ]


def around_difference(before: Any, after: Any) -> tuple[Any, Any]:
    """Texts from shortly before their first difference; other values as they are."""
    texts = [value for value in (before, after) if isinstance(value, str)]
    if max(map(len, texts), default=0) <= SHOWN_CHARACTERS:
        return before, after
    before, after = before or "", after or ""
    pairs = enumerate(zip(before, after, strict=False))
    places = (place for place, (old, new) in pairs if old != new)
    start = max(next(places, min(len(before), len(after))) - 10, 0)
    return cut(before, start), cut(after, start)


def cut(text: str, start: int) -> str:
    end = start + SHOWN_CHARACTERS
    return "…" * (start > 0) + text[start:end] + "…" * (end < len(text))


# A theme is no row of the export, so its fields are no columns.
THEME_FIELDS = {
    "slug": bilingual("网址名", "Slug"),
    "name": bilingual("名称", "Name"),
    "name_en": bilingual("英文名称", "Name in English"),
    "definition": bilingual("释义", "Definition"),
    "definition_en": bilingual("英文释义", "Definition in English"),
    "position": bilingual("顺序", "Position"),
}


def headed_theme(change: history.PublicChange) -> list[tuple[str, Any, Any]]:
    return [(THEME_FIELDS.get(name, name), *pair) for name, *pair in change.differences]


def theme_name(change: history.PublicChange) -> str:
    """As it is called now, in the reader's language."""
    state = change.version.state
    return state["name_en"] if get_language() == "en" else state["name"]


def reason(change: history.PublicChange) -> str:
    """Why a case was withdrawn, in words."""
    return dict(Withdrawal.choices).get(change.version.state.get("withdrawal"), "")
