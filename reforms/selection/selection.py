"""A checked selection: a value from which links and words are made."""

from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Case
from ..search import narrow, parse
from .filters import CaseFilter

ORDERS = {
    "relevance": ("tier", "-date", "reference_key"),  # tier: see search.narrow
    "newest": ("-date", "reference_key"),
    "oldest": ("date", "reference_key"),
    "reference": ("reference_key",),
}
ORDER_NAMES = {
    "relevance": gettext_lazy("相关度"),
    "newest": gettext_lazy("最新发布"),
    "oldest": gettext_lazy("最早发布"),
    "reference": gettext_lazy("案例编号"),
}
MATCHES = ("any", "all")
FACETS = ("theme", "province", "level", "year", "batch")


@lru_cache(maxsize=1024)
def encoded(pair: tuple[str, str]) -> str:
    """A parameter and its value; those of the facets stand in every link of a list."""
    return urlencode([pair])


@dataclass(frozen=True)
class Selection:
    """What a query string selects, checked: a value from which links, words and cases are made."""

    q: str = ""
    theme: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    batch: tuple[str, ...] = ()
    match: str = "any"
    sort: str = "newest"
    page: int = 1
    labels: tuple[tuple[str, str, str], ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()

    @property
    def default_sort(self) -> str:
        return "relevance" if self.q else "newest"

    def pairs(self) -> list[tuple[str, str]]:
        """The selection as parameter and value, in a fixed order, without what is default."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(name, value) for name in FACETS for value in getattr(self, name)]
        pairs += [("match", self.match)] * (self.match != "any" and bool(self.theme))
        pairs += [("sort", self.sort)] * (self.sort != self.default_sort)
        pairs += [("page", str(self.page))] * (self.page != 1)
        return pairs

    def query_string(self) -> str:
        """The canonical query string, with its question mark; empty for the whole list."""
        return f"?{'&'.join(map(encoded, pairs))}" if (pairs := self.pairs()) else ""

    def changed(self, **values) -> "Selection":
        """Another selection, on its first page unless told."""
        return replace(self, **({"page": 1} | values))

    def toggled(self, name: str, value: str) -> "Selection":
        """The selection with one value of a facet added or taken away."""
        chosen = getattr(self, name)
        rest = tuple(other for other in chosen if other != value)
        return self.changed(**{name: rest if value in chosen else (*chosen, value)})

    def in_words(self) -> str:
        """The selection as a reader would say it; empty for the whole list."""
        words = [
            (_(" 且 ") if name == "theme" and self.match == "all" else _("、")).join(
                label for facet, _value, label in self.labels if facet == name
            )
            for name in FACETS
        ]
        quoted = [_("“%s”") % self.q] if self.q else []
        return " · ".join(filter(None, quoted + words))

    def cases(self) -> QuerySet:
        """The published cases selected, in order; the order is total."""
        cases = CaseFilter(self.as_query_dict(), Case.objects.published()).qs
        if not self.q:
            return cases.order_by(*ORDERS[self.sort])
        return narrow(cases, parse(self.q)).order_by(*ORDERS[self.sort])

    def as_query_dict(self) -> QueryDict:
        return QueryDict(self.query_string()[1:])
