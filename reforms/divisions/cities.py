"""The cities (地级市、地区、自治州、盟) in which bodies lie, by GB/T 2260 code.

Divisions right below a province, such as 仙桃市, count as cities. Districts of Beijing, Tianjin,
Shanghai and Chongqing lie in none.
"""

from functools import cache, lru_cache

from .bodies import CORPS_CITIES
from .gazetteer import Place, places, places_named
from .reading import read_bodies

# Their seat lies in a city, but what they are competent for does not.
WITHOUT_CITY = ("railway", "corps", "military")
BELOW_PROVINCE = "90"  # third and fourth digit of a division that no city contains


@cache
def cities() -> dict[str, Place]:
    """Code → city, in the order of codes; former ones too."""
    by_code: dict[str, Place] = {}
    for place in sorted(places(), key=lambda place: place.until is not None):
        if is_city(place.code) and not place.code.startswith(CORPS_CITIES):
            by_code.setdefault(place.code, place)
    return dict(sorted(by_code.items()))


def is_city(code: str) -> bool:
    return code[2:4] == BELOW_PROVINCE or (code.endswith("00") and code[2:4] not in ("", "00"))


def city_of(code: str) -> str:
    """The code of the city that a division is or lies in; empty where there is none."""
    city = code if code[2:4] == BELOW_PROVINCE else f"{code[:4]}00"
    return city if city in cities() else ""


@lru_cache(maxsize=8192)
def city_of_body(name: str) -> str:
    """The code of the city in which a body lies; empty where its name does not tell."""
    bodies = read_bodies(name)
    if len(bodies) != 1 or bodies[0].choices or bodies[0].kind in WITHOUT_CITY:
        return ""
    return city_of(bodies[0].code)


def city_in(province: str, name: str) -> str:
    """The same, empty too where the city does not lie in the body's recorded province."""
    city = city_of_body(name)
    return city if city and cities()[city].slug == province else ""


def city_named(text: str) -> str:
    """The code of the city that a text names or is the code of; empty if none or several.

    Of a city whose code changed, the present one.
    """
    if text in cities():
        return text
    named = [match.place for match in places_named(text) if match.place.code in cities()]
    codes = {place.code for place in named if place.until is None} or {p.code for p in named}
    return codes.pop() if len(codes) == 1 else ""
