"""The published cases of one revision as bitsets: bit n stands for the n-th newest case.

The only definition of which cases a selection has. Filtering, counting and paging are operations
on whole sets, the same for every filter and on both databases.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from functools import lru_cache, partial, reduce
from operator import and_
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from .. import search
from ..bitset import NOTHING, Bitset, parse_integers
from ..models import SEPARATOR, Case
from ..storage.databases import JoinedKeys, key_array
from ..vocabulary import NO_PROVINCE, Province
from . import details
from .filters import theme_choices
from .method_cache import cached
from .place_sets import Place, by_division, by_part, count, union
from .selection import NEWLY_PUBLISHED, Selection

NEWEST = ("-date", "reference_key")
# The other orders; relevance comes from the tiers of a search.
ORDERS = {
    "oldest": ("date", "reference_key"),
    "reference": ("reference_key",),
    "official": ("official_key",),
    NEWLY_PUBLISHED: ("-first_published_at", "reference_key"),
}
# Sizes of the caches. That of the tiers of terms: 67 with 1,000,000 cases, most with few cases.
TERM_BYTES = 8 << 20
MAX_TERMS = 3000
PLACE_BYTES = 4 << 20  # of unions of places; one with 1,000,000 cases is larger, so none is kept
QUERIES = 16  # enough for the searches whose pages are being read now
COUNTED_SELECTIONS = 256  # 2 MB
GROUPS = 100  # rows fetched at once: each holds the keys of many cases

Ids32 = NDArray[np.int32]


class CaseSets:
    """The sets of all facets of one revision. Immutable, but for the caches of its answers.

    `finder` finds terms in the cases of the same revision.
    """

    def __init__(self, cases: QuerySet[Case], finder: search.Finder) -> None:
        self.finder = finder
        self.ids: Ids32 = key_array(cases.order_by(*NEWEST))  # by position
        self.size = int(self.ids.max(initial=-1)) + 1  # of an array with a place for each id
        self.everything = Bitset.where(np.ones(len(self.ids), bool))
        self.themes: dict[str, Bitset] = {}
        self.places: dict[Place, Bitset] = {}
        self.years: dict[str, Bitset] = {}
        self.fill(cases)
        # Caches of this object: their values hold positions, which end with it.
        terms = min(TERM_BYTES // (self.everything.words.nbytes + 1), MAX_TERMS)
        self.find_term = cached(self._find_term, terms)
        self.matching = cached(self._matching, len(search.TIERS) * QUERIES)
        self.order = cached(self._order, len(ORDERS))
        self.batches = cached(self._batches, 1)
        self.theme_choices = lru_cache(maxsize=4)(lambda _language: theme_choices())
        self.counts = cached(self._counts, COUNTED_SELECTIONS)
        self.detail = cached(self._detail, QUERIES)
        unions = PLACE_BYTES // (len(Province) * self.everything.words.nbytes + 1)
        self.by_part = lru_cache(maxsize=min(unions, QUERIES))(partial(by_part, self.places))

    def fill(self, cases: QuerySet[Case]) -> None:
        """Build the set of each theme, place and year, by one GROUP BY over the stored keys."""
        group_of = np.full(self.size, -1, np.int32)
        themes: dict[str, list[int]] = defaultdict(list)  # slug → numbers of the groups
        places: dict[Place, list[int]] = defaultdict(list)
        years: dict[str, list[int]] = defaultdict(list)
        keys = cases.order_by().values_list("theme_key", "place_key", "year")
        groups = keys.annotate(ids=JoinedKeys("pk")).iterator(GROUPS)
        number = 0
        for theme_key, place_key, year, joined in groups:
            group_of[self.older(parse_integers(joined))] = number
            for value in split(theme_key):
                themes[value].append(number)
            for value in split(place_key):
                province, _colon, level = value.partition(":")
                places[province or NO_PROVINCE, level].append(number)
            if year:
                years[str(year)].append(number)
            number += 1
        group_of = group_of[self.ids]
        self.themes = {value: of_groups(group_of, number, ns) for value, ns in themes.items()}
        self.places = {value: of_groups(group_of, number, ns) for value, ns in places.items()}
        self.years = {value: of_groups(group_of, number, ns) for value, ns in years.items()}

    def older(self, ids: Ids32) -> Ids32:
        """The ids without those of cases added after these sets were built."""
        return ids[ids < self.size]

    def positions(self, ids: Bitset) -> Bitset:
        """The positions of the cases with these ids, as far as they are public."""
        return Bitset.where(ids.flags(self.size)[self.ids]) if ids else NOTHING

    def with_themes(self, selection: Selection) -> Bitset:
        """The cases with any of the chosen themes, or with `match=all` with every one."""
        sets = [self.themes.get(slug, NOTHING) for slug in selection.theme]
        if selection.match == "all":
            return reduce(and_, sets, self.everything)
        return union(sets) if sets else self.everything

    def at_places(self, selection: Selection) -> Bitset:
        """The cases with a body of a chosen province and a chosen level; the same body has both."""
        if not (selection.province or selection.level):
            return self.everything
        return union(
            cases
            for (province, level), cases in self.places.items()
            if (not selection.province or province in selection.province)
            and (not selection.level or level in selection.level)
        )

    def in_years(self, selection: Selection) -> Bitset:
        """The cases of the chosen years."""
        if not selection.year:
            return self.everything
        return union(self.years.get(year, NOTHING) for year in selection.year)

    def beside_facets(self, selection: Selection) -> Bitset:
        """The cases that match the text and all that has no counts of its own."""
        cases = self.everything
        for facet, read in details.BY_KEYS.items():
            if values := selection.values(facet):
                cases &= self.detail(read, values)
        if selection.date_from or selection.date_to:
            span = (selection.date_from, selection.date_to, selection.dated)
            cases &= self.detail(details.dated, *span)
        if selection.reference and not selection.picking:
            cases &= self.positions(Bitset.of(list(details.ids_of(selection.reference).values())))
        return cases & self.in_field(selection.q, selection.field) if selection.q else cases

    def _detail(self, read: Callable[..., list[int]], *values: Any) -> Bitset:
        """The positions of the cases whose keys a function of details.py reads."""
        return self.positions(Bitset.of(read(*values)))

    def in_field(self, q: str, field: str) -> Bitset:
        """The cases that match a text, in one field if it is named."""
        if not field or field in search.TIERS:
            return self.matching(q, field or "anywhere")
        query, cases = search.parse(q), self.matching(q, "anywhere")
        for term in query.wanted:
            candidates = tuple(self.ids[cases.members()].tolist())
            cases &= self.positions(Bitset.of(details.IN_FIELD[field](term, candidates)))
        return cases

    def selected(self, selection: Selection) -> Bitset:
        """The positions of the selected cases."""
        facets = self.with_themes(selection) & self.at_places(selection) & self.in_years(selection)
        return facets & self.beside_facets(selection) if facets else NOTHING

    def _counts(self, selection: Selection) -> dict[str, dict[str, int]]:
        """The number of cases of each value, by facet; a facet ignores its own selection."""
        rest = self.beside_facets(selection)
        themed = self.with_themes(selection) & rest
        placed, dated = self.at_places(selection), self.in_years(selection)
        themed_and_dated = themed & dated
        return {
            "theme": count(rest & placed & dated, self.themes),
            "province": count(themed_and_dated, self.by_part(0, selection.level)),
            "level": count(themed_and_dated, self.by_part(1, selection.province)),
            "year": count(themed & placed, self.years),
        }

    def batch_counts(self, selection: Selection) -> Counter[int]:
        """The number of selected cases of each batch, by its key."""
        counts = np.bincount(self.batches()[self.selected(selection).members()])
        batches = np.flatnonzero(counts)
        return Counter(dict(zip(batches.tolist(), counts[batches].tolist(), strict=True)))

    def _batches(self) -> Ids32:
        """The key of each case's batch, by position."""
        batches = np.zeros(self.size, np.int32)
        keys = Case.objects.published().order_by().values_list("batch")
        for batch, joined in keys.annotate(ids=JoinedKeys("pk")).iterator(GROUPS):
            batches[self.older(parse_integers(joined))] = batch
        return batches[self.ids]

    def _matching(self, q: str, tier: search.Tier) -> Bitset:
        """The positions of the cases that match a query. Raises search.NotReady."""
        return search.combine(search.parse(q), tier, self.find_term, lambda: self.everything)

    def _find_term(self, term: str, tier: search.Tier) -> Bitset:
        """The positions of the cases that contain a folded term."""
        return self.positions(self.finder.find_term(term, tier))

    def keys(self, selection: Selection, start: int = 0, stop: int | None = None) -> Ids32:
        """The keys of the selected cases in the selection's order, sliced like a list."""
        selected = self.selected(selection)
        if selection.sort in ORDERS or selection.sort == "division":
            order = self.order(selection.sort)
            return self.ids[order[selected.flags(len(self.ids))[order]][start:stop]]
        if selection.sort == "chosen":
            members = set(self.ids[selected.members()].tolist())
            id_of = details.ids_of(selection.reference)
            ids = [id_of[name] for name in selection.reference if id_of.get(name) in members]
            return np.array(ids[start:stop], np.int32)
        if selection.q and selection.sort == "relevance":
            return self.ids[self.by_tier(selection.q, selected, stop)[start:stop]]
        return self.ids[selected.members(start, stop)]

    def by_tier(self, q: str, cases: Bitset, stop: int | None) -> NDArray[np.int64]:
        """Positions of cases: with matches in titles first, then in summaries, then elsewhere.

        Only the first tiers, if they have the cases before `stop`: each takes a search.
        """
        tiers: list[NDArray[np.int64]] = []
        for tier in search.TIERS:
            best = cases & self.matching(q, tier)
            tiers.append(best.members())
            cases -= best
            if stop is not None and sum(map(len, tiers)) >= stop:
                break
        return np.concatenate(tiers)

    def _order(self, sort: str) -> Ids32:
        """The positions of all cases in one of the orders."""
        if sort == "division":
            return by_division(self.places, len(self.ids))
        position = np.full(self.size, -1, np.int32)
        position[self.ids] = np.arange(len(self.ids), dtype=np.int32)
        ids = key_array(Case.objects.published().order_by(*ORDERS[sort]))
        positions = position[self.older(ids)]
        return positions[positions >= 0]  # -1: published since


def split(key: str) -> list[str]:
    """The values that are joined in a stored key."""
    return [value for value in key.split(SEPARATOR) if value]


def of_groups(group_of: Ids32, count: int, groups: list[int]) -> Bitset:
    """The positions whose group is one of `groups`; of `count` groups in all, -1 means none."""
    flags = np.zeros(count + 1, bool)
    flags[groups] = True
    return Bitset.where(flags[group_of])
