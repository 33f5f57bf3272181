"""Which place a name means, where it fits several.

Knows the table of places; the forms of bodies' names are in forms.py and special_forms.py.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from .bodies import Bodies, Body, BodyOfPlace, Context, common_value, system_of
from .gazetteer import Place, PlaceMatch, abbreviations, places_named

OUTSIDE_SYSTEM = {"taiwan", "hong-kong", "macao"}  # no procuratorates of this system
REGIONS = {"长三角": "沪苏浙皖", "成渝": "川渝"}
CONJUNCTION = re.compile("以及|[和与及]")
NEVER = 9999  # sorts names in force after abolished ones


def in_force(matches: Iterable[PlaceMatch], year: int | None) -> list[PlaceMatch]:
    """The matches whose names were official in the year; all of them if none was.

    Of places with the same full name only the newest is kept: only their codes differ.
    """
    oldest_first = sorted(matches, key=lambda match: match.place.until or NEVER)
    newest = list({match.place.full_name: match for match in oldest_first}.values())
    return [match for match in newest if match.place.was_official(year)] or newest


def unambiguous_place(text: str, year: int | None) -> Place | None:
    """The only place that a text may name, else the only one above the grassroots level.

    西安 in 西安铁路运输检察院 is the city.
    """
    places = [match.place for match in in_force(places_named(text), year)]
    cities = [place for place in places if place.level != "grassroots"]
    return next((group[0] for group in (places, cities) if len(group) == 1), None)


def _nearest(matches: list[PlaceMatch], near: Body | None) -> list[PlaceMatch]:
    """The matches in the smallest area around the body named before that has any; else all."""
    area = near.place if near else None
    while area and len(matches) > 1:
        if inside := [match for match in matches if match.place.within(area)]:
            return inside
        area = area.parent
    return matches


def choose_body(text: str, context: Context, body_of: BodyOfPlace) -> Body | None:
    """The body of the place that a text names; None if the place is unknown.

    `body_of` makes the body. Where several places fit, it is left open, with the choices.
    """
    matches = in_force(places_named(text), context.year)
    nearest = _nearest(matches, context.near)
    if not nearest:
        return None
    if len(nearest) == 1:
        body = _body_of_match(text, nearest[0], body_of)
    else:
        body = _ambiguous_body(text, nearest, body_of)
    if len(nearest) < len(matches) and context.near:
        note = f"“{text}”不止一处，按上文“{context.near.name}”判断"
        body = body.with_inferred("province").with_note(note)
    return with_expiry(body, context.year)


def _body_of_match(text: str, match: PlaceMatch, body_of: BodyOfPlace) -> Body:
    body = body_of(match.place)
    if not match.bare:
        return body
    body = body.with_inferred("level")
    if match.place.level == "provincial":
        return body
    question = f"“{text}”没有写明是市、区还是县，按“{body.standard_name}”理解，请确认"
    return body.with_inferred("standard_name").with_question(question)


def _ambiguous_body(text: str, matches: list[PlaceMatch], body_of: BodyOfPlace) -> Body:
    """A body with only what all choices share.

    A bare name such as 朝阳检察院 is read as that of the only city among the choices.
    """
    choices = tuple(body_of(match.place) for match in matches)
    cities = [match for match in matches if match.place.level == "municipal"]
    if matches[0].bare and len(cities) == 1:
        return replace(_body_of_match(text, cities[0], body_of), choices=choices)
    body = Body(
        kind=common_value(choice.kind for choice in choices),
        province=common_value(choice.province for choice in choices),
        level=common_value(choice.level for choice in choices),
        choices=choices,
    )
    names = "、".join(choice.standard_name for choice in choices)
    return body.with_question(f"“{text}”不止一处，请选择：{names}")


def with_expiry(body: Body, year: int | None) -> Body:
    """The body with a note on the last year of its place's name, where that was abolished.

    A question instead of a note where the release is of a later year.
    """
    place = body.place
    if place is None or place.until is None:
        return body
    note = f"“{place.name}”这一名称用到{place.until}年为止"
    if year and year > place.until:
        return body.with_question(f"{note}，请核对")
    return body.with_note(note)


def bodies_of_places(text: str, context: Context, body_of: BodyOfPlace) -> Bodies:
    """The bodies of a place or a list of places; none if any of the places is unknown."""
    if len(provinces := provinces_abbreviated(text)) > 1:
        note = f"“{text}”是几个地区的合称，请核对单位"
        return [system_of(place).with_inferred("kind").with_note(note) for place in provinces]
    bodies: Bodies = []
    for name in _split_places(text):
        near = bodies[-1] if bodies else context.near
        body = choose_body(name, Context(near, context.year), body_of)
        if body is None:
            return []
        is_outside = body.province in OUTSIDE_SYSTEM
        bodies.append(_outside_body(body.province) if is_outside else replace(body, name=name))
    return bodies


def provinces_abbreviated(text: str) -> list[Place]:
    """The provinces that a text names by their abbreviations alone, six at most: 川渝, 长三角.

    Empty if it has anything else.
    """
    letters = REGIONS.get(text, text)
    provinces = [abbreviations()[char] for char in letters[:6] if char in abbreviations()]
    return provinces if len(provinces) == len(letters) else []


def _outside_body(province: str) -> Body:
    body = Body(kind="other", province=province)
    return body.with_question("台湾、香港、澳门没有本系统的检察院，请核对")


def _split_places(text: str) -> list[str]:
    """The items of a list of places. 和 begins the names of 和县 and 和田, which stay whole."""
    items = ([item] if places_named(item) else CONJUNCTION.split(item) for item in text.split("、"))
    return [name for names in items for name in names]
