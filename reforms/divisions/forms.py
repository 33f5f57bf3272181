"""The forms of bodies' names: a table of patterns, tried in order.

Knows single names only; mentions.py finds them in running text.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from .bodies import (
    Bodies,
    Body,
    BodyOfPlace,
    Context,
    common_value,
    procuratorate_of,
    system_of,
)
from .choosing import bodies_of_places, in_force
from .gazetteer import opening_place
from .special_forms import (
    NUMBER,
    anonymous_body,
    branch_body,
    corps_body,
    league_branch_body,
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
# The rank at the end of a place's name → the level of its procuratorate.
RANKS = {
    "省": "provincial",
    "自治区": "provincial",
    "市": "municipal",
    "自治州": "municipal",
    "州": "municipal",
    "盟": "municipal",
    "县": "grassroots",
    "旗": "grassroots",
    "区": "grassroots",
}


class Form(NamedTuple):
    """A pattern for a whole name, and what makes bodies of a match; no bodies: try the next."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Context], Bodies]


def _whole_system(match: re.Match[str], context: Context) -> Bodies:
    bodies = bodies_of_places(match["places"], context, system_of)
    note = "“等”表示举例，可能还有别的单位"
    return [body.with_note(note) for body in bodies] if match["more"] else bodies


def _both_levels(match: re.Match[str], context: Context) -> Bodies:
    """广州市、南沙区两级检察院 are two procuratorates; 广州市两级检察院 is the city's system."""
    body_of = procuratorate_of if "、" in match["places"] else system_of
    return bodies_of_places(match["places"], context, body_of)


def _plain(match: re.Match[str], context: Context) -> Bodies:
    bodies = bodies_of_places(match["places"], context, procuratorate_of)
    note = f"写的是内设机构“{match['office']}”，按院本身收录"
    return [body.with_note(note) for body in bodies] if match["office"] else bodies


def _place_only(match: re.Match[str], context: Context) -> Bodies:
    note = "只写了地名，按当地检察院理解"
    bodies = bodies_of_places(match[0], context, procuratorate_of)
    if len(bodies) > 1 and bodies[0].kind == "system":
        return bodies
    return [body.with_inferred("kind").with_note(note) for body in bodies]


def _other(match: re.Match[str], context: Context) -> Bodies:
    candidates = in_force(opening_place(match[0]).matches, context.year)
    slugs = (
        candidate.place.slug
        for candidate in candidates
        if not candidate.bare or candidate.place.parent is None
    )
    return [Body(kind="other", province=common_value(slugs))]


def _relative(match: re.Match[str], context: Context) -> Bodies:
    """该院, 市院, 我省: the body that the context suggests, with a question."""
    text, rank = match[0], match["rank"]
    body_of = procuratorate_of if text.endswith("院") else system_of
    if body := context.near and _antecedent(context.near, rank, body_of):
        body = replace(body.with_inferred("kind", "province", "level"), questions=(), choices=())
        return [body.with_question(f"“{text}”按上文理解为“{body.standard_name}”，请确认")]
    kind = "procuratorate" if text.endswith("院") else "system"
    body = Body(kind=kind, level=RANKS.get(rank, "") if rank else "").with_inferred("level")
    return [body.with_question(f"“{text}”没有写明是哪里的，请填写全称")]


def _antecedent(near: Body, rank: str | None, body_of: BodyOfPlace) -> Body | None:
    """The body named before; with a rank, the body of the place of that rank around it."""
    place = near.place
    if not rank or not place:
        return near if not rank and near.standard_name else None
    while place and not (place.name.endswith(rank) or place.level == RANKS[rank]):
        place = place.parent
    return body_of(place) if place else None


def _forms(*rows: tuple[str, Callable[[re.Match[str], Context], Bodies]]) -> tuple[Form, ...]:
    return tuple(Form(re.compile(pattern), read) for pattern, read in rows)


# The names come from reading.without_variants: with 检察院 for 人民检察院.
FORMS = _forms(
    (r"(?:中华人民共和国)?(?:最高检|高检院|高检).*", supreme_body),
    (
        r"(?P<place>[^某A-Z×]{0,20}?)(?P<anonymous>(?:某{1,3}[省市区县州盟旗]?|[A-Z×甲乙丙丁]{1,2}[省市区县州旗])"
        r"(?:(?:某{1,3}|[A-Z×甲乙丙丁]{1,2})[市区县州旗]){0,2})检察院",
        anonymous_body,
    ),
    (r".*军事检察院", military_body),
    (r"(?:新疆(?:维吾尔自治区)?)?(?:生产建设)?兵团(?P<rest>.{1,20})", corps_body),
    (r"(?P<rest>农?第?[一二三四五六七八九十]{1,3}师(?:检察院?)?(?:分院|检察院))", corps_body),
    (r"(?P<rest>[^省市]{2,4}垦区检察院)", corps_body),
    (r"(?P<before>.{2,20}?)(?:铁路运输|铁路|铁检)(?P<after>.{0,6}院)", railway_body),
    (rf"(?P<head>.{{2,9}}?)检察院(?P<branch>{NUMBER}|.{{2,12}}?)分院", branch_body),
    (rf"(?P<head>.{{2,9}}?)(?:检察院?|检)?(?P<branch>{NUMBER})(?:检察)?分院", branch_body),
    (r"(?P<place>.{2,20}?)(?:检察)?分院", league_branch_body),
    (rf"(?P<place>.{{2,20}}?)(?P<area>城郊(?:地区)?|{NUMBER}市区)检察院", outpost_body),
    (rf"{PLACES}(?:军地)?(?:{COUNT}级)?检察(?:机关|系统)", _whole_system),
    (rf"{PLACES}{LEVELS}检察(?:机关|系统)", _whole_system),
    (rf"{PLACES}(?:{COUNT}级)检察院", _both_levels),
    (rf"{PLACES}{LEVELS}检察院", _whole_system),
    (rf"{PLACES}(?:检察)?院(?P<office>(?!.*分院).*)", _plain),
    (rf"(?P<area>.+(?:{ZONE}))检察院", zone_body),
)
# Tried after FORMS, on whole names only: in running text they would match too much.
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
