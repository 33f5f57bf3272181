"""Names of procuratorates and places → kind, province, level, standard full name.

Knows data/divisions.csv and how procuratorates are called; knows nothing of releases or cases.
What a name does not settle stays empty and is said in `questions`, in Chinese.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parent / "data" / "divisions.csv"

# First two digits of the GB/T 2260 code → slug. vocabulary.py holds the same; a test compares.
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
ELSEWHERE = {"taiwan", "hong-kong", "macao"}  # no procuratorates of this system
CORPS_CITIES = "6590"  # cities of the corps, whose procuratorates are the corps' own
REGIONS = {"长三角": "沪苏浙皖", "成渝": "川渝"}

PEOPLES = (
    "各族|蒙古族?|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|"
    "哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|"
    "达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|塔吉克|怒族|鄂温克族|保安族|裕固族|"
    "独龙族|普米族"
)
AUTONOMOUS = re.compile(rf"(.{{2,}}?)(?:{PEOPLES})*自治(.)")
SUFFIX = re.compile(r"(?:特别行政区|地区|林区|特区|新区|[省市区县盟旗州])$")

# Stems of counties that are words of the language: 会同检察机关 is no procuratorate of 会同县.
WORDS = re.compile(
    "公安|会同|合作|比如|中方|解放|前进|通道|延长|互助|资源|港口|南部|中原|江南|平原|城中|新建|共和|友好|"
    "友谊|和平|平安|光明|复兴|振兴|新兴|前锋|大方|长子|兴国|富裕|安定|平定|宏伟|万年"
)

# ---------------------------------------------------------------- places


@dataclass(frozen=True)
class Place:
    """One row of the table: a division of GB/T 2260, or an area with a procuratorate of its own."""

    code: str  # empty for an area that is no division
    name: str
    level: str  # of its procuratorate
    until: int | None = None  # last year in which the name was official; None where in force
    parent: "Place | None" = field(default=None, compare=False)
    body_kind: str = ""  # of an area's procuratorate

    @property
    def province(self) -> "Place":
        return self.parent.province if self.parent else self

    @property
    def slug(self) -> str:
        return PROVINCE_SLUGS[self.province.code[:2]]

    @property
    def full_name(self) -> str:
        """As procuratorates carry it: 广东省广州市南沙区, but 江苏省昆山市."""
        if self.parent is None:
            return self.name
        if not self.code and self.name.startswith(self.parent.name.removesuffix("市")):
            return self.province.name + self.name  # 江苏省苏州工业园区
        in_city = not self.code or re.search("[^特]区$", self.name)
        return (self.parent if in_city else self.province).full_name + self.name

    @property
    def branch_name(self) -> str:
        return f"{self.province.name}人民检察院{self.name.removesuffix('地区')}分院"

    def within(self, other: "Place") -> bool:
        return self == other or bool(self.parent and self.parent.within(other))

    def stood_in(self, year: int | None) -> bool:
        return self.until is None or (year is not None and year <= self.until)


class Named(NamedTuple):
    """A place that a text may name, and whether without its 省, 市, 区, 县 …"""

    place: Place
    bare: bool


def _place(row: list[str], divisions: dict[str, Place]) -> Place:
    code, name, until, above, body_kind, _ = row
    parent = divisions.get(above or code[:4] + "00") or divisions.get(code[:2] + "0000")
    level = "provincial" if code[2:] == "0000" else "municipal"
    if not code.endswith("00") and body_kind != "branch":
        level = "grassroots"
    return Place(code, name, level, int(until) if until else None, parent, body_kind)


@cache
def _table() -> tuple[tuple[Place, str], ...]:
    """The places, each with its customary short forms, in the order of the file."""
    divisions: dict[str, Place] = {}
    table = []
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(line for line in lines if not line.startswith("#"))
        next(rows)  # the headings
        for row in rows:
            place = _place(row, divisions)
            table.append((place, row[-1]))
            # Two names may share a code, one abolished: 130502 is 桥东区 and 襄都区.
            if place.until is None:
                divisions[place.code] = place
            divisions.setdefault(place.code, place)
    return tuple(table)


def places() -> tuple[Place, ...]:
    """Every place of the table, provinces before their cities before their counties."""
    return tuple(place for place, _ in _table())


def _surfaces(place: Place) -> Iterator[tuple[str, bool]]:
    """The ways to write a place's name, and whether each is bare."""
    yield place.name, False
    stem = SUFFIX.sub("", place.name)
    if "自治" in place.name and (autonomous := AUTONOMOUS.fullmatch(place.name)):
        stem, rank = autonomous.groups()
        yield stem + ("自治区" if rank == "区" else rank), False
    if place.code and 1 < len(stem) < len(place.name) and not WORDS.fullmatch(stem):
        yield stem, True


