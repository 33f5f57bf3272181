"""Query string → checked selection → ordered queryset, and the selection in words."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Batch, Case, CreditedBody, Theme
from .search import narrow, parse, terms
from .vocabulary import Level, Province

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
SLUG = re.compile("[-a-zA-Z0-9_]+", re.ASCII)
YEAR = re.compile(r"(19[5-9]|20[0-9])[0-9]", re.ASCII)
# A character that no reader types: NUL, a lone surrogate, or what a wrong encoding left.
BROKEN = re.compile(r"[\x00\ud800-\udfff\ufffd]")

TERMS = 100  # of a search at most: each may take 0.1 s at 100,000 cases
SHOWN = 60  # characters of a wrong value that are shown back


def theme_choices() -> list[tuple[str, str]]:
    return [(theme.slug, str(theme)) for theme in Theme.in_order()]


class KnownValuesField(forms.MultipleChoiceField):
    """Keeps the known among the values given, once each, in the order of the choices."""

    def known(self, given: Collection[str]) -> dict[str, str]:
        """The known among some values, with their names."""
        return {str(value): str(name) for value, name in self.choices if value in given}

    def clean(self, value: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.known(set(value))) if value else ()


class YearsField(KnownValuesField):
    """Keeps what can be a year of a release, newest first; the catalogue need not have it."""

    def known(self, given: Collection[str]) -> dict[str, str]:
        return {year: year for year in sorted(given, reverse=True) if YEAR.fullmatch(year)}


class BatchesField(KnownValuesField):
    """Asks for the batches given, of which there may be thousands; knows those that are public."""

    def known(self, given: Collection[str]) -> dict[str, str]:
        slugs = [slug for slug in given if SLUG.fullmatch(slug)]
        batches = Batch.objects.published().filter(slug__in=slugs).order_by("slug")
        return {batch.slug: str(batch) for batch in batches}


class KnownValuesFilter(django_filters.MultipleChoiceFilter):
    field_class = KnownValuesField


class YearsFilter(django_filters.MultipleChoiceFilter):
    field_class = YearsField


class BatchesFilter(django_filters.MultipleChoiceFilter):
    field_class = BatchesField


class CaseFilter(django_filters.FilterSet):
    """The facets of the list. Many-valued relations go by subquery: a case is one row."""

    theme = KnownValuesFilter(
        choices=theme_choices, method="with_themes", label=gettext_lazy("责任主题")
    )
    province = KnownValuesFilter(
        choices=Province.choices, method="as_it_is", label=gettext_lazy("地区")
    )
    level = KnownValuesFilter(
        choices=Level.choices, method="as_it_is", label=gettext_lazy("检察院层级")
    )
    year = YearsFilter(method="in_years", label=gettext_lazy("发布年份"))
    batch = BatchesFilter(method="in_batches", label=gettext_lazy("批次"))

    def with_themes(self, cases: QuerySet, _name: str, slugs: tuple[str, ...]) -> QuerySet:
        """Any of the themes, or with `match=all` every one of them."""
        wanted = [[slug] for slug in slugs] if self.data.get("match") == "all" else [slugs]
        through = Case.themes.through.objects.filter(case_id=OuterRef("pk"))
        for one_of in wanted if slugs else ():
            cases = cases.filter(Exists(through.filter(theme__slug__in=one_of)))
        return cases

    def as_it_is(self, cases: QuerySet, _name: str, _slugs: tuple[str, ...]) -> QuerySet:
        """Province and level speak of one and the same body: filter_queryset joins them."""
        return cases

    def in_years(self, cases: QuerySet, _name: str, years: tuple[str, ...]) -> QuerySet:
        return cases.filter(year__in=years) if years else cases

    def in_batches(self, cases: QuerySet, _name: str, slugs: tuple[str, ...]) -> QuerySet:
        return cases.filter(batch__slug__in=slugs) if slugs else cases

    def filter_queryset(self, cases: QuerySet) -> QuerySet:
        cases = super().filter_queryset(cases)
        place = Q()
        for name in ("province", "level"):
            if values := self.form.cleaned_data[name]:
                place &= Q(**{f"{name}__in": values})
        if place:
            bodies = CreditedBody.objects.filter(place, case=OuterRef("pk"))
            cases = cases.filter(Exists(bodies))
        return cases


# Made once: a filter set makes a form for every query string, a copy of every field with it.
FIELDS = CaseFilter({}, Case.objects.none()).get_form_class().base_fields


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


def select(params: QueryDict) -> Selection:
    """Check a query string. What is unknown is dropped and named; what is not ours is ignored."""
    names = {name: known(name, params.getlist(name)) for name in FACETS}
    chosen = {name: tuple(values) for name, values in names.items()}
    given = {name: list(dict.fromkeys(params.getlist(name))) or [""] for name in SCALARS}
    scalars = {name: read(given[name][-1]) for name, read in SCALARS.items()}
    dropped = [
        (name, value)
        for name in FACETS
        for value in dict.fromkeys(params.getlist(name))
        if value and value not in chosen[name]
    ]
    dropped += [(name, given[name][-1]) for name, value in scalars.items() if value is None]
    # Of several values of what can have one, the last counts.
    dropped += [(name, value) for name, values in given.items() for value in values[:-1] if value]
    dropped = [(name, BROKEN.sub("\ufffd", value)[:SHOWN]) for name, value in dropped]
    return Selection(
        **chosen,
        **defaults_for(scalars),
        labels=tuple((name, *one) for name in FACETS for one in names[name].items()),
        dropped=tuple(dropped),
    )


def known(facet: str, given: list[str]) -> dict[str, str]:
    """The known among the values given for a facet, with their names."""
    return FIELDS[facet].known(set(given)) if given else {}


def one_of(known: Iterable[str]):
    """A reader of one parameter: its value if known, empty if not given, None if wrong."""
    return lambda text: text if text in known or not text else None


def read_page(text: str) -> str | None:
    return text if re.fullmatch(r"[1-9][0-9]{0,8}|", text, re.ASCII) else None


def read_query(text: str) -> str | None:
    return None if BROKEN.search(text) or len(terms(text)) > TERMS else text.strip()


SCALARS = {"q": read_query, "match": one_of(MATCHES), "sort": one_of(ORDERS), "page": read_page}


def defaults_for(scalars: dict[str, str | None]) -> dict:
    """The parameters with one value, each with its default where it is missing or wrong."""
    q = scalars["q"] or ""
    sort = scalars["sort"] or ("relevance" if q else "newest")
    return {
        "q": q,
        "match": scalars["match"] or "any",
        "sort": "newest" if sort == "relevance" and not q else sort,
        "page": int(scalars["page"] or 1),
    }
