"""The most similar of many short texts, by the character pairs that they share (Jaccard index).

Near-linear: a text is compared with few others, those that share its rarest pairs. However many
texts begin alike, POSTINGS bounds the work for each.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

POSTINGS = 1_000  # entries of the index that are read for one text
COMPARED = 8  # texts that are compared in full
AT_ONCE = 10_000  # texts whose pairs are made at once
CODE = 21  # bits of a character of Unicode
MIXER = np.uint64(0x9E3779B97F4A7C15)  # 2^64 divided by the golden ratio: scatters close numbers

Pairs = frozenset[str]
Codes = NDArray[np.uint64]


class Similar(NamedTuple):
    """A text like another one: its place among those indexed, and the share of common pairs."""

    place: int
    share: float


def pairs(folded: str) -> Pairs:
    """The overlapping character pairs of a folded text; the text itself if it is shorter."""
    return frozenset(map("".join, pairwise(folded))) or frozenset({folded})


def similarity(first: Pairs, second: Pairs) -> float:
    """The share of common pairs, from 0 to 1."""
    common = len(first & second)
    return common / (len(first) + len(second) - common)


class SimilarTexts:
    """Folded texts, each in a group, and which of a group are most similar to another text."""

    def __init__(self, texts: Sequence[str], groups: Sequence[int], sampled: int = 1) -> None:
        """`sampled`: of how many pairs one is indexed, the same ones in every text."""
        self.texts, self.sampled = texts, sampled
        self.made: dict[int, Pairs] = {}
        blocks = [
            self.codes(texts[start : start + AT_ONCE], groups[start : start + AT_ONCE])
            for start in range(0, len(texts), AT_ONCE)
        ]
        codes = np.concatenate([codes for codes, _places in blocks] or [np.empty(0, np.uint64)])
        places = np.concatenate(
            [places + np.int32(number * AT_ONCE) for number, (_c, places) in enumerate(blocks)]
            or [np.empty(0, np.int32)]
        )
        order = np.argsort(codes, kind="stable")
        self.sorted_codes, self.places = codes[order], places[order]

    def codes(self, texts: Sequence[str], groups: Sequence[int]) -> tuple[Codes, NDArray[np.int32]]:
        """A number for each indexed pair of each text in its group, and the place of its text."""
        # A blank ends each: so a text of one character has a pair too.
        joined = "".join(f"{text} " for text in texts)
        characters = np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32)
        lengths = np.fromiter((len(text) for text in texts), np.int64, len(texts)) + 1
        places = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
        first, second = characters[:-1].astype(np.uint64), characters[1:].astype(np.uint64)
        group = np.asarray(groups, np.uint64)[places[:-1]]
        codes = (group << np.uint64(2 * CODE)) | (first << np.uint64(CODE)) | second
        is_kept = places[:-1] == places[1:]
        if self.sampled > 1:
            is_kept &= (codes * MIXER >> np.uint64(40)) % np.uint64(self.sampled) == 0
        return codes[is_kept], places[:-1][is_kept]

    def most_similar(
        self, texts: Sequence[str], groups: Sequence[int], least: float
    ) -> Iterator[list[Similar]]:
        """For each of some folded texts, those of its group that share at least `least` with it.

        The likeliest come first.
        """
        for start in range(0, len(texts), AT_ONCE):
            block = texts[start : start + AT_ONCE]
            likely = self.candidates(block, groups[start : start + AT_ONCE])
            for text, candidates in zip(block, likely, strict=True):
                own = pairs(text)
                similar = [Similar(at, similarity(own, self.pairs_at(at))) for at in candidates]
                similar.sort(key=lambda match: (-match.share, match.place))
                yield [match for match in similar if match.share >= least]

    def pairs_at(self, place: int) -> Pairs:
        """The pairs of an indexed text; texts that are like many others are asked for often."""
        if place not in self.made:
            if len(self.made) >= AT_ONCE:
                self.made.clear()
            self.made[place] = pairs(self.texts[place])
        return self.made[place]

    def candidates(self, texts: Sequence[str], groups: Sequence[int]) -> Iterator[list[int]]:
        """For each text the places of those that share most of its rarest pairs."""
        codes, places = self.codes(texts, groups)
        starts = np.searchsorted(self.sorted_codes, codes, "left")
        ends = np.searchsorted(self.sorted_codes, codes, "right")
        bounds = np.searchsorted(places, np.arange(len(texts) + 1))
        for start, end in pairwise(bounds.tolist()):
            postings = self.rarest(starts[start:end], ends[start:end])
            yield most_frequent(np.concatenate(postings)) if postings else []

    def rarest(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> list[NDArray[np.int32]]:
        """The places of the texts with each pair, the rarest pair first, up to POSTINGS."""
        postings, left = [], POSTINGS
        for number in np.argsort(ends - starts).tolist():
            start, end = int(starts[number]), int(ends[number])
            postings.append(self.places[start : min(end, start + left)])
            left -= end - start
            if left <= 0:
                break
        return postings


def most_frequent(places: NDArray[np.int32]) -> list[int]:
    """The places that occur most often, COMPARED of them at most."""
    unique, votes = np.unique(places, return_counts=True)
    return unique[np.argsort(-votes, kind="stable")[:COMPARED]].tolist()