@cache
def _names() -> dict[str, tuple[Named, ...]]:
    names: dict[str, list[Named]] = {}
    for place, also in _table():
        for surface, bare in (*_surfaces(place), *((short, False) for short in also.split())):
            names.setdefault(surface, []).append(Named(place, bare))
    for province in (place for place in places() if place.level == "provincial"):
        # 吉林, 海南, 河南 alone are the provinces, though a city or county has that stem too.
        for surface, bare in _surfaces(province):
            names[surface] = [Named(province, bare)]
    return {surface: tuple(found) for surface, found in names.items()}


@cache
def _abbreviations() -> dict[str, Place]:
    """川, 渝 …: the single characters that stand for provinces where several stand together."""
    return {
        letter: place
        for place, also in _table()
        if place.level == "provincial"
        for letter in also.split()
    }


LONGEST = 15  # 双江拉祜族佤族布朗族傣族自治县


@lru_cache(maxsize=4096)
def places_named(text: str) -> tuple[Named, ...]:
    """All places that the whole text may name: 南沙区, 广州市南沙区, 广东广州南沙, 黔东南州."""
    if len(text) < 2 or len(text) > 4 * LONGEST:
        return ()
    found = dict.fromkeys(_names().get(text, ()))
    for length in range(min(LONGEST, len(text) - 2), 1, -1):
        if containers := _names().get(text[:length]):
            for named in places_named(text[length:]):
                if any(_inside(named.place, box.place) for box in containers):
                    found[named] = None
    return tuple(found)


def _inside(place: Place, container: Place) -> bool:
    return place != container and place.within(container)


def _opening(text: str) -> tuple[int, tuple[Named, ...]]:
    """The longest beginning that names places, and these."""
    for length in range(min(2 * LONGEST, len(text)), 1, -1):
        if found := places_named(text[:length]):
            return length, found
    return 0, ()


# ---------------------------------------------------------------- bodies


@dataclass(frozen=True)
class Body:
    """A credited body: what its name says, what was inferred, what is left open."""

    name: str = ""  # as printed
    kind: str = ""  # vocabulary.BodyKind
    province: str = ""  # vocabulary.Province
    level: str = ""  # vocabulary.Level
    standard_name: str = ""
    code: str = ""  # GB/T 2260, of its place
    inferred: tuple[str, ...] = ()  # the fields above that the name does not state
    choices: tuple["Body", ...] = ()  # what the name also fits
    questions: tuple[str, ...] = ()  # what an editor must decide
    notes: tuple[str, ...] = ()  # what an editor should know
    place: Place | None = None

    def asking(self, question: str) -> "Body":
        return replace(self, questions=(*self.questions, question))

    def noting(self, note: str) -> "Body":
        return replace(self, notes=(*self.notes, note))

    def inferring(self, *fields: str) -> "Body":
        return replace(self, inferred=tuple(dict.fromkeys((*self.inferred, *fields))))


class Context(NamedTuple):
    """What stands around a name: the body named before it, and the year of the release."""

    near: Body | None = None
    year: int | None = None


Bodies = list[Body]
Maker = Callable[[Place], Body]


def _at(place: Place, kind: str, standard_name: str, level: str = "") -> Body:
    return Body(
        kind=kind,
        province=place.slug,
        level=level or place.level,
        standard_name=standard_name,
        code=place.code,
        place=place,
    )


