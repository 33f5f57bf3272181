"""The filters that a word names: a theme, a level, a province by any of its places."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from .. import divisions, search
from ..models import Theme
from ..text.pinyin import pinyin
from ..vocabulary import PROVINCE_ROWS, Level, Province
from .city_names import city_asked, city_label
from .filters import facet_label

LEVEL_NAMES = {
    Level.SUPREME: ("最高检", "最高人民检察院", "supreme"),
    Level.PROVINCIAL: ("省级", "省级院", "省院", "省检察院", "provincial"),
    Level.MUNICIPAL: ("市级", "市级院", "市院", "分院", "municipal"),
    Level.GRASSROOTS: ("基层", "基层院", "基层检察院", "grassroots"),
}


class NamedFilter(NamedTuple):
    """Values by facet that a word names, and their description."""

    label: str
    values: Mapping[str, tuple[str, ...]]


def filters_named(word: str, themes: Iterable[Theme]) -> Iterator[NamedFilter]:
    """The filters that a folded word names, in Chinese, in English or by its sound."""
    for theme in themes:
        name, english = search.fold(theme.name), search.fold(theme.name_en)
        if name in word or word in (english, theme.slug, pinyin(name)):
            yield named("theme", (theme.slug,), str(theme))
    for level, names in LEVEL_NAMES.items():
        if word in names:
            yield named("level", (level.value,), str(level.label))
    yield from cities_named(word)
    for slug, place in dict.fromkeys(provinces_named(word)):
        yield named("province", (slug,), province_label(slug, place))
    if slugs := tuple(place.slug for place in divisions.provinces_abbreviated(word)):
        yield named("province", slugs, _("、").join(str(Province(slug).label) for slug in slugs))


def named(facet: str, values: tuple[str, ...], label: str) -> NamedFilter:
    """The filter for some values of a facet."""
    return NamedFilter(f"{facet_label(facet)}{_('：')}{label}", {facet: values})


def cities_named(word: str) -> Iterator[NamedFilter]:
    """The city that a word names, in Chinese, in English or by its sound."""
    if code := city_asked(word):
        yield named("city", (code,), city_label(code))


class NamedPlace(NamedTuple):
    """A province, and the place in it that was named; the same for a province."""

    slug: str
    place: str


def province_label(slug: str, place: str) -> str:
    """The name of a province, and why it is offered for one of its places."""
    province = str(Province(slug).label)
    if not place:
        return province
    return _("%(province)s（含%(place)s）") % {"province": province, "place": place}


def provinces_named(word: str) -> Iterator[NamedPlace]:
    """The provinces that a folded word names, itself or by one of their places."""
    if slug := latin_provinces().get(word):
        yield NamedPlace(slug, "")
    city = divisions.cities()[code].name if (code := city_asked(word)) else word
    writings = [word, city, *latin_cities().get(word, ())]
    for place in (match.place for text in writings for match in divisions.places_named(text)):
        yield NamedPlace(place.slug, "" if place.level == "provincial" else place.name)


@cache
def latin_provinces() -> dict[str, str]:
    """Name of a province in English or pinyin, folded → its slug."""
    rows = PROVINCE_ROWS
    return {pinyin(row.chinese): row.slug for row in rows} | {
        search.fold(name): row.slug for row in rows for name in (row.slug, row.english)
    }


@cache
def latin_cities() -> dict[str, list[str]]:
    """Name of a city in pinyin, without its suffix → its names in Chinese."""
    cities: dict[str, list[str]] = {}
    for name in sorted(divisions.place_names(), key=len):
        cities.setdefault(pinyin(name), []).append(name)
    return cities
