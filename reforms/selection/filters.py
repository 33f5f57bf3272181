"""The facets of the list: their fields, the values that they take, and what these are called."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from ..models import Batch, Case, Theme
from ..vocabulary import Level, Province

SLUG = re.compile("[-a-zA-Z0-9_]+", re.ASCII)
YEAR = re.compile(r"(19[5-9]|20[0-9])[0-9]", re.ASCII)


def theme_choices() -> list[tuple[str, str]]:
    """Slug and name of each theme in the reader's language, in their order."""
    return [(theme.slug, str(theme)) for theme in Theme.in_order()]


class KnownValuesField(forms.MultipleChoiceField):
    """Keeps the known among the values given, once each, in the order of the choices."""

    def known(self, given: Collection[str]) -> dict[str, str]:
        """The known among some values, with their names."""
        choices: Any = self.choices
        return {str(value): str(name) for value, name in choices if value in given}

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
    """The facets of the list, as a form: it checks and names their values."""

    theme = KnownValuesFilter(choices=theme_choices, label=gettext_lazy("责任主题"))
    province = KnownValuesFilter(choices=Province.choices, label=gettext_lazy("地区"))
    level = KnownValuesFilter(choices=Level.choices, label=gettext_lazy("检察院层级"))
    year = YearsFilter(label=gettext_lazy("发布年份"))
    batch = BatchesFilter(label=gettext_lazy("批次"))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Refuse: sets alone say which cases a selection has (case_sets.py)."""
        raise NotImplementedError


# Made once: a filter set makes a form for every query string, a copy of every field with it.
FIELDS: Mapping[str, KnownValuesField] = (
    CaseFilter({}, Case.objects.none()).get_form_class().base_fields
)


def known_values(facet: str, given: Collection[str]) -> dict[str, str]:
    """The known among the values given for a facet, with their names in the reader's language."""
    return FIELDS[facet].known(set(given)) if given else {}


def facet_label(facet: str) -> str:
    """What a facet is called in the reader's language."""
    return str(CaseFilter.base_filters[facet].label)