def _procuratorate(place: Place) -> Body:
    """The procuratorate of a place itself."""
    if place.code.startswith(CORPS_CITIES):
        body = _at(place, "corps", "").inferring("kind", "level")
        return body.asking(f"“{place.name}”是兵团的城市，请核对是哪个院")
    if place.body_kind == "branch":
        return _at(place, "branch", place.branch_name)
    if place.name.endswith(("盟", "地区")) and place.level == "municipal":
        # A league or prefecture has no congress of its own: the province's branch stands there.
        body = _at(place, "branch", place.branch_name).inferring("kind")
        return body.noting("盟和地区一般设省级院的分院")
    body = _at(place, place.body_kind or "procuratorate", f"{place.full_name}人民检察院")
    return body if place.code else body.inferring("kind").noting("特定区域的院，类型和全称请核对")


def _system(place: Place) -> Body:
    """All procuratorates of a place together; the level is the place's, hence inferred."""
    return _at(place, "system", f"{place.full_name}检察机关").inferring("level")


# ---------------------------------------------------------------- one name, several places


def _in_force(found: Iterable[Named], year: int | None) -> list[Named]:
    """Those that stood in the year; one entry where only the code changed, the newest."""
    found = sorted(found, key=lambda named: named.place.until or 9999)
    unique = list({named.place.full_name: named for named in found}.values())
    standing = [named for named in unique if named.place.stood_in(year)]
    return standing or unique


def _likeliest(text: str, year: int | None) -> Place | None:
    """The only place, or only city, that a text names: 西安 in 西安铁路运输检察院."""
    found = [named.place for named in _in_force(places_named(text), year)]
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


def _choose(text: str, context: Context, make: Maker) -> Body | None:
    """The body that a place's name gives, left open where it fits several; None if unknown."""
    found = _in_force(places_named(text), context.year)
    near = _nearest(found, context.near)
    if not near:
        return None
    body = _one(text, near[0], make) if len(near) == 1 else _several(text, near, make)
    if len(near) < len(found) and context.near:
        note = f"“{text}”不止一处，按上文“{context.near.name}”判断"
        body = body.inferring("province").noting(note)
    return _dated(body, context.year)


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


def _dated(body: Body, year: int | None) -> Body:
    place = body.place
    if place is None or place.until is None:
        return body
    said = f"“{place.name}”这一名称用到{place.until}年为止"
    return body.asking(f"{said}，请核对") if year and year > place.until else body.noting(said)


def _list(text: str, context: Context, make: Maker) -> Bodies:
    """The bodies of one place or of a list of places; none if any of these is unknown."""
    letters = REGIONS.get(text, text)
    provinces = [_abbreviations()[a] for a in letters[:6] if a in _abbreviations()]
    if 1 < len(provinces) == len(letters):
        note = f"“{text}”是几个地区的合称，请核对单位"
        return [_system(place).inferring("kind").noting(note) for place in provinces]
    bodies: Bodies = []
    for part in _parts(text):
        body = _choose(part, Context(bodies[-1] if bodies else context.near, context.year), make)
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


# ---------------------------------------------------------------- the forms of names

AND = re.compile("以及|[和与及]")
NUMBER = "第?[一二三四五六七八九十1-9]"
DIGITS = str.maketrans("123456789", "一二三四五六七八九")
COUNT = "[两二三四五六七八九]"
LEVELS = f"(?:[、和]?[省市区县州盟旗分]院?){{1,4}}{COUNT}级"
MORE = "等(?:地方?|省份?|省市|市|多地|部分地区)?"
PLACES = f"(?P<places>.+?)(?P<more>{MORE})?(?:{COUNT}(?:地|省[市区]*|市))?"
ZONE = (
    "开发区|园区|新区|新城|合作区|试验区|实验区|示范区|保税区|管理区|自贸区|自由贸易区|经济区|工业区|"
    "度假区|风景区|林区|矿区|垦区|农场区?|产业区|高新区|经开区|片区|港区|地区|城区"
)
BRANCHES = {"汉江", "林区", "农垦", "农垦区", "垦区", "长春林区", "延边林区"}
Form = Callable[[re.Match[str], Context], Bodies]


def _ordinal(number: str) -> str:
    """第1, 1, 一 → 第一."""
    return "第" + number.removeprefix("第").translate(DIGITS)


