"""Cases that have a part of what a search asks for: the more of it and the rarer, the earlier.

Beside the exact matches, never among them. Knows no texts: which parts a case has, its cards say.
"""

from collections.abc import Iterable
from functools import reduce
from math import log
from operator import or_

import numpy as np
from numpy.typing import NDArray

from .. import search
from ..models import Revision
from ..search import questions, terms, thesaurus
from .case_sets import CaseSets
from .current_sets import sets_of
from .lexicon import lexicon_of
from .selection import Selection

MOST = 10  # cases
MOST_UNITS = 12  # of a question: each costs a search
MOST_SYNONYMS, OF_SYNONYMS = 4, 0.7  # words whose other writings count, and how much
LEAST = 0.5  # of the best weight: what has less is left out
IN_TITLE, IN_SUMMARY = 0.3, 0.1  # how much more a match there weighs

Weights = NDArray[np.float32]


def question_words(selection: Selection, revision: Revision) -> list[str]:
    """The folded words of a search that cases may have."""
    return questions.words(selection.q, lexicon_of(revision).words)


def partial_matches(selection: Selection, revision: Revision) -> list[int]:
    """The keys of the best cases that match only in part; other filters and -words hold."""
    sets, lexicon = sets_of(revision), lexicon_of(revision).words
    words = question_words(selection, revision)
    units = [unit for word in words for unit in questions.units(word, lexicon)]
    weights = weigh(sets, [(unit,) for unit in dict.fromkeys(units)][:MOST_UNITS])
    others = [synonyms.folded for synonyms in thesaurus.synonyms_of(words)]
    weights += np.float32(OF_SYNONYMS) * weigh(sets, others[:MOST_SYNONYMS])
    weights[~candidates(sets, selection)] = 0
    good = np.flatnonzero(weights > LEAST * weights.max(initial=0))
    best = good[np.argsort(-weights[good], kind="stable")[:MOST]]
    return sets.ids[best].tolist()


def weigh(sets: CaseSets, units: Iterable[tuple[str, ...]]) -> Weights:
    """The weight of each case, by position: of the units that it has, more for rare ones.

    A unit is one or several terms, of which a case needs only one.
    """
    size = len(sets.ids)
    weights = np.zeros(size, np.float32)
    for terms_of_unit in units:
        tiers = [
            reduce(or_, (sets.find_term(term, tier) for term in terms_of_unit))
            for tier in search.TIERS
        ]
        rarity = log(1 + size / max(1, len(tiers[-1])))
        for cases, share in zip(tiers, (IN_TITLE, IN_SUMMARY, 1), strict=True):
            if cases:
                weights += np.float32(rarity * share) * cases.flags(size)
    return weights


def candidates(sets: CaseSets, selection: Selection) -> NDArray[np.bool_]:
    """By position, the cases that the rest of a selection allows and that do not match exactly."""
    cases = sets.selected(selection.changed(q="")) - sets.selected(selection)
    for term in terms(selection.q):
        if term.unwanted:
            cases -= sets.find_term(term.folded, "anywhere")
    return cases.flags(len(sets.ids))
