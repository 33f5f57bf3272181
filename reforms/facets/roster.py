"""The published cases of one revision as sets: bit n of an integer is the n-th newest case.

Filtering, counting and paging are then operations on whole integers: with 1,000,000 cases an
AND takes 6 µs and a count 60 µs, whatever is filtered, on any database, and a set has 125 kB.
"""

import gc
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import compress, islice
from threading import Lock
from time import monotonic

from django.db.models import QuerySet

from .. import search
from ..databases import Ids, consistent_read, ids_in_order, numbers
from ..filters import ORDERS, Selection, theme_choices
from ..models import SEPARATOR, Case, Revision

Bits = int
BLOCK = 512  # bytes of a set that are taken at once when looking for a page
FOUND = 25 << 20  # bytes of searches remembered: 70 of them with 1,000,000 cases,
FOUND_AT_MOST = 1000  # and with few cases so many
GROUPS = 100  # fetched at once: together they have the keys of all cases
CHECKED = 60  # seconds for which a complete index counts as complete
COUNTED = 256  # selections whose counts are remembered: 2 MB
FLAGS = bytes.maketrans(b"01", b"\0\1")


class Roster:
    """Never changed once made, except that it remembers what it was asked."""

    def __init__(self, cases: QuerySet) -> None:
        self.ids = ids_in_order(cases.order_by(*ORDERS["newest"]))
        self.size = len(self.ids) // 8 + 1  # bytes of a set
        self.everything: Bits = (1 << len(self.ids)) - 1
        self.position = array("i", [-1]) * (max(self.ids, default=0) + 1)
        for position, case_id in enumerate(self.ids):
            self.position[case_id] = position
        self.themes: dict[str, Bits] = {}
        self.places: dict[tuple[str, str], Bits] = {}  # (province, level) of one body
        self.provinces: dict[str, Bits] = {}
        self.levels: dict[str, Bits] = {}
        self.years: dict[str, Bits] = {}
        self.fill(cases)
        self.checked_until = 0.0
        # Remembered here, so that they end with the positions they speak of.
        remembered = min(FOUND // (3 * self.size), FOUND_AT_MOST)
        self.found = lru_cache(maxsize=remembered)(self._found)
        self.order = lru_cache(maxsize=2)(self._order)
        self.batches = lru_cache(maxsize=1)(self._batches)
        self.theme_choices = lru_cache(maxsize=4)(lambda _language: theme_choices())
        self.counts = lru_cache(maxsize=COUNTED)(self._counts)

    def fill(self, cases: QuerySet) -> None:
        """Make the set of each theme, place and year, by one GROUP BY over the stored keys."""
        sets: dict[tuple, bytearray] = defaultdict(lambda: bytearray(self.size))
        keys = cases.order_by().values_list("theme_key", "place_key", "year")
        for themes, places, year, joined in keys.annotate(ids=Ids("pk")).iterator(GROUPS):
            found = self.known(joined)
            names = [("themes", theme) for theme in themes.split(SEPARATOR) if theme]
            names += [
                ("places", (*place.split(":"),)) for place in places.split(SEPARATOR) if place
            ]
            names += [("years", str(year))] if year else []
            for name in names:
                data = sets[name]
                for position in found:
                    data[position >> 3] |= 1 << (position & 7)
        while sets:
            (facet, value), data = sets.popitem()
            getattr(self, facet)[value] = int.from_bytes(data, "little")
        self.provinces, self.levels = by_part(self.places, 0), by_part(self.places, 1)

    def known(self, joined: str) -> list[int]:
        """Where the cases of a group stand, by their joined keys."""
        return [place for place in map(self.position_of, numbers(joined)) if place >= 0]

    def position_of(self, case_id: int) -> int:
        """Where a case stands; -1 for one that was not published when the roster was made."""
        return self.position[case_id] if case_id < len(self.position) else -1

    # ------------------------------------------------------------ sets

    def bits(self, ids: Iterable[int]) -> Bits:
        """The set of these cases; the unpublished are left out."""
        flags = bytearray(b"0") * (len(self.ids) + 1)
        position, size = self.position, len(self.position)
        for case_id in ids:
            if case_id < size:
                flags[~position[case_id]] = 49  # "1", counted from the right; at 0 if unpublished
        flags[0] = 48
        return int(flags, 2)

    def with_themes(self, selection: Selection) -> Bits:
        """Any of the chosen themes, or with `match=all` every one of them."""
        sets = [self.themes.get(slug, 0) for slug in selection.theme]
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

    def provinces_at(self, levels: Collection[str]) -> Mapping[str, Bits]:
        """The set of each province, of bodies of these levels only; of all where none is named."""
        return by_part(self.places, 0, levels) if levels else self.provinces

    def levels_in(self, provinces: Collection[str]) -> Mapping[str, Bits]:
        """The set of each level, of bodies of these provinces only; of all where none is named."""
        return by_part(self.places, 1, provinces) if provinces else self.levels

    def in_years(self, selection: Selection) -> Bits:
        if not selection.year:
            return self.everything
        return union(self.years.get(year, 0) for year in selection.year)

    def beside_facets(self, selection: Selection) -> Bits:
        """What the text and the batches, which have no counts of their own, leave."""
        bits = self.everything
        if selection.batch:
            in_batches = Case.objects.filter(batch__slug__in=selection.batch)
            bits = self.bits(in_batches.values_list("pk", flat=True))
        return bits & self.found(selection.q).anywhere if selection.q else bits

    def selected(self, selection: Selection) -> Bits:
        facets = self.with_themes(selection) & self.at_places(selection) & self.in_years(selection)
        return facets and facets & self.beside_facets(selection)

    def _counts(self, selection: Selection) -> dict[str, dict[str, int]]:
        """How many cases each value of each facet has, by the names of the facets."""
        rest = self.beside_facets(selection)
        themed = self.with_themes(selection) & rest
        placed, dated = self.at_places(selection), self.in_years(selection)
        here = themed & dated
        return {
            "theme": count(rest & placed & dated, self.themes),
            "province": count(here, self.provinces_at(selection.level)),
            "level": count(here, self.levels_in(selection.province)),
            "year": count(themed & placed, self.years),
        }

    def batch_counts(self, selection: Selection) -> Counter[int]:
        """How many selected cases each batch has, by its key."""
        return Counter(compress(self.batches(), self.flags(self.selected(selection))))

    def _batches(self) -> array:
        """The batch of each case, by position."""
        found = array("i", [0]) * len(self.ids)
        keys = Case.objects.published().order_by().values_list("batch")
        for batch, joined in keys.annotate(ids=Ids("pk")).iterator(GROUPS):
            for position in self.known(joined):
                found[position] = batch
        return found

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
        found = search.find(search.parse(q)) if search.is_usable() else search.Found()
        return search.Found(*map(self.bits, found))

    # ------------------------------------------------------------ pages

    def page(self, selection: Selection, start: int, stop: int) -> list[int]:
        """The ids of the selected cases from one place to another in its order."""
        selected = self.selected(selection)
        if selection.sort in ("oldest", "reference"):
            places = self.in_order(selection.sort, selected, start, stop)
        elif selection.q and selection.sort == "relevance":
            places = self.by_tier(selection.q, selected, start, stop)
        else:
            places = positions(selected, start, stop)
        return [self.ids[place] for place in places]

    def by_tier(self, q: str, bits: Bits, start: int, stop: int) -> list[int]:
        """Finds in titles first, then those in summaries."""
        places: list[int] = []
        for found in self.found(q):
            if bits and start < stop:
                best = bits & found
                bits ^= best
                places += positions(best, start, stop)
                count = best.bit_count()
                start, stop = max(start - count, 0), max(stop - count, 0)
        return places

    def flags(self, bits: Bits) -> bytes:
        """One byte for each case, by position: 1 where it is in the set."""
        return f"{bits:0{len(self.ids)}b}".encode()[::-1].translate(FLAGS)

    def in_order(self, sort: str, bits: Bits, start: int, stop: int) -> list[int]:
        flags = self.flags(bits)
        order = self.order(sort)
        return list(islice(compress(order, map(flags.__getitem__, order)), start, stop))

    def _order(self, sort: str) -> array:
        """The positions of all cases in another order than newest first."""
        ids = ids_in_order(Case.objects.published().order_by(*ORDERS[sort]))
        known = (case_id for case_id in ids if case_id < len(self.position))
        return array("i", (p for p in map(self.position.__getitem__, known) if p >= 0))


def count(candidates: Bits, sets: Mapping[str, Bits]) -> dict[str, int]:
    """How many of the candidates each value has."""
    return {value: (bits & candidates).bit_count() for value, bits in sets.items()}


def by_part(
    places: Mapping[tuple[str, str], Bits], part: int, wanted: Collection[str] = ()
) -> dict[str, Bits]:
    """The sets of places joined by one part of their names, as far as the other is wanted."""
    together: dict[str, Bits] = defaultdict(int)
    for place, bits in places.items():
        if not wanted or place[1 - part] in wanted:
            together[place[part]] |= bits
    return together


def union(sets: Iterable[Bits]) -> Bits:
    together = 0
    for one in sets:
        together |= one
    return together


def positions(bits: Bits, start: int, stop: int) -> Sequence[int]:
    """The bits that are set, in their order, from the one numbered `start` up to `stop`."""
    data = bits.to_bytes(-(-bits.bit_length() // 8), "little")
    found, seen = [], 0
    for offset in range(0, len(data), BLOCK):
        if seen >= stop:
            break
        block = int.from_bytes(data[offset : offset + BLOCK], "little")
        count = block.bit_count()
        if seen + count > start:
            flags = enumerate(f"{block:b}"[::-1], offset * 8)
            here = [position for position, flag in flags if flag == "1"]
            found += here[max(start - seen, 0) : stop - seen]
        seen += count
    return found


def roster(revision: Revision) -> Roster:
    """The roster of a revision, made once in each process; where the data went on since that was
    read, of the one that is now."""
    with _one_at_a_time:
        if (key := key_of(revision)) not in _made:
            with consistent_read():
                key = key_of(Revision.current())
                if key not in _made:  # a late request must not have the newer one made again
                    make(key)
        return _made[key]


def size_if_made(revision: Revision) -> int | None:
    """How many cases there are, where the roster of the revision is there already."""
    made = _made.get(key_of(revision))
    return len(made.ids) if made else None


def make(key: tuple[str, int]) -> None:
    # Before making the next: two of a million cases would be 130 MB. What it remembers refers to
    # it, so only a collection frees it.
    _made.clear()
    gc.collect()
    _made[key] = Roster(Case.objects.published())


def key_of(revision: Revision) -> tuple[str, int]:
    """As text: a revision that was put together has the text of its data set's UUID."""
    return str(revision.dataset), revision.number


_made: dict[tuple, Roster] = {}  # the last one alone
_one_at_a_time = Lock()  # threads that come meanwhile wait for it instead of making it too
