"""Operations on sets of cases by place: unions, counts, and the official order of places."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from ..bitset import NOTHING, Bitset
from ..vocabulary import NO_PROVINCE, Level, Province

Place = tuple[str, str]  # province and level of one body
# Official order: GB/T 2260, then levels from above.
PROVINCE_PLACES = {value: place for place, value in enumerate([*Province.values, NO_PROVINCE])}
LEVEL_PLACES = {value: place for place, value in enumerate([*Level.values, ""])}


def by_division(places: Mapping[Place, Bitset], size: int) -> NDArray[np.int32]:
    """The first `size` positions in the official order of their first place; then the newest."""
    last = len(PROVINCE_PLACES) * len(LEVEL_PLACES)
    rank = np.full(size, last, np.int32)
    for (province, level), cases in places.items():
        number = PROVINCE_PLACES[province] * len(LEVEL_PLACES) + LEVEL_PLACES[level]
        rank = np.where(cases.flags(size), np.minimum(rank, number), rank)
    return np.argsort(rank, kind="stable").astype(np.int32)


def count(candidates: Bitset, sets: Mapping[str, Bitset]) -> dict[str, int]:
    """The number of candidates in each set."""
    return {value: len(cases & candidates) for value, cases in sets.items()}


def by_part(
    places: Mapping[Place, Bitset], part: int, wanted: Collection[str] = ()
) -> dict[str, Bitset]:
    """The union of the sets of places for each value of one part of a place.

    `part` is 0 for provinces, 1 for levels; only places whose other part is `wanted`, if any is.
    """
    parts: dict[str, list[Bitset]] = defaultdict(list)
    for place, cases in places.items():
        if not wanted or place[1 - part] in wanted:
            parts[place[part]].append(cases)
    return {value: union(sets) for value, sets in parts.items()}


def union(sets: Iterable[Bitset]) -> Bitset:
    """All members of the sets."""
    return reduce(or_, sets, NOTHING)