def _supreme(match: re.Match[str], context: Context) -> Bodies:
    return [Body(kind="procuratorate", level="supreme", standard_name="最高人民检察院")]


def _military(match: re.Match[str], context: Context) -> Bodies:
    note = "军事检察院不按省、市、基层分级，层级和地区留空"
    return [Body(kind="military", standard_name=match[0]).noting(note)]


def _corps(match: re.Match[str], context: Context) -> Bodies:
    corps, rest = "新疆生产建设兵团", match["rest"]
    xinjiang = places_named("新疆维吾尔自治区")[0].place
    if area := re.match("(.+)垦区", rest):
        if any(named.place.slug != xinjiang.slug for named in places_named(area[1])):
            return []  # 黑龙江垦区 is not the corps'
        return [_at(xinjiang, "corps", f"{corps}{area[0]}人民检察院", "grassroots")]
    if division := re.match("农?第?([一二三四五六七八九十]+)师", rest):
        name = f"{corps}人民检察院第{division[1]}师分院"
        return [_at(xinjiang, "corps", name, "municipal").noting("师一级的院全称写法不一，请核对")]
    if rest not in {"检察院", "院", "检察机关"}:
        return []
    body = _at(xinjiang, "corps", f"{corps}人民检察院")
    return [body.inferring("level") if rest == "检察机关" else body]


def _railway(match: re.Match[str], context: Context) -> Bodies:
    head, _, city = match["before"].rpartition("检察院")
    place = _likeliest(city or head, context.year)
    if place is None:
        return []
    if "分院" in match["after"]:
        town = SUFFIX.sub("", place.name) if place.parent else ""
        name = f"{place.province.name}人民检察院{town}铁路运输分院"
        return [_at(place, "railway", name, "municipal")]
    number = re.match(NUMBER, match["after"])
    name = f"{SUFFIX.sub('', place.name)}铁路运输{_ordinal(number[0]) if number else ''}检察院"
    return [_at(place, "railway", name, "grassroots")]


def _branch(match: re.Match[str], context: Context) -> Bodies:
    """重庆市检察院第一分院, 内蒙古检察院锡林郭勒盟分院."""
    heads = [named.place for named in places_named(match["head"]) if not named.place.parent]
    branch = match["branch"]
    if re.fullmatch(NUMBER, branch):
        branch = _ordinal(branch)
    elif not any(named.place.within(head) for named in places_named(branch) for head in heads):
        heads = heads if branch in BRANCHES else []
    name = f"人民检察院{branch.removesuffix('地区')}分院"
    return [_at(head, "branch", head.name + name, "municipal") for head in heads[:1]]


def _league(match: re.Match[str], context: Context) -> Bodies:
    """锡林郭勒盟分院, 山南分院: a branch called by its place, usually no city."""
    areas = [n.place for n in places_named(match["place"]) if n.place.level == "municipal"]
    areas.sort(key=lambda place: not place.name.endswith(("盟", "地区", "州")))
    for area in areas[:1]:
        body = _dated(_at(area, "branch", area.branch_name), context.year)
        question = f"“{area.name}”一般设检察院而不是分院，请核对"
        return [body.asking(question) if area.name.endswith("市") else body]
    return []


def _outpost(match: re.Match[str], context: Context) -> Bodies:
    """城郊地区, 第二市区: dispatched into a part of a city."""
    area = match["area"]
    area = "城郊地区" if area.startswith("城郊") else _ordinal(area.removesuffix("市区")) + "市区"

    def dispatched(place: Place) -> Body:
        return _at(place, "dispatched", f"{place.full_name}{area}人民检察院", "grassroots")

    body = _choose(match["place"], context, dispatched)
    return [body] if body else []


def _zone(match: re.Match[str], context: Context) -> Bodies:
    """An area that the table lacks, behind a place that it has."""
    length, found = _opening(match["area"])
    name = match["area"][length:]
    place = _likeliest(match["area"][:length], context.year)
    if place is None or len(name) > 16 or re.search("[的在和与、等]", name):
        return []
    above = place.full_name
    if found[0].bare:  # 大连经济技术开发区, 甘肃矿区: such names keep the short form
        above = (place.province.name if place.parent else "") + SUFFIX.sub("", place.name)
    body = _at(place, "dispatched", f"{above}{name}人民检察院", "grassroots")
    question = f"“{name}”不在行政区划表中，按派出院、基层院理解，请核对类型、层级和全称"
    return [body.inferring("kind", "level", "standard_name").asking(question)]


