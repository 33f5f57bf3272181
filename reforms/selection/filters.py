"""The facets: their fields, values and conditions."""

import re
from collections.abc import Collection, Iterable

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from ..models import Batch, Case, CreditedBody, Theme
from ..vocabulary import Level, Province

SLUG = re.compile("[-a-zA-Z0-9_]+", re.ASCII)
YEAR = re.compile(r"(19[5-9]|20[0-9])[0-9]", re.ASCII)


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
