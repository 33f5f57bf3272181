"""The rows of a release → the cases of its stored batch that they are about, in whatever order.

Reads the catalogue, writes nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

from django.utils.translation import gettext as _

from ..divisions import read_bodies
from ..models import Case
from ..search import fold
from ..text.lines import split_values
from ..vocabulary import Author
from .checked_rows import CheckedRow, Duplicate
from .similar_texts import Pairs, pairs, similarity
from .similar_titles import SIMILAR_TITLES
from .states import Choice

OFFICE = re.compile(r"(?:人民)?检察(?:院|机关)\Z")


class Subject(NamedTuple):
    """What a row and a case are compared by."""

    title: str
    pairs: Pairs
    places: frozenset[str]
    is_official: bool  # whether the title is the issuer's

    @classmethod
    def of(cls, title: str, names: Iterable[str], author: str) -> "Subject":
        folded = fold(title)
        places = {place for name in names for place in places_of(name)}
        return cls(folded, pairs(folded), frozenset(places), author == Author.ISSUER)


class Pair(NamedTuple):
    """A row and a case that may be the same, by their places in their lists."""

    likeness: float
    row: int
    case: int


def places_of(name: str) -> list[str]:
    """The places of a body: a report may write 检察院 where the release has 检察机关."""
    return [OFFICE.sub("", body.standard_name or body.name) for body in read_bodies(name)]


def match_cases(checked_rows: Sequence[CheckedRow]) -> None:
    """Match each row with the case of its batch that it is about: by title, else by body.

    A row whose case is not clear is left to the search for duplicates.
    """
    open_rows = [row for row in checked_rows if is_open(row)]
    batches = {row.batch.pk for row in open_rows if row.batch}
    cases = list(Case.objects.filter(batch__in=batches).with_relations()) if batches else []
    rows = [subject_of_row(row) for row in open_rows]
    stored = [subject_of_case(case) for case in cases]
    for row, case in matches(rows, stored).items():
        open_rows[row].match(Duplicate(cases[case], _("同一批次，单位或标题相同")))


def is_open(row: CheckedRow) -> bool:
    """Whether it is to be found out which case a row is about."""
    is_chosen = row.choice in (Choice.SKIP, Choice.ADD)
    return bool(row.batch and row.batch.pk and not row.target and not is_chosen)


def subject_of_row(row: CheckedRow) -> Subject:
    names = split_values(row.cell("bodies"))
    return Subject.of(row.cell("title"), names, row.cell("title_by"))


def subject_of_case(case: Case) -> Subject:
    return Subject.of(case.title, [body.name for body in case.bodies.all()], case.title_by)


def matches(rows: Sequence[Subject], cases: Sequence[Subject]) -> dict[int, int]:
    """Row → case: those with similar titles first, then those that are alone with their place."""
    likely = [
        Pair(likeness(rows[row], cases[case]), row, case)
        for row, case in product(range(len(rows)), range(len(cases)))
    ]
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for pair in sorted(likely, key=lambda pair: (-pair.likeness, pair.row, pair.case)):
        is_free = pair.row not in matched and pair.case not in taken
        if is_free and pair.likeness >= SIMILAR_TITLES:
            matched[pair.row] = pair.case
            taken.add(pair.case)
    return matched | alone(rows, cases, matched)


def likeness(row: Subject, case: Subject) -> float:
    """How alike a row and a case are, by their titles; 0 if neither title nor place is the same."""
    if row.title == case.title:
        return 2 + bool(row.places & case.places)
    return similarity(row.pairs, case.pairs) if row.places & case.places else 0


def alone(
    rows: Sequence[Subject], cases: Sequence[Subject], matched: dict[int, int]
) -> dict[int, int]:
    """The pairs left over that share a place with no other; two titles of the issuer's differ."""
    taken = set(matched.values())
    pairs_left = [
        (row, case)
        for row, case in product(range(len(rows)), range(len(cases)))
        if row not in matched and case not in taken and rows[row].places & cases[case].places
    ]
    times = Counter(("row", row) for row, _case in pairs_left)
    times += Counter(("case", case) for _row, case in pairs_left)
    return {
        row: case
        for row, case in pairs_left
        if times["row", row] == times["case", case] == 1
        and not (rows[row].is_official and cases[case].is_official)
    }