def _whole_system(match: re.Match[str], context: Context) -> Bodies:
    bodies = _list(match["places"], context, _system)
    note = "“等”表示举例，可能还有别的单位"
    return [body.noting(note) for body in bodies] if match["more"] else bodies


def _both_levels(match: re.Match[str], context: Context) -> Bodies:
    """广州市、南沙区两级检察院 are two procuratorates; 广州市两级检察院 is the city's system."""
    make = _procuratorate if "、" in match["places"] else _system
    return _list(match["places"], context, make)


def _plain(match: re.Match[str], context: Context) -> Bodies:
    bodies = _list(match["places"], context, _procuratorate)
    note = f"写的是内设机构“{match['office']}”，按院本身收录"
    return [body.noting(note) for body in bodies] if match["office"] else bodies


def _place_only(match: re.Match[str], context: Context) -> Bodies:
    note = "只写了地名，按当地检察院理解"
    bodies = _list(match[0], context, _procuratorate)
    if len(bodies) > 1 and bodies[0].kind == "system":
        return bodies
    return [body.inferring("kind").noting(note) for body in bodies]


def _other(match: re.Match[str], context: Context) -> Bodies:
    found = _in_force(_opening(match[0])[1], context.year)
    slugs = {named.place.slug for named in found if not named.bare or not named.place.parent}
    return [Body(kind="other", province=slugs.pop() if len(slugs) == 1 else "")]


RANKS = {"省": "provincial", "自治区": "provincial", "县": "grassroots", "旗": "grassroots"}
RANKS |= {"市": "municipal", "自治州": "municipal", "州": "municipal", "盟": "municipal"}
RANKS |= {"区": "grassroots"}


def _relative(match: re.Match[str], context: Context) -> Bodies:
    """该院, 市院, 我省: the nearest antecedent is offered, and asked about."""
    text, rank = match[0], match["rank"]
    make = _procuratorate if text.endswith("院") else _system
    if body := context.near and _antecedent(context.near, rank, make):
        body = replace(body.inferring("kind", "province", "level"), questions=(), choices=())
        return [body.asking(f"“{text}”按上文理解为“{body.standard_name}”，请确认")]
    kind = "procuratorate" if text.endswith("院") else "system"
    body = Body(kind=kind, level=RANKS.get(rank, "") if rank else "")
    return [body.inferring("level").asking(f"“{text}”没有写明是哪里的，请填写全称")]


def _antecedent(near: Body, rank: str | None, make: Maker) -> Body | None:
    """The body named before, or that of the place above it which has this rank."""
    place = near.place
    if not rank or not place:
        return near if not rank and near.standard_name else None
    while place and not (place.name.endswith(rank) or place.level == RANKS[rank]):
        place = place.parent
    return make(place) if place else None


def _forms(*table: tuple[str, Form]) -> tuple[tuple[re.Pattern[str], Form], ...]:
    return tuple((re.compile(pattern), form) for pattern, form in table)


