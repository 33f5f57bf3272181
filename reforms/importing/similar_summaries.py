"""The cases whose summaries are nearly equal to that of a row."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Left, Right

from .. import history
from ..models import Case
from ..search import fold
from .similar_texts import SimilarTexts

SIMILAR_SUMMARIES = 0.7
EDGE = 12  # characters; nearly equal summaries have the same first or the same last ones

Keys = Sequence[int]  # of cases, the likeliest first


class Summary(NamedTuple):
    """A stored summary: the key of its case, its first and last characters."""

    key: int
    first: str
    last: str


Edges = set[tuple[str, str]]  # which end, its characters
SummaryRow = tuple[int, str, str, str]  # key, first and last characters, the whole


def summary_rows(cases: QuerySet[Any], with_text: bool = True) -> list[SummaryRow]:
    """The summaries of cases, in the order of their keys."""
    edges = cases.annotate(first=Left("summary", EDGE), last=Right("summary", EDGE))
    names = ("pk", "first", "last", "summary" if with_text else "last")
    return list(edges.order_by("pk").values_list(*names))


def with_edges(edges: Edges) -> list[SummaryRow]:
    """The summaries that begin or end so, by one scan of all cases."""
    cases = Case.objects.annotate(first=Left("summary", EDGE), last=Right("summary", EDGE))
    similar = cases.filter(first__in=[text for end, text in edges if end == "first"])
    similar |= cases.filter(last__in=[text for end, text in edges if end == "last"])
    return summary_rows(similar)


class Summaries:
    """The summaries that begin or end like those of the rows read so far."""

    def __init__(self) -> None:
        self.edges: Edges = set()
        self.index: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.keys: set[int] = set()
        self.parts: list[tuple[SimilarTexts, list[Summary]]] = []
        self.parts_with: dict[tuple[str, str], set[int]] = defaultdict(set)  # an edge → parts

    def read(self, summaries: Sequence[str]) -> None:
        """Index the summaries of all cases that begin or end like one of these."""
        edges = {edge for summary in summaries for edge in edges_of(summary)} - self.edges
        if not edges:
            return
        rows = with_edges(edges) if not self.edges else self.by_index(edges)
        self.edges |= edges
        new = [row for row in rows if row[0] not in self.keys]
        if new:
            self.keys |= {key for key, *_rest in new}
            texts = SimilarTexts([fold(text) for *_edges, text in new], [0] * len(new), sampled=2)
            stored = [Summary(key, first, last) for key, first, last, _text in new]
            for _key, first, last in stored:
                self.parts_with["first", first].add(len(self.parts))
                self.parts_with["last", last].add(len(self.parts))
            self.parts.append((texts, stored))

    def by_index(self, edges: Edges) -> list[SummaryRow]:
        """As with_edges(), without a scan of all cases for each block of rows after the first."""
        if not self.index:
            for key, first, last, _summary in summary_rows(Case.objects.all(), with_text=False):
                self.index["first", first].append(key)
                self.index["last", last].append(key)
        keys = {key for edge in edges for key in self.index.get(edge, ())} - self.keys
        blocks = (Case.objects.filter(pk__in=block) for block in history.in_blocks(sorted(keys)))
        return [row for block in blocks for row in summary_rows(block)]

    def similar(self, summaries: Sequence[str]) -> list[Keys]:
        """For each summary the cases with a nearly equal one, most similar first."""
        edges = [set(edges_of(summary)) for summary in summaries]
        shares: list[dict[int, float]] = [{} for _summary in summaries]
        queries: dict[int, list[int]] = defaultdict(list)
        for number, own in enumerate(edges):
            for part in {part for edge in own for part in self.parts_with.get(edge, ())}:
                queries[part].append(number)
        for part, numbers in queries.items():
            texts, stored = self.parts[part]
            folded = [fold(summaries[number]) for number in numbers]
            similar = texts.most_similar(folded, [0] * len(folded), SIMILAR_SUMMARIES)
            for number, likest in zip(numbers, similar, strict=True):
                for place, share in likest:
                    key, first, last = stored[place]
                    if edges[number] & {("first", first), ("last", last)}:
                        shares[number][key] = share
        return [sorted(by_key, key=lambda key: (-by_key[key], key)) for by_key in shares]


def edges_of(summary: str) -> list[tuple[str, str]]:
    """The first and the last characters of a summary, which is not too short to say anything."""
    if len(summary) < 2 * EDGE:
        return []
    return [("first", summary[:EDGE]), ("last", summary[-EDGE:])]
