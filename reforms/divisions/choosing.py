"""One name, several places: which one is meant."""

import re
from collections.abc import Iterable
from dataclasses import replace

from .bodies import Bodies, Body, Context, Maker, system_of
from .gazetteer import Named, Place, abbreviations, places_named

ELSEWHERE = {"taiwan", "hong-kong", "macao"}  # no procuratorates of this system

REGIONS = {"长三角": "沪苏浙皖", "成渝": "川渝"}


def in_force(found: Iterable[Named], year: int | None) -> list[Named]:
    """Those that stood in the year; one entry where only the code changed, the newest."""
    found = sorted(found, key=lambda named: named.place.until or 9999)
    unique = list({named.place.full_name: named for named in found}.values())
    standing = [named for named in unique if named.place.stood_in(year)]
    return standing or unique


def likeliest_place(text: str, year: int | None) -> Place | None:
    """The only place, or only city, that a text names: 西安 in 西安铁路运输检察院."""
    found = [named.place for named in in_force(places_named(text), year)]
    cities = [place for place in found if place.level != "grassroots"]
    return next((some[0] for some in (found, cities) if len(some) == 1), None)


def _nearest(found: list[Named], near: Body | None) -> list[Named]:
    """Those in the place of the body named before, else in its city, its province, else all."""
    box = near.place if near else None
    while box and len(found) > 1:
        if inside := [named for named in found if named.place.within(box)]:
            return inside
        box = box.parent
    return found


def choose_body(text: str, context: Context, make: Maker) -> Body | None:
    """The body that a place's name gives, left open where it fits several; None if unknown."""
    found = in_force(places_named(text), context.year)
    near = _nearest(found, context.near)
    if not near:
        return None
    body = _one(text, near[0], make) if len(near) == 1 else _several(text, near, make)
    if len(near) < len(found) and context.near:
        note = f"“{text}”不止一处，按上文“{context.near.name}”判断"
        body = body.inferring("province").noting(note)
    return dated(body, context.year)


def _one(text: str, named: Named, make: Maker) -> Body:
    body = make(named.place)
    if not named.bare:
        return body
    body = body.inferring("level")
    if named.place.level == "provincial":
        return body
    question = f"“{text}”没有写明是市、区还是县，按“{body.standard_name}”理解，请确认"
    return body.inferring("standard_name").asking(question)


def _several(text: str, found: list[Named], make: Maker) -> Body:
    """Open, with the choices; but 朝阳检察院 without 市 or 区 is first of all the city's."""
    choices = tuple(make(named.place) for named in found)
    cities = [named for named in found if named.place.level == "municipal"]
    if found[0].bare and len(cities) == 1:
        return replace(_one(text, cities[0], make), choices=choices)
    shared = {}
    for what in ("kind", "province", "level"):
        values = {getattr(body, what) for body in choices}
        shared[what] = values.pop() if len(values) == 1 else ""
    names = "、".join(body.standard_name for body in choices)
    return Body(**shared, choices=choices).asking(f"“{text}”不止一处，请选择：{names}")


def dated(body: Body, year: int | None) -> Body:
    place = body.place
    if place is None or place.until is None:
        return body
    said = f"“{place.name}”这一名称用到{place.until}年为止"
    return body.asking(f"{said}，请核对") if year and year > place.until else body.noting(said)


def list_bodies(text: str, context: Context, make: Maker) -> Bodies:
    """The bodies of one place or of a list of places; none if any of these is unknown."""
    letters = REGIONS.get(text, text)
    provinces = [abbreviations()[a] for a in letters[:6] if a in abbreviations()]
    if 1 < len(provinces) == len(letters):
        note = f"“{text}”是几个地区的合称，请核对单位"
        return [system_of(place).inferring("kind").noting(note) for place in provinces]
    bodies: Bodies = []
    for part in _parts(text):
        body = choose_body(
            part, Context(bodies[-1] if bodies else context.near, context.year), make
        )
        if body is None:
            return []
        bodies.append(_abroad(body) if body.province in ELSEWHERE else replace(body, name=part))
    return bodies


def _abroad(body: Body) -> Body:
    body = Body(kind="other", province=body.province)
    return body.asking("台湾、香港、澳门没有本系统的检察院，请核对")


def _parts(text: str) -> list[str]:
    """A list of places taken apart; 和县 and 和田 begin with the word for "and"."""
    parts = [[part] if places_named(part) else AND.split(part) for part in text.split("、")]
    return [part for some in parts for part in some]


AND = re.compile("以及|[和与及]")
