"""The facets of the list: their form fields, their values, and the names of these."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from ..divisions import cities
from ..models import Batch, Case, Theme, themes_by_slug
from ..vocabulary import PROVINCE_VALUES, BodyKind, Level
from .city_names import city_label

SLUG = re.compile("[-a-zA-Z0-9_]+", re.ASCII)
YEAR = re.compile(r"(19[5-9]|20[0-9])[0-9]", re.ASCII)


# Characters that nobody types: NUL, lone surrogates, and U+FFFD, left by a wrong encoding.
BROKEN = re.compile(r"[\x00\ud800-\udfff\ufffd]")
LONGEST_TEXT = 60  # characters of a detail that is typed


def theme_choices() -> list[tuple[str, str]]:
    """Slug and name, in the reader's language, of each theme in its order."""
    return [(theme.slug, str(theme)) for theme in Theme.in_order()]


class KnownValuesField(forms.MultipleChoiceField):
    """Keeps those of the given values that are known, once each, in the order of the choices."""

    def names_of_known(self, values: Collection[str]) -> dict[str, str]:
        """The known ones of the given values, with their names."""
        choices: Any = self.choices
        return {str(value): str(name) for value, name in choices if value in values}

    def clean(self, value: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.names_of_known(set(value))) if value else ()


class YearsField(KnownValuesField):
    """Keeps what can be a year of release, whether or not the catalogue has cases of it."""

    def names_of_known(self, values: Collection[str]) -> dict[str, str]:
        return {year: year for year in sorted(values, reverse=True) if YEAR.fullmatch(year)}


class BatchesField(KnownValuesField):
    """Looks up only the given batches, since there may be thousands; public ones are known."""

    def names_of_known(self, values: Collection[str]) -> dict[str, str]:
        slugs = [slug for slug in values if SLUG.fullmatch(slug)]
        batches = Batch.objects.published().filter(slug__in=slugs).order_by("slug")
        return {batch.slug: str(batch) for batch in batches}


class CitiesField(KnownValuesField):
    """Keeps the codes of cities."""

    def names_of_known(self, values: Collection[str]) -> dict[str, str]:
        return {code: city_label(code) for code in sorted(values) if code in cities()}


class TextsField(KnownValuesField):
    """Keeps texts as they are typed: what no case has selects nothing."""

    def names_of_known(self, values: Collection[str]) -> dict[str, str]:
        return {
            text: text
            for text in sorted(values)
            if 0 < len(text) <= LONGEST_TEXT and not BROKEN.search(text)
        }


class KnownValuesFilter(django_filters.MultipleChoiceFilter):
    """A facet with a list of choices."""

    field_class = KnownValuesField


class YearsFilter(django_filters.MultipleChoiceFilter):
    """The facet of years."""

    field_class = YearsField


class BatchesFilter(django_filters.MultipleChoiceFilter):
    """The facet of batches."""

    field_class = BatchesField


class CitiesFilter(django_filters.MultipleChoiceFilter):
    """The detail of a city."""

    field_class = CitiesField


class TextsFilter(django_filters.MultipleChoiceFilter):
    """A detail that is typed."""

    field_class = TextsField


class CaseFilter(django_filters.FilterSet):
    """The facets of the list as a form, which checks their values and has their labels."""

    theme = KnownValuesFilter(choices=theme_choices, label=gettext_lazy("主题"))
    province = KnownValuesFilter(choices=PROVINCE_VALUES, label=gettext_lazy("地区"))
    level = KnownValuesFilter(choices=Level.choices, label=gettext_lazy("检察院层级"))
    year = YearsFilter(label=gettext_lazy("发布年份"))
    batch = BatchesFilter(label=gettext_lazy("批次"))
    kind = KnownValuesFilter(choices=BodyKind.choices, label=gettext_lazy("机构类型"))
    issuer = TextsFilter(label=gettext_lazy("发布机关"))
    keyword = TextsFilter(label=gettext_lazy("关键词"))
    city = CitiesFilter(label=gettext_lazy("城市"))

    def filter_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """Not used: case_sets.py alone defines which cases a selection has."""
        raise NotImplementedError


# Built once: a filter set would build a form, with a copy of each field, for each query string.
FIELDS: Mapping[str, KnownValuesField] = (
    CaseFilter({}, Case.objects.none()).get_form_class().base_fields
)


def known_values(facet: str, values: Collection[str]) -> dict[str, str]:
    """The known ones of the values given for a facet, with their names in the reader's language."""
    return FIELDS[facet].names_of_known(set(values)) if values else {}


def current_themes(slugs: Iterable[str]) -> list[str]:
    """Slugs of themes, with that of the other theme in place of those that were merged into it."""
    named = themes_by_slug(slug for slug in slugs if SLUG.fullmatch(slug))
    return list(dict.fromkeys(named[slug].slug if slug in named else slug for slug in slugs))


def facet_choices(facet: str) -> list[tuple[str, str]]:
    """The values of a facet that has a closed list, with their names."""
    choices: Any = FIELDS[facet].choices
    return [(str(value), str(name)) for value, name in choices]


def facet_label(facet: str) -> str:
    """The name of a facet in the reader's language."""
    return str(CaseFilter.base_filters[facet].label)
