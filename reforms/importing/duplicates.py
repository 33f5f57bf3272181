"""Likely duplicates: cases with the same body and a similar title, or with a similar summary.

Short Chinese texts are compared by the character pairs that they share (Jaccard index).
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import ceil

from django.db.models.functions import Left, Right
from django.utils.translation import gettext as _

from ..models import Case, CreditedBody
from ..search import fold
from ..text.lines import split_values
from .checked_rows import CheckedRow, Duplicate

SIMILAR_TITLES = 0.5  # with one word of three changed, titles still share about half their pairs
SIMILAR_SUMMARIES = 0.7
EDGE = 12  # characters; nearly equal summaries have the same first or the same last ones
SHOWN = 3  # duplicates beside a row

Pairs = frozenset[str]
Reasons = dict[int, dict[int, str]]  # position of a row → key of a case → reason


def pairs(text: str) -> Pairs:
    """The overlapping character pairs of a folded text; the text itself if it is shorter."""
    text = fold(text)
    return frozenset(text[start : start + 2] for start in range(len(text) - 1)) or frozenset({text})


def similarity(first: Pairs, second: Pairs) -> float:
    """The share of common pairs, from 0 to 1."""
    common = len(first & second)
    return common / (len(first) + len(second) - common)


class DuplicateFinder:
    """Finds likely duplicates of many rows; keeps what it has read of the catalogue."""

    def __init__(self) -> None:
        self.names: set[str] = set()  # of the bodies whose cases have been read
        self.frequency: Counter[str] = Counter()
        self.titles: dict[int, Pairs] = {}
        # (name of a body, pair) → the cases that credit it, with the pair among a title's rarest
        self.index: dict[tuple[str, str], set[int]] = defaultdict(set)

    def add_duplicates(self, checked_rows: Sequence[CheckedRow]) -> None:
        """Add to each row the cases that it may be about, up to SHOWN, the likeliest first."""
        reasons: Reasons = defaultdict(dict)
        self.read_titles({name for row in checked_rows for name in body_names(row)} - self.names)
        for position, checked_row in enumerate(checked_rows):
            for key in self.with_similar_title(checked_row):
                reasons[position][key] = _("单位相同、标题相近")
        add_similar_summaries(checked_rows, reasons)
        keys = {key for by_key in reasons.values() for key in by_key}
        cases = Case.objects.with_relations().in_bulk(keys)
        for position, checked_row in enumerate(checked_rows):
            present = {duplicate.case.pk for duplicate in checked_row.duplicates}
            more = [
                Duplicate(cases[key], reason)
                for key, reason in reasons[position].items()
                if key not in present
            ]
            checked_row.duplicates += more[: SHOWN - len(checked_row.duplicates)]

    def read_titles(self, names: set[str]) -> None:
        """Index the titles of all cases that credit one of these bodies."""
        self.names |= names
        bodies = CreditedBody.objects.filter(name__in=names)
        bodies |= CreditedBody.objects.filter(standard_name__in=names)
        rows = list(bodies.values_list("name", "standard_name", "case", "case__title"))
        titles = {key: pairs(title) for _name, _standard_name, key, title in rows}
        self.titles |= titles
        # Counted once: the order by rarity must stay as it was when other titles were indexed.
        self.frequency = self.frequency or Counter(
            pair for title in titles.values() for pair in title
        )
        rarest = {key: self.rarest(title) for key, title in titles.items()}
        for name, standard_name, key, _title in rows:
            for shared in {name, standard_name} & names:
                for pair in rarest[key]:
                    self.index[shared, pair].add(key)

    def rarest(self, title: Pairs) -> list[str]:
        """So many of the rarest pairs that any two similar titles share at least one of them."""
        ordered = sorted(title, key=lambda pair: (self.frequency[pair], pair))
        return ordered[: len(title) - ceil(SIMILAR_TITLES * len(title)) + 1]

    def with_similar_title(self, checked_row: CheckedRow) -> list[int]:
        """The keys of the cases with a body of the row and a similar title, most similar first."""
        title = pairs(checked_row.cell("title"))
        empty: set[int] = set()
        keys = {
            key
            for name in body_names(checked_row)
            for pair in self.rarest(title)
            for key in self.index.get((name, pair), empty)
        }
        ranked = sorted(((similarity(title, self.titles[key]), -key) for key in keys), reverse=True)
        return [-negative for share, negative in ranked if share >= SIMILAR_TITLES]


def body_names(checked_row: CheckedRow) -> set[str]:
    """The names of a row's bodies, as printed and in full."""
    cells = (checked_row.cell("bodies"), checked_row.cell("body_names"))
    return {name for cell in cells for name in split_values(cell)}


def add_similar_summaries(checked_rows: Sequence[CheckedRow], reasons: Reasons) -> None:
    """Add the cases whose summaries are nearly equal to those of rows."""
    positions: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, checked_row in enumerate(checked_rows):
        summary = checked_row.cell("summary").strip()
        if len(summary) >= 2 * EDGE:
            positions["first", summary[:EDGE]].append(position)
            positions["last", summary[-EDGE:]].append(position)
    if not positions:
        return
    cases = Case.objects.annotate(first=Left("summary", EDGE), last=Right("summary", EDGE))
    candidates = cases.filter(first__in=[text for end, text in positions if end == "first"])
    candidates |= cases.filter(last__in=[text for end, text in positions if end == "last"])
    for key, first, last, summary in candidates.values_list("pk", "first", "last", "summary"):
        stored = pairs(summary)
        for position in {*positions["first", first], *positions["last", last]}:
            if similarity(pairs(checked_rows[position].cell("summary")), stored) >= (
                SIMILAR_SUMMARIES
            ):
                reasons[position].setdefault(key, _("摘要几乎相同"))
