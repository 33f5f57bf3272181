"""The cases that are nearest to one by its keywords: the more of them they have and the rarer.

Anywhere in their text, not only among their keywords. Knows no page.
"""

from collections.abc import Iterable
from math import log

import numpy as np
from numpy.typing import NDArray

from .. import search
from ..bitset import NOTHING, Bitset
from ..models import Case, Revision
from .case_sets import CaseSets
from .current_sets import sets_of

MOST_KEYWORDS = 6  # of a case: each costs a search
LARGEST = 20_000  # cases of a catalogue: in a larger one the searches take longer than the page
OF_THEME = 0.3  # how much a shared theme weighs beside a keyword as rare


def related_by_keywords(case: Case, revision: Revision, most: int) -> list[int]:
    """The keys of the nearest other cases, at most so many; newer ones first where all is equal.

    Empty while there is no search index, and in a catalogue of more than LARGEST cases.
    """
    sets = sets_of(revision)
    weights = weigh(with_keywords(case, sets), len(sets.ids))
    weights[sets.ids == case.pk] = 0
    near = np.flatnonzero(weights)
    themes = [sets.themes.get(theme.slug, NOTHING) for theme in case.themes.all()]
    weights = weights[near] + OF_THEME * weigh(themes, len(sets.ids))[near]
    best = near[np.argsort(-weights, kind="stable")[:most]]
    return sets.ids[best].tolist()


def with_keywords(case: Case, sets: CaseSets) -> list[Bitset]:
    """For each keyword of a case the cases that have it; none where that would take too long."""
    if len(sets.ids) > LARGEST:
        return []
    keywords = filter(None, map(search.fold, case.keyword_list[:MOST_KEYWORDS]))
    try:
        return [sets.find_term(keyword, "anywhere") for keyword in keywords]
    except search.NotReady:
        return []


def weigh(groups: Iterable[Bitset], size: int) -> NDArray[np.float64]:
    """The weight of each case, by position: of the groups that it is in, more for small ones."""
    weights = np.zeros(size)
    for cases in groups:
        weights += rarity(size, len(cases)) * cases.flags(size)
    return weights


def rarity(size: int, matches: int) -> float:
    """The weight of what so many of all cases have."""
    return log(1 + size / max(1, matches))
