"""Which cases of the catalogue a new row may well be: same body and like title, or like summary.

Short Chinese texts are compared by the pairs of characters that they share.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import ceil
from typing import Any

from django.db.models.functions import Left, Right
from django.utils.translation import gettext as _

from ..models import Case, CreditedBody
from ..search import fold
from ..text.lines import split_values

TITLES_ALIKE = 0.5  # share of common pairs; one word of three changed leaves about that
SUMMARIES_ALIKE = 0.7
EDGE = 12  # near-equal summaries share their first or their last characters
MOST = 3  # shown beside a row


def pairs(text: str) -> frozenset[str]:
    text = fold(text)
    return frozenset(text[start : start + 2] for start in range(len(text) - 1)) or frozenset({text})


def share(one: frozenset[str], other: frozenset[str]) -> float:
    common = len(one & other)
    return common / (len(one) + len(other) - common)


class Likeness:
    """Finds likely duplicates of many rows; keeps what it has read of the catalogue."""

    def __init__(self) -> None:
        self.read: set[str] = set()  # names of bodies
        self.frequency: Counter[str] = Counter()
        self.titles: dict[int, frozenset[str]] = {}
        # (name of a body, pair) → the cases that credit it and whose titles are told by the pair
        self.index: dict[tuple[str, str], set[int]] = defaultdict(set)

    def mark(self, checked: Iterable[Any]) -> None:
        """Add to `alike` of each row the cases that it may be: [key, why, case]."""
        checked = list(checked)
        found: dict[int, dict[int, str]] = defaultdict(dict)
        self.learn({name for one in checked for name in names_of(one)} - self.read)
        for position, one in enumerate(checked):
            for case in self.with_like_title(one):
                found[position][case] = _("单位相同、标题相近")
        by_summary(checked, found)
        wanted = {pk for cases in found.values() for pk in cases}
        cases = Case.objects.with_relations().in_bulk(wanted)
        for position, one in enumerate(checked):
            known = {pk for pk, *_rest in one.alike}
            more = [(pk, why) for pk, why in found[position].items() if pk not in known]
            one.alike += [[pk, why, cases[pk]] for pk, why in more[: MOST - len(one.alike)]]

    def learn(self, names: set[str]) -> None:
        """Read the titles of all cases that credit one of these bodies."""
        self.read |= names
        rows = CreditedBody.objects.filter(name__in=names)
        rows |= CreditedBody.objects.filter(standard_name__in=names)
        rows = list(rows.values_list("name", "standard_name", "case", "case__title"))
        new = {case: pairs(title) for *_names, case, title in rows}
        self.titles |= new
        # Counted once: the order by rarity must stay what it was when others were indexed.
        self.frequency = self.frequency or Counter(pair for title in new.values() for pair in title)
        rarest = {case: self.rarest(title) for case, title in new.items()}
        for *credited, case, _title in rows:
            for name in {*credited} & names:
                for pair in rarest[case]:
                    self.index[name, pair].add(case)

    def rarest(self, title: frozenset[str]) -> list[str]:
        """So many of the rarest pairs that two titles enough alike have one of them in common."""
        ordered = sorted(title, key=lambda pair: (self.frequency[pair], pair))
        return ordered[: len(title) - ceil(TITLES_ALIKE * len(title)) + 1]

    def with_like_title(self, one: Any) -> list[int]:
        title, empty = pairs(one.cell("title")), frozenset()
        near = {
            case
            for name in names_of(one)
            for pair in self.rarest(title)
            for case in self.index.get((name, pair), empty)
        }
        alike = [(share(title, self.titles[case]), -case) for case in near]
        return [-case for how, case in sorted(alike, reverse=True) if how >= TITLES_ALIKE]


def names_of(one: Any) -> set[str]:
    return {*split_values(one.cell("bodies")), *split_values(one.cell("body_names"))}


def by_summary(checked: list[Any], found: dict) -> None:
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, one in enumerate(checked):
        summary = one.cell("summary").strip()
        if len(summary) >= 2 * EDGE:
            rows["first", summary[:EDGE]].append(position)
            rows["last", summary[-EDGE:]].append(position)
    if not rows:
        return
    edges = Case.objects.annotate(first=Left("summary", EDGE), last=Right("summary", EDGE))
    candidates = edges.filter(first__in=[edge for end, edge in rows if end == "first"])
    candidates |= edges.filter(last__in=[edge for end, edge in rows if end == "last"])
    for pk, first, last, summary in candidates.values_list("pk", "first", "last", "summary"):
        other = pairs(summary)
        for position in {*rows["first", first], *rows["last", last]}:
            if share(pairs(checked[position].cell("summary")), other) >= SUMMARIES_ALIKE:
                found[position].setdefault(pk, _("摘要几乎相同"))
