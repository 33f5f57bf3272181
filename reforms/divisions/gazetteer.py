"""The table of places (data/divisions.csv), and which places a name may mean.

Knows no procuratorates beyond the kind and level that the table gives for a place's own.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import add
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parent.parent / "data" / "divisions.csv"

# First two digits of the GB/T 2260 code → slug. The same as in vocabulary.py; a test compares.
PROVINCE_SLUGS = dict(
    re.findall(
        "([0-9]{2}):([a-z-]+)",
        "11:beijing 12:tianjin 13:hebei 14:shanxi 15:inner-mongolia 21:liaoning 22:jilin "
        "23:heilongjiang 31:shanghai 32:jiangsu 33:zhejiang 34:anhui 35:fujian 36:jiangxi "
        "37:shandong 41:henan 42:hubei 43:hunan 44:guangdong 45:guangxi 46:hainan 50:chongqing "
        "51:sichuan 52:guizhou 53:yunnan 54:tibet 61:shaanxi 62:gansu 63:qinghai 64:ningxia "
        "65:xinjiang 71:taiwan 81:hong-kong 82:macao",
    )
)

PEOPLES = (
    "各族|蒙古族?|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|"
    "哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|"
    "达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|塔吉克|怒族|鄂温克族|保安族|裕固族|"
    "独龙族|普米族"
)
AUTONOMOUS = re.compile(rf"(?P<stem>.{{2,}}?)(?:{PEOPLES})*自治(?P<rank>.)")
SUFFIX = re.compile(r"(?:特别行政区|地区|林区|特区|新区|[省市区县盟旗州])$")

# Stems of counties that are also ordinary words: 会同检察机关 is no procuratorate of 会同县.
COMMON_WORDS = re.compile(
    "公安|会同|合作|比如|中方|解放|前进|通道|延长|互助|资源|港口|南部|中原|江南|平原|城中|新建|共和|友好|"
    "友谊|和平|平安|光明|复兴|振兴|新兴|前锋|大方|长子|兴国|富裕|安定|平定|宏伟|万年"
)


@dataclass(frozen=True)
class Place:
    """A division of GB/T 2260, or an area that is none but has a procuratorate of its own."""

    code: str  # empty for an area that is no division
    name: str
    level: str  # of its procuratorate, see vocabulary.Level
    until: int | None = None  # last year in which the name was official; None if it still is
    parent: "Place | None" = field(default=None, compare=False)
    body_kind: str = ""  # of an area's procuratorate, see vocabulary.BodyKind

    @property
    def province(self) -> "Place":
        return self.parent.province if self.parent else self

    @property
    def slug(self) -> str:
        return PROVINCE_SLUGS[self.province.code[:2]]

    @property
    def full_name(self) -> str:
        """As in procuratorates' names: 广东省广州市南沙区, but 江苏省昆山市 without its 苏州市."""
        if self.parent is None:
            return self.name
        if not self.code and self.name.startswith(self.parent.name.removesuffix("市")):
            return self.province.name + self.name  # 江苏省苏州工业园区
        in_city = not self.code or re.search("[^特]区$", self.name)
        return (self.parent if in_city else self.province).full_name + self.name

    @property
    def branch_name(self) -> str:
        """The standard name of the province's branch procuratorate for this place."""
        return f"{self.province.name}人民检察院{self.name.removesuffix('地区')}分院"

    def within(self, other: "Place") -> bool:
        """Whether this place is the other or lies in it."""
        return self == other or bool(self.parent and self.parent.within(other))

    def was_official(self, year: int | None) -> bool:
        """Whether the name was official in a year; in an unknown year, whether it still is."""
        return self.until is None or (year is not None and year <= self.until)


class PlaceMatch(NamedTuple):
    """A place that a text may name, and whether the text lacks its 省, 市, 区, 县 …"""

    place: Place
    bare: bool


class Spelling(NamedTuple):
    """A way to write a place's name, and whether it lacks the 省, 市, 区, 县 …"""

    text: str
    bare: bool


class Entry(NamedTuple):
    """A row of the table: a place and the short forms of its name that no rule gives."""

    place: Place
    short_forms: tuple[str, ...]


class Opening(NamedTuple):
    """The length of a text's beginning that names places, and these places."""

    length: int
    matches: tuple[PlaceMatch, ...]


def _place(row: list[str], divisions: dict[str, Place]) -> Place:
    code, name, until, parent_code, body_kind, _ = row
    parent = divisions.get(parent_code or code[:4] + "00") or divisions.get(code[:2] + "0000")
    level = "provincial" if code[2:] == "0000" else "municipal"
    if not code.endswith("00") and body_kind != "branch":
        level = "grassroots"
    return Place(code, name, level, int(until) if until else None, parent, body_kind)


