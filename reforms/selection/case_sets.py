"""The published cases of one revision as sets: number n of a set is the n-th newest case.

Filtering, counting and paging are then operations on whole sets, on any database.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache, reduce
from operator import or_
from time import monotonic

import numpy as np
from django.db.models import QuerySet

from .. import search
from ..bitset import NOTHING, Bits, numbers
from ..models import SEPARATOR, Case
from ..storage.databases import Ids, ids_in_order
from .filters import theme_choices
from .selection import ORDERS, Selection

FOUND = 8 << 20  # bytes of searched words remembered: 22 of them with 1,000,000 cases,
FOUND_AT_MOST = 1000  # and with few cases so many
QUERIES = 16  # put together from them: the pages that readers turn now
GROUPS = 100  # fetched at once: together they have the keys of all cases
CHECKED = 60  # seconds for which a complete index counts as complete
COUNTED = 256  # selections whose counts are remembered: 2 MB


class Roster:
    """Never changed once made, except that it remembers what it was asked."""

    def __init__(self, cases: QuerySet) -> None:
        self.ids = ids_in_order(cases.order_by(*ORDERS["newest"]))  # by position
        self.size = int(self.ids.max(initial=-1)) + 1  # of an array with a place for each id
        self.everything = Bits.where(np.ones(len(self.ids), bool))
        self.themes: dict[str, Bits] = {}
        self.places: dict[tuple[str, str], Bits] = {}  # (province, level) of one body
        self.years: dict[str, Bits] = {}
        self.fill(cases)
        self.checked_until = 0.0
        # Remembered here, so that they end with the positions they speak of.
        remembered = min(FOUND // (3 * self.everything.words.nbytes + 1), FOUND_AT_MOST)
        self.having = lru_cache(maxsize=remembered)(self._having)
        self.found = lru_cache(maxsize=QUERIES)(self._found)
        self.order = lru_cache(maxsize=2)(self._order)
        self.batches = lru_cache(maxsize=1)(self._batches)
        self.theme_choices = lru_cache(maxsize=4)(lambda _language: theme_choices())
        self.counts = lru_cache(maxsize=COUNTED)(self._counts)

    def fill(self, cases: QuerySet) -> None:
        """Make the set of each theme, place and year, by one GROUP BY over the stored keys."""
        group_of = np.full(self.size, -1, np.int32)
        groups: dict[tuple[str, tuple | str], list[int]] = defaultdict(list)  # that have a value
        keys = cases.order_by().values_list("theme_key", "place_key", "year")
        number = 0
        for themes, places, year, joined in keys.annotate(ids=Ids("pk")).iterator(GROUPS):
            group_of[self.known(numbers(joined))] = number
            for value in split(themes):
                groups["themes", value].append(number)
            for value in split(places):
                groups["places", (*value.split(":"),)].append(number)
            if year:
                groups["years", str(year)].append(number)
            number += 1
        group_of = group_of[self.ids]
        for (facet, value), having in groups.items():
            flags = np.zeros(number + 1, bool)  # and one for no group, at -1
            flags[having] = True
            getattr(self, facet)[value] = Bits.where(flags[group_of])

    def known(self, ids: np.ndarray) -> np.ndarray:
        """The ids without those of cases that are newer than this roster."""
        return ids[ids < self.size]

    def places_of(self, ids: Bits) -> Bits:
        """Where the public ones among some cases stand."""
        return Bits.where(ids.flags(self.size)[self.ids]) if ids else NOTHING

    # ------------------------------------------------------------ sets

    def with_themes(self, selection: Selection) -> Bits:
        """Any of the chosen themes, or with `match=all` every one of them."""
        sets = [self.themes.get(slug, NOTHING) for slug in selection.theme]
        if selection.match != "all":
            return union(sets) if sets else self.everything
        together = self.everything
        for one in sets:
            together &= one
        return together

    def at_places(self, selection: Selection) -> Bits:
        """Province and level speak of one and the same body."""
        if not (selection.province or selection.level):
            return self.everything
        return union(
            bits
            for (province, level), bits in self.places.items()
            if (not selection.province or province in selection.province)
            and (not selection.level or level in selection.level)
        )

    def in_years(self, selection: Selection) -> Bits:
        if not selection.year:
            return self.everything
        return union(self.years.get(year, NOTHING) for year in selection.year)

    def beside_facets(self, selection: Selection) -> Bits:
        """What the text and the batches, which have no counts of their own, leave."""
        bits = self.everything
        if selection.batch:
            in_batches = Case.objects.filter(batch__slug__in=selection.batch)
            bits = self.places_of(Bits.of(list(in_batches.values_list("pk", flat=True))))
        return bits & self.found(selection.q).anywhere if selection.q else bits

    def selected(self, selection: Selection) -> Bits:
        facets = self.with_themes(selection) & self.at_places(selection) & self.in_years(selection)
        return facets & self.beside_facets(selection) if facets else NOTHING

    def _counts(self, selection: Selection) -> dict[str, dict[str, int]]:
        """How many cases each value of each facet has, by the names of the facets."""
        rest = self.beside_facets(selection)
        themed = self.with_themes(selection) & rest
        placed, dated = self.at_places(selection), self.in_years(selection)
        here = themed & dated
        return {
            "theme": count(rest & placed & dated, self.themes),
            "province": count(here, by_part(self.places, 0, selection.level)),
            "level": count(here, by_part(self.places, 1, selection.province)),
            "year": count(themed & placed, self.years),
        }

    def batch_counts(self, selection: Selection) -> Counter[int]:
        """How many selected cases each batch has, by its key."""
        counts = np.bincount(self.batches()[self.selected(selection).members()])
        batches = np.flatnonzero(counts)
        return Counter(dict(zip(batches.tolist(), counts[batches].tolist(), strict=True)))

    def _batches(self) -> np.ndarray:
        """The key of the batch of each case, by position."""
        found = np.zeros(self.size, np.int32)
        keys = Case.objects.published().order_by().values_list("batch")
        for batch, joined in keys.annotate(ids=Ids("pk")).iterator(GROUPS):
            found[self.known(numbers(joined))] = batch
        return found[self.ids]

    @property
    def search_is_current(self) -> bool:
        """Whether a search can find every case; where not, pages say so. Looked at case by case
        only once in a while."""
        if not search.is_usable():
            return False
        if monotonic() >= self.checked_until and search.is_current(Case.objects.published()):
            self.checked_until = monotonic() + CHECKED
        return monotonic() < self.checked_until

    def _found(self, q: str) -> search.Found:
        """What a search finds, as sets."""
        if not search.is_usable():
            return search.Found()
        return search.combined(search.parse(q), self.having, lambda: self.everything)

    def _having(self, term: str) -> search.Found:
        """What a folded term finds, as sets."""
        return search.Found(*map(self.places_of, search.having(term)))

    # ------------------------------------------------------------ pages

    def page(self, selection: Selection, start: int, stop: int) -> list[int]:
        """The ids of the selected cases from one place to another in its order."""
        selected = self.selected(selection)
        if selection.sort in ("oldest", "reference"):
            order = self.order(selection.sort)
            places = order[selected.flags(len(self.ids))[order]][start:stop]
        elif selection.q and selection.sort == "relevance":
            places = self.by_tier(selection.q, selected, start, stop)
        else:
            places = selected.members(start, stop)
        return self.ids[places].tolist()

    def by_tier(self, q: str, bits: Bits, start: int, stop: int) -> np.ndarray:
        """Finds in titles first, then those in summaries."""
        places = []
        for found in self.found(q):
            best = bits & found
            places.append(best.members(start, stop))
            start, stop = (max(place - len(best), 0) for place in (start, stop))
            bits -= best
        return np.concatenate(places)

    def _order(self, sort: str) -> np.ndarray:
        """The positions of all cases in another order than newest first."""
        position = np.full(self.size, -1, np.int32)
        position[self.ids] = np.arange(len(self.ids), dtype=np.int32)
        ids = ids_in_order(Case.objects.published().order_by(*ORDERS[sort]))
        places = position[self.known(ids)]
        return places[places >= 0]  # without those published since


def split(key: str) -> list[str]:
    """The values that a stored key of several joins."""
    return [value for value in key.split(SEPARATOR) if value]


def count(candidates: Bits, sets: Mapping[str, Bits]) -> dict[str, int]:
    """How many of the candidates each value has."""
    return {value: len(bits & candidates) for value, bits in sets.items()}


def by_part(
    places: Mapping[tuple[str, str], Bits], part: int, wanted: Collection[str] = ()
) -> dict[str, Bits]:
    """The sets of places joined by one part of their names: of the provinces, at the wanted levels
    or at all; or of the levels, likewise."""
    together: dict[str, list[Bits]] = defaultdict(list)
    for place, bits in places.items():
        if not wanted or place[1 - part] in wanted:
            together[place[part]].append(bits)
    return {value: union(sets) for value, sets in together.items()}


def union(sets: Iterable[Bits]) -> Bits:
    return reduce(or_, sets, NOTHING)