# Read in this order; 人民 before 检察 is gone. The second table is for whole names only:
# in a running text its forms would find too much.
FORMS = _forms(
    (r"(?:中华人民共和国)?(?:最高检|高检院|高检).*", _supreme),
    (r".*军事检察院", _military),
    (r"(?:新疆(?:维吾尔自治区)?)?(?:生产建设)?兵团(?P<rest>.{1,20})", _corps),
    (r"(?P<rest>农?第?[一二三四五六七八九十]{1,3}师(?:检察院?)?(?:分院|检察院))", _corps),
    (r"(?P<rest>[^省市]{2,4}垦区检察院)", _corps),
    (r"(?P<before>.{2,20}?)(?:铁路运输|铁路|铁检)(?P<after>.{0,6}院)", _railway),
    (rf"(?P<head>.{{2,9}}?)检察院(?P<branch>{NUMBER}|.{{2,12}}?)分院", _branch),
    (rf"(?P<head>.{{2,9}}?)(?:检察院?|检)?(?P<branch>{NUMBER})(?:检察)?分院", _branch),
    (r"(?P<place>.{2,20}?)(?:检察)?分院", _league),
    (rf"(?P<place>.{{2,20}}?)(?P<area>城郊(?:地区)?|{NUMBER}市区)检察院", _outpost),
    (rf"{PLACES}(?:{COUNT}级)?检察(?:机关|系统)", _whole_system),
    (rf"{PLACES}{LEVELS}检察(?:机关|系统)", _whole_system),
    (rf"{PLACES}(?:{COUNT}级)检察院", _both_levels),
    (rf"{PLACES}{LEVELS}检察院", _whole_system),
    (rf"{PLACES}(?:检察)?院(?P<office>(?!.*分院).*)", _plain),
    (rf"(?P<area>.+(?:{ZONE}))检察院", _zone),
)
WHOLE_FORMS = _forms(
    (
        r"(?:[该本我]|上述)?(?P<rank>自治[区州]|[省市区县州盟旗])?级?(?:检察)?(?:院|检察机关)",
        _relative,
    ),
    (r"我(?P<rank>自治[区州]|[省市区县州盟旗])", _relative),
    (r".+", _place_only),
    (rf"(?P<area>.+(?:{ZONE}))", _zone),
    (
        r".*(?:公安|法院|司法|法官|检察官|[局厅部委会署办司处所站社协]|学院|政府|银行|大学|公司|中心)",
        _other,
    ),
)

# ---------------------------------------------------------------- reading

JOINT = re.compile(
    r"(?<=[院关统局厅部委])(?:\s*(?:会同|联合|协同|携手|以及|和|与|及|、|，|,|；|;|/)\s*|\s+)"
)
LONGEST_NAME = 120
LONGEST_CELL = 2000
LONGEST_KEPT = 30  # of longer cells nothing is kept: a hostile table could fill the memory


def _folded(name: str) -> str:
    """检察院 and 人民检察院 are the same name; blanks inside a name come from layout."""
    return re.sub(r"\s+", "", name).replace("人民检察", "检察").strip("：:，,。、")


def _read(name: str, context: Context, forms: Iterable[tuple[re.Pattern[str], Form]]) -> Bodies:
    for pattern, form in forms:
        match = pattern.fullmatch(name)
        if match and (bodies := form(match, context)):
            return bodies
    return []


def _unknown(name: str, context: Context) -> Body:
    """No form fits: what is missing, and what the end of the name would fit."""
    if "检察" not in name:
        return Body().asking(f"不认得“{name}”，请填写机构类型、地区和层级")
    choices: Bodies = []
    for start in range(1, len(name) - 3):
        if choices := _read(name[start:], context, FORMS):
            break
    kind = "system" if name.endswith(("机关", "系统")) else "procuratorate"
    question = f"“{name}”与行政区划表对不上，请核对地名"
    return Body(kind=kind, choices=tuple(choices), questions=(question,))


def read_bodies(text: str, near: Body | None = None, year: int | None = None) -> tuple[Body, ...]:
    """The bodies named in a cell or line: one, or several where they acted jointly.

    `near` is the body named before, for 该院 and 市院; `year` that of the release, for names
    since abolished. Never raises: what cannot be told stays empty, with a question.
    """
    if len(text) > LONGEST_CELL:
        return (Body(name=text[:LONGEST_NAME]).asking("单位一栏太长，没有读，请只写单位名称"),)
    read = _kept if len(text) <= LONGEST_KEPT else _kept.__wrapped__
    return read(text, near, year)


@lru_cache(maxsize=4096)
def _kept(text: str, near: Body | None, year: int | None) -> tuple[Body, ...]:
    bodies: Bodies = []
    for part in JOINT.split(text.strip()):
        if name := part.strip():
            context = Context(bodies[-1] if bodies else near, year)
            folded = _folded(name[:LONGEST_NAME])
            read = _read(folded, context, (*FORMS, *WHOLE_FORMS)) or [_unknown(folded, context)]
            bodies += [replace(body, name=name) for body in read]
    return tuple(bodies)


