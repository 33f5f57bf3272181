"""Shows how two states of a row differ. Knows no request."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.db import models
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from ..columns import BY_NAME, SEPARATOR
from ..models import Case, Theme
from ..vocabulary import Status, Withdrawal
from .labels import closed_list, code_labels

EMPTY = gettext_lazy("（空）")
CONTEXT = 40  # characters of an unchanged passage shown on either side of a change

# Derived, but shown: when the case is dated and when it changed.
OF_INTEREST = {"date", "revision", "updated_at"}
# Of the fields of a state that are no columns.
VOCABULARIES: dict[str, type[models.TextChoices]] = {"status": Status, "withdrawal": Withdrawal}


class Piece(NamedTuple):
    """A piece of a text: in both states (same), deleted (del) or inserted (ins)."""

    change: str
    text: str

    @property
    def html(self) -> SafeString:
        """The text, marked up where it is in only one of the states."""
        if self.change == "same":
            return escape(self.text)
        return format_html("<{0}>{1}</{0}>", self.change, self.text)


@dataclass(frozen=True)
class Difference:
    """One field of two states, as people read it."""

    label: str
    before: str
    after: str

    @property
    def pieces(self) -> Iterator[Piece]:
        """The text with its deletions and insertions, sentence by sentence."""
        old, new = sentences(self.before), sentences(self.after)
        for change, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if change == "equal":
                yield Piece("same", shortened("".join(old[a:b])))
                continue
            if b > a:
                yield Piece("del", "".join(old[a:b]))
            if d > c:
                yield Piece("ins", "".join(new[c:d]))

    @property
    def html(self) -> SafeString:
        """All pieces, marked up."""
        return format_html_join("", "{}", ((piece.html,) for piece in self.pieces))


def sentences(text: str) -> list[str]:
    return re.findall(r"；|[^。！？；\n]+[。！？\n]*|[。！？\n]+", text)


def shortened(text: str) -> str:
    """A long passage without its middle."""
    return text if len(text) <= 2 * CONTEXT else f"{text[:CONTEXT]} …… {text[-CONTEXT:]}"


def in_words(name: str, value: Any) -> str:
    """The value of a field of a state, as people read it."""
    if name == "themes":
        labels = dict(Theme.objects.values_list("slug", "name"))
    else:
        labels = code_labels(VOCABULARIES.get(name) or closed_list(name))
    values = value if isinstance(value, list) else [value]
    if labels and isinstance(value, str):
        values = value.split(SEPARATOR)
    names = [str(labels.get(item, item) or "—") for item in values]
    return "；".join(names) if any(values) else str(EMPTY)


def readable(
    model: type[models.Model], changes: Iterable[tuple[str, Any, Any]]
) -> list[Difference]:
    """Changes of a state, as (field, before, after), with labels and without derived fields."""
    labels = {field.attname: str(field.verbose_name) for field in model._meta.fields}
    if model is Case:
        labels |= {name: column.heading for name, column in BY_NAME.items()}
    return [
        Difference(labels.get(name, name), in_words(name, before), in_words(name, after))
        for name, before, after in changes
        if not is_hidden(name)
    ]


def is_hidden(name: str) -> bool:
    """Whether a field is derived from others, or means nothing to people."""
    if name in ("id", "reference"):
        return True
    column = BY_NAME.get(name)
    return column is not None and column.derived and name not in OF_INTEREST
