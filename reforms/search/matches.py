"""What a search matches in a tier, as sets of ids. Knows neither the index nor the database."""

from collections.abc import Callable
from typing import Literal, get_args

from ..bitset import NOTHING, Bitset
from .queries import Query

# The cases that match in the title; in title or summary; anywhere.
Tier = Literal["title", "summary", "anywhere"]
TIERS: tuple[Tier, ...] = get_args(Tier)


def combine(
    query: Query,
    tier: Tier,
    find_term: Callable[[str, Tier], Bitset],
    everything: Callable[[], Bitset],
) -> Bitset:
    """What a query matches in a tier, from what each of its terms matches.

    `find_term` may cache its results, so that one more term costs only that term. `everything`
    gives the ids of all cases, for a query of unwanted terms only.
    """
    cases = _all_wanted(query, tier, find_term, everything)
    for term in query.unwanted if cases else ():
        cases -= find_term(term, "anywhere")
    return cases


def _all_wanted(
    query: Query,
    tier: Tier,
    find_term: Callable[[str, Tier], Bitset],
    everything: Callable[[], Bitset],
) -> Bitset:
    """The cases that have every wanted term."""
    if not query.wanted:  # then no title has one: all cases count as matches in the rest
        return everything() if query.unwanted and tier == "anywhere" else NOTHING
    first, *others = query.wanted
    cases = find_term(first, tier)
    for term in others:
        if not cases:
            break
        cases &= find_term(term, tier)
    return cases