def read_body(name: str, near: Body | None = None, year: int | None = None) -> Body:
    """The one body that a name gives; the first, with a question, where it gives several."""
    bodies = read_bodies(name, near, year) or (Body().asking("没有写单位"),)
    if len(bodies) == 1:
        return bodies[0]
    several = "、".join(body.standard_name or body.name for body in bodies)
    return bodies[0].asking(f"“{name}”是几个单位：{several}")


# ---------------------------------------------------------------- running text


@dataclass(frozen=True)
class Mention:
    """Where a running text names bodies: text[start:end]."""

    start: int
    end: int
    name: str
    bodies: tuple[Body, ...]
    illustrates: bool = False  # 甲、乙等地检察机关: examples rather than credited bodies


ENDING = re.compile(
    r"最高人民检察院|最高检(?!察)|高检院"
    rf"|(?:人民)?检察(?:院(?:{NUMBER}分院|[\u4e00-\u9fff]{{2,8}}?分院)?|机关|系统|分院)"
    r"|(?<=[市区县州盟旗省团])院(?![校长士系所落外内子前务])|(?<=[盟区输师一二三四五六])分院"
)
RUN = re.compile(r"[\u4e00-\u9fff、]*\Z")
WINDOW = 40  # a list of four or five places
SPECIAL = ("兵团", "新疆", "生产", "中国", "解放", "农", "第")
VAGUE = re.compile("各|全|有关|相关|上|下|基层|两|三|多|部分|某|本|该|我|异|当|所|其|[省市区县]")


def find_bodies(text: str, year: int | None = None) -> Iterator[Mention]:
    """The bodies that a running text names, in order of the text.

    A name with an unknown place is given, with its question, where it stands alone in its clause.
    """
    floor = 0
    for ending in ENDING.finditer(text):
        mention = _mention(text, floor, ending, year)
        floor = ending.end()
        if mention:
            yield mention


def _mention(text: str, floor: int, ending: re.Match[str], year: int | None) -> Mention | None:
    begin, end = max(floor, ending.start() - WINDOW), ending.end()
    if ending[0].startswith(("最高", "高检")):
        return Mention(ending.start(), end, ending[0], read_bodies(ending[0]))
    begin = RUN.search(text, begin, ending.start()).start()
    # 检察院指导某市分院 is not a branch's name: try without what follows 检察院.
    for stop in dict.fromkeys((end, ending.start() + ending[0].find("检察") + 3)):
        for start in range(begin, ending.start()):
            if _may_open(text, start) and (bodies := _found(text[start:stop], year)):
                return _whole_mention(text, begin, start, stop, bodies)
    return _stray(text, begin, ending)


def _whole_mention(text: str, begin: int, start: int, end: int, bodies: tuple) -> Mention:
    """With a place directly before it that does not contain it: 江苏省天水市 is no place."""
    for earlier in range(begin, start - 1):
        if any(not named.bare for named in places_named(text[earlier:start])):
            return _unread(text, earlier, end)
    illustrates = bool(re.search("等[^级]{0,4}检察", text[start:end]))
    return Mention(start, end, text[start:end], bodies, illustrates)


@cache
def _openings() -> frozenset[str]:
    return frozenset(name[:2] for name in _names()) | frozenset(SPECIAL)


def _may_open(text: str, start: int) -> bool:
    first, second = text[start : start + 1], text[start + 1 : start + 2]
    known = _abbreviations()
    return first + second in _openings() or first in _openings() or {first, second} <= known.keys()


@lru_cache(maxsize=1024)
def _found(name: str, year: int | None) -> tuple[Body, ...]:
    bodies = _read(_folded(name), Context(year=year), FORMS)
    return tuple(replace(body, name=name) for body in bodies)


def _stray(text: str, begin: int, ending: re.Match[str]) -> Mention | None:
    """A name whose place the table lacks."""
    place = text[begin : ending.start()]
    if not re.fullmatch(r"[^、]{2,11}[省市区县州盟旗]", place) or VAGUE.match(place):
        return None
    return _unread(text, begin, ending.end())


def _unread(text: str, start: int, end: int) -> Mention:
    name = text[start:end]
    return Mention(start, end, name, (replace(_unknown(_folded(name), Context()), name=name),))