@cache
def _table() -> tuple[Entry, ...]:
    """The entries in the order of the file."""
    divisions: dict[str, Place] = {}
    entries = []
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(line for line in lines if not line.startswith("#"))
        next(rows)  # the header
        for row in rows:
            place = _place(row, divisions)
            entries.append(Entry(place, tuple(row[-1].split())))
            # Two names may share a code, one of them abolished: 130502 is 桥东区 and 襄都区.
            if place.until is None:
                divisions[place.code] = place
            divisions.setdefault(place.code, place)
    return tuple(entries)


def places() -> tuple[Place, ...]:
    """Every place of the table, provinces before their cities before their counties."""
    return tuple(entry.place for entry in _table())


def _spellings(place: Place) -> Iterator[Spelling]:
    """The spellings of a place's name that rules give."""
    yield Spelling(place.name, False)
    stem = SUFFIX.sub("", place.name)
    if "自治" in place.name and (autonomous := AUTONOMOUS.fullmatch(place.name)):
        stem, rank = autonomous["stem"], autonomous["rank"]
        yield Spelling(stem + ("自治区" if rank == "区" else rank), False)
    if place.code and 1 < len(stem) < len(place.name) and not COMMON_WORDS.fullmatch(stem):
        yield Spelling(stem, True)


@cache
def places_by_name() -> dict[str, tuple[PlaceMatch, ...]]:
    """The places that each spelling of a name may mean."""
    matches: dict[str, list[PlaceMatch]] = {}
    for place, short_forms in _table():
        for text, bare in (*_spellings(place), *(Spelling(short, False) for short in short_forms)):
            matches.setdefault(text, []).append(PlaceMatch(place, bare))
    for province in (place for place in places() if place.level == "provincial"):
        # 吉林, 海南, 河南 alone are the provinces, though a city or county has that stem too.
        for text, bare in _spellings(province):
            matches[text] = [PlaceMatch(province, bare)]
    return {text: tuple(of_text) for text, of_text in matches.items()}


@cache
def dated_beginnings() -> frozenset[str]:
    """The first two characters of the names that were abolished, however they are spelled."""
    return frozenset(
        text[:2]
        for text, matches in places_by_name().items()
        if any(match.place.until for match in matches)
    )


def may_be_dated(text: str) -> bool:
    """Whether a text may name a place whose name was abolished: what it means depends on the year.

    Never False for one that does.
    """
    text = "".join(text.split())
    return not dated_beginnings().isdisjoint(map(add, text, text[1:]))


@cache
def place_names() -> frozenset[str]:
    """The names of provinces and cities as people write them, with their suffixes and without."""
    return frozenset(
        text
        for text, matches in places_by_name().items()
        if any(match.place.level != "grassroots" for match in matches)
    )


@cache
def abbreviations() -> dict[str, Place]:
    """川, 渝 …: the one-character abbreviations of provinces, used where several are listed."""
    return {
        abbreviation: entry.place
        for entry in _table()
        if entry.place.level == "provincial"
        for abbreviation in entry.short_forms
    }


LONGEST = 15  # characters: 双江拉祜族佤族布朗族傣族自治县


@lru_cache(maxsize=4096)
def places_named(text: str) -> tuple[PlaceMatch, ...]:
    """All places that the whole text may name: 南沙区, 广州市南沙区, 广东广州南沙, 黔东南州."""
    if len(text) < 2 or len(text) > 4 * LONGEST:
        return ()
    matches = dict.fromkeys(places_by_name().get(text, ()))
    for length in range(min(LONGEST, len(text) - 2), 1, -1):
        if containers := places_by_name().get(text[:length]):
            for match in places_named(text[length:]):
                if any(_inside(match.place, container.place) for container in containers):
                    matches[match] = None
    return tuple(matches)


def _inside(place: Place, container: Place) -> bool:
    return place != container and place.within(container)


def opening_place(text: str) -> Opening:
    """The longest beginning that names places; of length 0 if none does."""
    for length in range(min(2 * LONGEST, len(text)), 1, -1):
        if matches := places_named(text[:length]):
            return Opening(length, matches)
    return Opening(0, ())


@cache
def _provinces() -> dict[str, str]:
    return {place.name: place.slug for place in places() if place.parent is None and place.code}


def provinces_in(text: str) -> set[str]:
    """The slugs of the provinces that a text names in full: 黑龙江省."""
    return {slug for name, slug in _provinces().items() if name in text}
