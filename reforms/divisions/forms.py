"""The forms that names of bodies have, in the order in which they are tried."""

import re
from collections.abc import Callable
from dataclasses import replace

from .bodies import Bodies, Body, Context, Maker, procuratorate_of, system_of
from .choosing import in_force, list_bodies
from .gazetteer import opening_place
from .special_forms import (
    NUMBER,
    branch_body,
    corps_body,
    league_branch,
    military_body,
    outpost_body,
    railway_body,
    supreme_body,
    zone_body,
)

COUNT = "[两二三四五六七八九]"
LEVELS = f"(?:[、和]?[省市区县州盟旗分]院?){{1,4}}{COUNT}级"
MORE = "等(?:地方?|省份?|省市|市|多地|部分地区)?"
PLACES = f"(?P<places>.+?)(?P<more>{MORE})?(?:{COUNT}(?:地|省[市区]*|市))?"
ZONE = (
    "开发区|园区|新区|新城|合作区|试验区|实验区|示范区|保税区|管理区|自贸区|自由贸易区|经济区|工业区|"
    "度假区|风景区|林区|矿区|垦区|农场区?|产业区|高新区|经开区|片区|港区|地区|城区"
)

Form = Callable[[re.Match[str], Context], Bodies]


def _whole_system(match: re.Match[str], context: Context) -> Bodies:
    bodies = list_bodies(match["places"], context, system_of)
    note = "“等”表示举例，可能还有别的单位"
    return [body.noting(note) for body in bodies] if match["more"] else bodies


def _both_levels(match: re.Match[str], context: Context) -> Bodies:
    """广州市、南沙区两级检察院 are two procuratorates; 广州市两级检察院 is the city's system."""
    make = procuratorate_of if "、" in match["places"] else system_of
    return list_bodies(match["places"], context, make)


def _plain(match: re.Match[str], context: Context) -> Bodies:
    bodies = list_bodies(match["places"], context, procuratorate_of)
    note = f"写的是内设机构“{match['office']}”，按院本身收录"
    return [body.noting(note) for body in bodies] if match["office"] else bodies


def _place_only(match: re.Match[str], context: Context) -> Bodies:
    note = "只写了地名，按当地检察院理解"
    bodies = list_bodies(match[0], context, procuratorate_of)
    if len(bodies) > 1 and bodies[0].kind == "system":
        return bodies
    return [body.inferring("kind").noting(note) for body in bodies]


def _other(match: re.Match[str], context: Context) -> Bodies:
    found = in_force(opening_place(match[0])[1], context.year)
    slugs = {named.place.slug for named in found if not named.bare or not named.place.parent}
    return [Body(kind="other", province=slugs.pop() if len(slugs) == 1 else "")]


RANKS = {"省": "provincial", "自治区": "provincial", "县": "grassroots", "旗": "grassroots"}
RANKS |= {"市": "municipal", "自治州": "municipal", "州": "municipal", "盟": "municipal"}
RANKS |= {"区": "grassroots"}


def _relative(match: re.Match[str], context: Context) -> Bodies:
    """该院, 市院, 我省: the nearest antecedent is offered, and asked about."""
    text, rank = match[0], match["rank"]
    make = procuratorate_of if text.endswith("院") else system_of
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
    (r"(?:中华人民共和国)?(?:最高检|高检院|高检).*", supreme_body),
    (r".*军事检察院", military_body),
    (r"(?:新疆(?:维吾尔自治区)?)?(?:生产建设)?兵团(?P<rest>.{1,20})", corps_body),
    (r"(?P<rest>农?第?[一二三四五六七八九十]{1,3}师(?:检察院?)?(?:分院|检察院))", corps_body),
    (r"(?P<rest>[^省市]{2,4}垦区检察院)", corps_body),
    (r"(?P<before>.{2,20}?)(?:铁路运输|铁路|铁检)(?P<after>.{0,6}院)", railway_body),
    (rf"(?P<head>.{{2,9}}?)检察院(?P<branch>{NUMBER}|.{{2,12}}?)分院", branch_body),
    (rf"(?P<head>.{{2,9}}?)(?:检察院?|检)?(?P<branch>{NUMBER})(?:检察)?分院", branch_body),
    (r"(?P<place>.{2,20}?)(?:检察)?分院", league_branch),
    (rf"(?P<place>.{{2,20}}?)(?P<area>城郊(?:地区)?|{NUMBER}市区)检察院", outpost_body),
    (rf"{PLACES}(?:{COUNT}级)?检察(?:机关|系统)", _whole_system),
    (rf"{PLACES}{LEVELS}检察(?:机关|系统)", _whole_system),
    (rf"{PLACES}(?:{COUNT}级)检察院", _both_levels),
    (rf"{PLACES}{LEVELS}检察院", _whole_system),
    (rf"{PLACES}(?:检察)?院(?P<office>(?!.*分院).*)", _plain),
    (rf"(?P<area>.+(?:{ZONE}))检察院", zone_body),
)
WHOLE_FORMS = _forms(
    (
        r"(?:[该本我]|上述)?(?P<rank>自治[区州]|[省市区县州盟旗])?级?(?:检察)?(?:院|检察机关)",
        _relative,
    ),
    (r"我(?P<rank>自治[区州]|[省市区县州盟旗])", _relative),
    (r".+", _place_only),
    (rf"(?P<area>.+(?:{ZONE}))", zone_body),
    (
        r".*(?:公安|法院|司法|法官|检察官|[局厅部委会署办司处所站社协]|学院|政府|银行|大学|公司|中心)",
        _other,
    ),
)
