"""A checked selection: what is chosen, as a value from which links are made."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy

SORT_NAMES = {
    "relevance": gettext_lazy("相关度"),
    "newest": gettext_lazy("最新发布"),
    "oldest": gettext_lazy("最早发布"),
    "reference": gettext_lazy("案例编号"),
}
# The order in which a feed is read: a case of an old date that came late is news. Not on offer.
NEWLY_PUBLISHED = "newly-published"
MATCHES = ("any", "all")
FACETS = ("theme", "province", "level", "year", "batch")


@lru_cache(maxsize=1024)
def encoded(pair: tuple[str, str]) -> str:
    """A parameter and its value; those of the facets stand in every link of a list."""
    return urlencode([pair])


@dataclass(frozen=True)
class Selection:
    """What a query string selects, checked. Facets hold slugs; several are OR within a facet."""

    q: str = ""
    theme: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    batch: tuple[str, ...] = ()
    match: str = "any"
    sort: str = "newest"
    page: int = 1

    @property
    def default_sort(self) -> str:
        return "relevance" if self.q else "newest"

    def values(self, facet: str) -> tuple[str, ...]:
        """The values chosen of a facet."""
        return getattr(self, facet)

    def pairs(self) -> list[tuple[str, str]]:
        """The selection as parameter and value, in a fixed order, without what is default."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(facet, value) for facet in FACETS for value in self.values(facet)]
        pairs += [("match", self.match)] * (self.match != "any" and bool(self.theme))
        pairs += [("sort", self.sort)] * (self.sort != self.default_sort)
        pairs += [("page", str(self.page))] * (self.page != 1)
        return pairs

    def query_string(self) -> str:
        """The canonical query string, with its question mark; empty for the whole list."""
        return f"?{'&'.join(map(encoded, pairs))}" if (pairs := self.pairs()) else ""

    def changed(self, **values: Any) -> "Selection":
        """Another selection, on its first page unless told."""
        return replace(self, **({"page": 1} | values))

    def toggled(self, facet: str, value: str) -> "Selection":
        """The selection with one value of a facet added or taken away."""
        chosen = self.values(facet)
        rest = tuple(other for other in chosen if other != value)
        return self.changed(**{facet: rest if value in chosen else (*chosen, value)})

    def without_order(self) -> "Selection":
        """What it selects alone: neither order nor page makes a difference to counts."""
        return self.changed(sort=self.default_sort)
