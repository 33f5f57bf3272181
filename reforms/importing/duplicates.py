"""Likely duplicates: cases with the same body and a similar title, or with a similar summary."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from ..models import Case
from ..text.lines import split_values
from .checked_rows import CheckedRow, Duplicate
from .similar_summaries import Summaries
from .similar_titles import Keys, TitledRow, Titles

SHOWN = 3  # duplicates beside a row
# What a row is compared by: its title once for each name of a body. A longer title is refused.
LONGEST_TITLE = Case._meta.get_field("title").max_length
MOST_NAMES = 30


class DuplicateFinder:
    """Finds likely duplicates of many rows; keeps what it has read of the catalogue."""

    def __init__(self) -> None:
        self.titles = Titles()
        self.summaries = Summaries()

    def add_duplicates(self, checked_rows: Sequence[CheckedRow]) -> None:
        """Add to each row the cases that it may be about, up to SHOWN, the likeliest first."""
        self.titles.read({name for row in checked_rows for name in body_names(row)})
        self.summaries.read([summary_of(row) for row in checked_rows])
        reasons = {"title": _("单位相同、标题相近"), "summary": _("摘要几乎相同")}
        titles = self.titles.similar(
            [TitledRow(row.cell("title")[:LONGEST_TITLE], body_names(row)) for row in checked_rows]
        )
        summaries = self.summaries.similar([summary_of(row) for row in checked_rows])
        keys_of_rows = list(map(chosen, checked_rows, titles, summaries))
        cases = cases_of(keys_of_rows)
        for checked_row, keys in zip(checked_rows, keys_of_rows, strict=True):
            more = [(key, reasons[what]) for key, what in keys.items() if key in cases]
            checked_row.duplicates += [Duplicate(cases[key], reason) for key, reason in more]


class StoredDuplicates:
    """Takes what the last check stored with the rows, in place of finding the same again."""

    def add_duplicates(self, checked_rows: Sequence[CheckedRow]) -> None:
        """As DuplicateFinder does, in a catalogue that has not changed since the last check."""
        keys_of_rows = []
        for checked_row in checked_rows:
            present = {duplicate.case.pk for duplicate in checked_row.duplicates}
            alike = {key: reason for key, reason in checked_row.row.alike if key not in present}
            keys_of_rows.append(alike)
        cases = cases_of(keys_of_rows)
        for checked_row, keys in zip(checked_rows, keys_of_rows, strict=True):
            checked_row.duplicates += [Duplicate(cases[key], why) for key, why in keys.items()]


def cases_of(keys_of_rows: Sequence[dict[int, str]]) -> dict[int, Case]:
    """The likeliest case of each row, which the row may be compared with; the number of others."""
    first = {next(iter(keys)) for keys in keys_of_rows if keys}
    others = {key for keys in keys_of_rows for key in keys} - first
    numbered = Case.objects.only("number").in_bulk(others)
    return numbered | Case.objects.with_relations().in_bulk(first)


def chosen(checked_row: CheckedRow, titles: Keys, summaries: Keys) -> dict[int, str]:
    """As many keys of cases as there is room for beside a row, with what is similar."""
    similar = dict.fromkeys(titles, "title")
    for key in summaries:
        similar.setdefault(key, "summary")
    present = {duplicate.case.pk for duplicate in checked_row.duplicates}
    more = [(key, what) for key, what in similar.items() if key not in present]
    return dict(more[: max(SHOWN - len(checked_row.duplicates), 0)])


def likeness(checked_row: CheckedRow) -> list[Any]:
    """The duplicates of a row, and the cells that they were found by."""
    keys = [duplicate.case.pk for duplicate in checked_row.duplicates]
    names = sorted(body_names(checked_row))
    return [checked_row.row.line, keys, checked_row.cell("title"), names, summary_of(checked_row)]


def summary_of(checked_row: CheckedRow) -> str:
    return checked_row.cell("summary").strip()


def body_names(checked_row: CheckedRow) -> frozenset[str]:
    """The names of a row's bodies, as printed and in full; the first MOST_NAMES of each."""
    cells = (checked_row.cell("bodies"), checked_row.cell("body_names"))
    return frozenset(name for cell in cells for name in split_values(cell)[:MOST_NAMES])
