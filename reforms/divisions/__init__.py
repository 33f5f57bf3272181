"""Names of procuratorates and places → kind, province, level, standard full name.

Knows data/divisions.csv and how procuratorates are called; knows nothing of releases or cases.
What a name does not settle stays empty, with a question to the editor in Chinese.
"""

from .bodies import Body, is_anonymous
from .choosing import provinces_abbreviated
from .cities import cities, city_in, city_named
from .gazetteer import place_names, places_named, provinces_in
from .mentions import Mention, find_bodies
from .reading import is_joint, read_bodies

__all__ = [
    "Body",
    "Mention",
    "cities",
    "city_in",
    "city_named",
    "find_bodies",
    "is_anonymous",
    "is_joint",
    "place_names",
    "places_named",
    "provinces_abbreviated",
    "provinces_in",
    "read_bodies",
]
