"""The cases that credit a body of a row and have a similar title."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from ..models import CreditedBody
from ..search import fold
from .similar_texts import SimilarTexts

SIMILAR_TITLES = 0.5  # with one word of three changed, titles still share about half their pairs
EQUAL = 3  # cases with the same title that are remembered
SAME = 2.0  # the share of an equal title: other titles may have all its pairs too

Keys = Sequence[int]  # of cases, the likeliest first


class TitledRow(NamedTuple):
    """What a row is compared by: its title, the names of its bodies."""

    title: str
    names: frozenset[str]


class Group(NamedTuple):
    """Where the titles of a body are: the number of a part, and of the group in it."""

    part: int
    group: int


class Titles:
    """The titles of the cases that credit the bodies of the rows read so far."""

    def __init__(self) -> None:
        self.parts: list[tuple[SimilarTexts, list[int]]] = []  # titles, the keys of their cases
        self.by_name: dict[str, Group] = {}  # the name of a body → where its titles are
        self.exact: dict[tuple[str, str], list[int]] = defaultdict(list)

    def read(self, names: set[str]) -> None:
        """Index the titles of all cases that credit one of these bodies."""
        groups = {name: group for group, name in enumerate(sorted(names - {*self.by_name}))}
        bodies = CreditedBody.objects.filter(name__in=groups)
        bodies |= CreditedBody.objects.filter(standard_name__in=groups)
        rows = bodies.order_by("case_id").values_list(
            "name", "standard_name", "case", "case__title"
        )
        entries = [
            (groups[shared], key, fold(title))
            for name, standard_name, key, title in rows
            for shared in {name, standard_name} & {*groups}
        ]
        texts = SimilarTexts(
            [title for _group, _key, title in entries], [group for group, _key, _title in entries]
        )
        self.parts.append((texts, [key for _group, key, _title in entries]))
        for name, group in groups.items():
            self.by_name[name] = Group(len(self.parts) - 1, group)
        self.add_exact(entries, list(groups))

    def add_exact(self, entries: Sequence[tuple[int, int, str]], names: Sequence[str]) -> None:
        """Equal titles, which are found among any number of similar ones."""
        for group, key, title in entries:
            equal = self.exact[names[group], title]
            if len(equal) < EQUAL:
                equal.append(key)

    def similar(self, rows: Sequence[TitledRow]) -> list[Keys]:
        """For each row the cases with a body of it and a similar title, most similar first."""
        titles = [fold(row.title) for row in rows]
        shares: list[dict[int, float]] = [{} for _row in rows]
        queries: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for number, row in enumerate(rows):
            for name in row.names:
                queries[self.by_name[name].part].append((number, name))
        for part, asked in queries.items():
            self.add_shares(part, asked, titles, shares)
        return [sorted(by_key, key=lambda key: (-by_key[key], key)) for by_key in shares]

    def add_shares(
        self,
        part: int,
        asked: Sequence[tuple[int, str]],
        titles: Sequence[str],
        shares: Sequence[dict[int, float]],
    ) -> None:
        """Add the similar cases of one part to those of each row that has asked for a name."""
        texts, keys = self.parts[part]
        groups = [self.by_name[name].group for _number, name in asked]
        own = [titles[number] for number, _name in asked]
        similar = texts.most_similar(own, groups, SIMILAR_TITLES)
        for (number, name), likest in zip(asked, similar, strict=True):
            shares[number] |= {keys[place]: share for place, share in likest}
            shares[number] |= dict.fromkeys(self.exact.get((name, titles[number]), ()), SAME)
