"""A checked selection as a value, and the query string of each selection."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy

from .year_ranges import compressed

SORT_NAMES = {
    "relevance": gettext_lazy("相关度"),
    "newest": gettext_lazy("最新发布"),
    "oldest": gettext_lazy("最早发布"),
    "reference": gettext_lazy("案例编号"),
    "official": gettext_lazy("原编号"),
    "chosen": gettext_lazy("选取次序"),
    "division": gettext_lazy("行政区划"),
}
# The order of feeds, where an old case that is published late is news. Readers cannot choose it.
NEWLY_PUBLISHED = "newly-published"
MATCHES = ("any", "all")
VIEWS = ("compact",)  # beside the list with summaries
# Characters of a query string that a page repeats on each tile of its map, for each value of its
# facets, for each order and file, and on each card; of a compact list for each search or picks
# alone. They keep the largest page below 60 kB, see tests/public/test_page_sizes.py.
LONGEST_ON_MAP, LONGEST_IN_FACETS, LONGEST_LINK, LONGEST_ON_CARDS = 30, 60, 350, 600
LONGEST_ON_COMPACT = 120
SEPARATE_REFERENCES = 10  # more of them are joined by commas: half the length
FACETS = ("theme", "province", "level", "year", "batch", "kind", "issuer", "keyword", "city")
# Of the advanced search: where the words stand, and a span of days.
DETAILS = ("field", "date_from", "date_to", "dated")


@lru_cache(maxsize=1024)
def encoded(pair: tuple[str, str]) -> str:
    """A parameter and its value, URL-encoded; cached, since the links of a list repeat them."""
    return urlencode([pair], safe="," if pair[0] == "reference" else "")


def query_of(pairs: Iterable[tuple[str, str]]) -> str:
    """Parameters and values as a query string with its question mark; empty if there are none."""
    text = "&".join(map(encoded, pairs))
    return f"?{text}" if text else ""


@dataclass(frozen=True)
class Selection:
    """What a query string selects. Facets hold slugs; several values of a facet mean OR."""

    q: str = ""
    theme: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    batch: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()  # picked by hand
    picking: bool = False  # whether cases are still being picked, so that the others are shown too
    kind: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    keyword: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    field: str = ""
    date_from: str = ""
    date_to: str = ""
    dated: str = ""
    match: str = "any"
    sort: str = "newest"
    view: str = ""
    page: int = 1

    @property
    def default_sort(self) -> str:
        return "relevance" if self.q else "newest"

    def values(self, facet: str) -> tuple[str, ...]:
        """The chosen values of a facet."""
        return getattr(self, facet)

    def written(self, facet: str) -> Iterable[str]:
        """The same as query strings have them."""
        values = self.values(facet)
        return compressed(values) if facet == "year" else values

    def pairs(self) -> list[tuple[str, str]]:
        """The selection as parameters and values, in a fixed order, without defaults."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(facet, value) for facet in FACETS for value in self.written(facet)]
        unused = {"field": not self.q, "dated": not (self.date_from or self.date_to)}
        details = (name for name in DETAILS if not unused.get(name))
        pairs += [(name, value) for name in details if (value := getattr(self, name))]
        is_joined = len(self.reference) > SEPARATE_REFERENCES
        references = (",".join(self.reference),) if is_joined else self.reference
        pairs += [("reference", reference) for reference in references]
        pairs += [("picking", "1")] * self.picking
        pairs += [("match", self.match)] * (self.match != "any" and bool(self.theme))
        pairs += [("sort", self.sort)] * (self.sort != self.default_sort)
        pairs += [("view", self.view)] * bool(self.view)
        pairs += [("page", str(self.page))] * (self.page != 1)
        return pairs

    def query_string(self) -> str:
        """The canonical query string, with its question mark; empty for the whole list."""
        return query_of(self.pairs())

    @property
    def fits_map(self) -> bool:
        """Whether a list repeats its query string on a map, where its facets have it, too."""
        return len(self.query_string()) <= LONGEST_ON_MAP

    @property
    def fits_facets(self) -> bool:
        """Whether its query string may be repeated for each value of the facets."""
        return len(self.query_string()) <= LONGEST_IN_FACETS

    @cached_property
    def is_long(self) -> bool:
        """Whether its query string is too long to be repeated for each order and file."""
        return len(self.query_string()) > LONGEST_LINK

    def changed(self, **values: Any) -> "Selection":
        """The selection with some values changed, on its first page unless `page` is given."""
        return replace(self, **({"page": 1} | values))

    def toggled(self, facet: str, value: str) -> "Selection":
        """The selection with one value of a facet added or removed."""
        chosen = self.values(facet)
        rest = tuple(other for other in chosen if other != value)
        return self.changed(**{facet: rest if value in chosen else (*chosen, value)})

    def adding(self, facet: str) -> Callable[[str], str]:
        """A function from a value that is not chosen to the query string with it added.

        A facet has dozens of values, and their query strings differ in nothing else. The value,
        a slug or a year that needs no encoding, takes the place of a NUL, which `select` refuses
        everywhere else.
        """
        before, after = self.toggled(facet, "\0").query_string().split("%00")
        return lambda value: f"{before}{value}{after}"

    def of_picked(self) -> "Selection":
        """The cases picked so far, and no others."""
        return Selection(reference=self.reference)

    def without_picks(self) -> "Selection":
        """The same list for one who has picked nothing."""
        return self.changed(reference=(), picking=False, page=self.page)

    def without_view(self) -> "Selection":
        """The same list with summaries, from its start: its pages have other cases."""
        return self.changed(view="") if self.view else self

    def shareable(self) -> "Selection":
        """The same list without how its reader sees it and what its reader is still picking."""
        listed = self.without_view()
        return listed.without_picks() if listed.picking else listed

    def without_order(self) -> "Selection":
        """The selection in default order, on its first page: the same cases, so the same counts."""
        return self.changed(sort=self.default_sort, view="")
