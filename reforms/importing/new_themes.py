"""Headings of a release that are none of our themes: shown, proposed as new, filled in later."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from ..models import BatchImport, Erasure, ImportRow, Theme
from ..releases.themes import VERBS
from ..text.lines import SEPARATOR
from ..vocabulary import ThemeBasis
from .correcting import correct
from .release_rows import HEADING
from .states import RowStatus

VERB = re.compile(f"^(?:{VERBS}|加强|推进)(?=..)")


class Heading(NamedTuple):
    """A heading that the cases under it have no theme by."""

    text: str
    lines: list[int]  # of the rows
    theme: Theme | None  # that it names by now

    @property
    def proposed_name(self) -> str:
        """What a theme of this heading would be called: 健全监督体系 → 监督体系."""
        return VERB.sub("", self.text)


def open_headings(batch_import: BatchImport) -> list[Heading]:
    """The headings of the rows without a theme, in the order of the release."""
    lines: dict[str, list[int]] = {}
    for row in rows_without_theme(batch_import):
        lines.setdefault(row.passages[HEADING], []).append(row.line)
    themes = themes_by_name() if lines else {}
    return [Heading(text, numbers, named_by(text, themes)) for text, numbers in lines.items()]


def fill_themes(batch_import: BatchImport) -> int:
    """Give rows without a theme the one that their heading names; returns how many got one.

    Raises ValidationError unless the import is prepared, and where something is erased meanwhile.
    """
    last_erasure = Erasure.last_key()  # before the headings are read: one may be erased meanwhile
    themes, corrections = themes_by_name(), {}
    for row in rows_without_theme(batch_import):
        heading = row.passages[HEADING]
        if theme := named_by(heading, themes):
            passage = heading.replace(SEPARATOR, "，")
            cells = {"theme_bases": ThemeBasis.NEWS.value, "theme_passages": passage}
            corrections[row.pk] = {"cells": cells | {"themes": theme.name}}
    if corrections:
        correct(batch_import, corrections, {}, last_erasure)
    return len(corrections)


def rows_without_theme(batch_import: BatchImport) -> Iterable[ImportRow]:
    """The rows of a release that stand under a heading and have no theme."""
    rows = batch_import.rows.exclude(status=RowStatus.SKIPPED).order_by("line")
    return [
        row for row in rows if row.passages.get(HEADING) and not row.cells.get("themes", "").strip()
    ]


def themes_by_name() -> dict[str, Theme]:
    return {theme.name: theme for theme in Theme.objects.all()}


def named_by(heading: str, themes: Mapping[str, Theme]) -> Theme | None:
    """The theme whose name is in a heading, the longest of several."""
    names: Collection[str] = [name for name in themes if name in heading]
    return themes[max(names, key=len)] if names else None
