"""Whom synthetic cases credit: places as unequal as in reality, mostly the grassroots."""

import random
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from reforms.models import CreditedBody
from reforms.vocabulary import PROVINCE_ROWS, BodyKind, Level

from . import words

LEVELS = {Level.GRASSROOTS: 63, Level.MUNICIPAL: 20, Level.PROVINCIAL: 15, Level.SUPREME: 1, "": 1}
JOINT = 0.05  # cases of two provinces


class Place(NamedTuple):
    slug: str
    name: str
    short: str
    cities: tuple[str, ...]


@cache
def places() -> tuple[list[Place], list[int]]:
    short_names = {slug: chinese for _code, slug, chinese, _english in PROVINCE_ROWS}
    listed = [
        Place(slug, name, short_names[slug], tuple(cities.split()))
        for slug, name, cities, _weight in words.PLACES
    ]
    return listed, list(accumulate(weight for *_, weight in words.PLACES))


def bodies(chance: random.Random) -> list[CreditedBody]:
    """Whom a case credits: mostly one grassroots procuratorate; in a joint case two provinces."""
    listed, weights = places()
    chosen = dict.fromkeys(chance.choices(listed, cum_weights=weights))
    if chance.random() < JOINT:
        while len(chosen) < 2:
            chosen |= dict.fromkeys(chance.choices(listed, cum_weights=weights))
    levels = chance.choices([*LEVELS], weights=[*LEVELS.values()], k=len(chosen))
    return [BODIES[level](chance, place) for place, level in zip(chosen, levels, strict=True)]


def credited(kind: str, province: str, level: str, name: str, standard_name: str) -> CreditedBody:
    return CreditedBody(
        kind=kind, province=province, level=level, name=name, standard_name=standard_name
    )


def grassroots(chance: random.Random, place: Place) -> CreditedBody:
    city = chance.choice(place.cities) if place.cities else place.name
    county = chance.choice(words.COUNTIES)
    whole = f"{place.name}{city}" if place.cities else place.name
    return credited(
        BodyKind.PROCURATORATE,
        place.slug,
        Level.GRASSROOTS,
        f"{city}{county}检察院",
        f"{whole}{county}人民检察院",
    )


def municipal(chance: random.Random, place: Place) -> CreditedBody:
    if not place.cities:
        name = f"{place.name}人民检察院第{chance.choice('一二三四五')}分院"
        return credited(BodyKind.BRANCH, place.slug, Level.MUNICIPAL, name, name)
    city = chance.choice(place.cities)
    return credited(
        BodyKind.PROCURATORATE,
        place.slug,
        Level.MUNICIPAL,
        f"{place.name}{city}检察院",
        f"{place.name}{city}人民检察院",
    )


def provincial(chance: random.Random, place: Place) -> CreditedBody:
    if chance.random() < 0.5:
        name = f"{place.short}检察机关"
        return credited(BodyKind.SYSTEM, place.slug, Level.PROVINCIAL, name, "")
    return credited(
        BodyKind.PROCURATORATE,
        place.slug,
        Level.PROVINCIAL,
        f"{place.name}检察院",
        f"{place.name}人民检察院",
    )


def supreme(_chance: random.Random, _place: Place) -> CreditedBody:
    name = "最高人民检察院"
    return credited(BodyKind.PROCURATORATE, "", Level.SUPREME, f"{name}第一检察厅", name)


def military(_chance: random.Random, _place: Place) -> CreditedBody:
    return credited(BodyKind.MILITARY, "", "", "某军事检察院", "")


BODIES: dict[str, Callable[[random.Random, Place], CreditedBody]] = {
    Level.GRASSROOTS: grassroots,
    Level.MUNICIPAL: municipal,
    Level.PROVINCIAL: provincial,
    Level.SUPREME: supreme,
    "": military,
}
