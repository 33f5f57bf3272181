"""What a search matches, as sets of ids by tier. Knows neither the index nor the database."""

from collections.abc import Callable
from operator import and_, or_
from typing import NamedTuple

from ..bitset import NOTHING, Bitset
from .queries import Query


class Matches(NamedTuple):
    """The cases that match: in the title; in title or summary; anywhere."""

    title: Bitset = NOTHING
    summary: Bitset = NOTHING
    anywhere: Bitset = NOTHING


def union(first: Matches, second: Matches) -> Matches:
    """The cases of either, tier by tier."""
    return Matches(*map(or_, first, second))


def combine(
    query: Query, find_term: Callable[[str], Matches], everything: Callable[[], Bitset]
) -> Matches:
    """What a query matches, from what each of its terms matches.

    `find_term` may cache its results, so that one more term costs only that term. `everything`
    gives the ids of all cases, for a query of unwanted terms only.
    """
    if not query:
        return Matches()
    # Where no term is wanted, no title has one: all cases count as matches in the rest.
    matches = _all_wanted(query, find_term) if query.wanted else Matches(anywhere=everything())
    for term in query.unwanted if matches.anywhere else ():
        unwanted = find_term(term).anywhere
        matches = Matches(*(tier - unwanted for tier in matches))
    return matches


def _all_wanted(query: Query, find_term: Callable[[str], Matches]) -> Matches:
    """The cases that have every wanted term, of which there is at least one."""
    first, *others = query.wanted
    matches = find_term(first)
    for term in others:
        if not matches.anywhere:
            break
        matches = Matches(*map(and_, matches, find_term(term)))
    return matches
