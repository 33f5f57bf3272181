"""Two states of a row → their differences in words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy

from ..columns import BY_NAME
from ..models import Case, Theme
from ..vocabulary import Status, Withdrawal

EMPTY = gettext_lazy("（空）")
KEPT = 40  # characters of an unchanged passage shown on either side of a change

# Derived, but people ask for them.
OF_INTEREST = {"date", "revision", "updated_at"}
VALUES = {"status": Status, "withdrawal": Withdrawal}


@dataclass(frozen=True)
class Difference:
    """One field of two states, as people read it."""

    label: str
    before: str
    after: str

    @property
    def pieces(self) -> Iterator[tuple[str, str]]:
        """The text with what went (del) and what came (ins), sentence by sentence."""
        old, new = sentences(self.before), sentences(self.after)
        for change, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if change == "equal":
                yield "same", shortened("".join(old[a:b]))
                continue
            if b > a:
                yield "del", "".join(old[a:b])
            if d > c:
                yield "ins", "".join(new[c:d])


def sentences(text: str) -> list[str]:
    return re.findall(r"；|[^。！？；\n]+[。！？\n]*|[。！？\n]+", text)


def shortened(text: str) -> str:
    """An unchanged passage: its ends, where it is long."""
    return text if len(text) <= 2 * KEPT else f"{text[:KEPT]} …… {text[-KEPT:]}"


def in_words(name: str, value: Any) -> str:
    """A value of a state as people read it."""
    values = value if isinstance(value, list) else [value]
    labels = dict(getattr(VALUES.get(name) or closed_list(name), "choices", ()))
    if name == "themes":
        labels = dict(Theme.objects.values_list("slug", "name"))
    said = [str(labels.get(one, one) or "—") for one in values]
    return "；".join(said) if any(values) else str(EMPTY)


def closed_list(name: str) -> Any:
    return BY_NAME[name].values if name in BY_NAME else None


def readable(model: type[models.Model], changed: Iterable[tuple]) -> list[Difference]:
    """Differences of states under the headings that people know."""
    headings = {field.attname: str(field.verbose_name) for field in model._meta.fields}
    if model is Case:
        headings |= {name: column.heading for name, column in BY_NAME.items()}
    return [
        Difference(headings.get(name, name), in_words(name, old), in_words(name, new))
        for name, old, new in changed
        if not is_quiet(name)
    ]


def is_quiet(name: str) -> bool:
    """Whether a field follows from others, or says nothing to people."""
    if name in ("id", "reference"):
        return True
    column = BY_NAME.get(name)
    return column is not None and column.derived and name not in OF_INTEREST
