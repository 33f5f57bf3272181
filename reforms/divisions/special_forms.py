"""Procuratorates not called by a place alone: supreme, military, corps, railway, branches."""

import re

from .bodies import Bodies, Body, Context, body_at
from .choosing import choose_body, dated, likeliest_place
from .gazetteer import SUFFIX, Place, opening_place, places_named

NUMBER = "第?[一二三四五六七八九十1-9]"
DIGITS = str.maketrans("123456789", "一二三四五六七八九")

BRANCHES = {"汉江", "林区", "农垦", "农垦区", "垦区", "长春林区", "延边林区"}


def _ordinal(number: str) -> str:
    """第1, 1, 一 → 第一."""
    return "第" + number.removeprefix("第").translate(DIGITS)


def supreme_body(match: re.Match[str], context: Context) -> Bodies:
    return [Body(kind="procuratorate", level="supreme", standard_name="最高人民检察院")]


def military_body(match: re.Match[str], context: Context) -> Bodies:
    note = "军事检察院不按省、市、基层分级，层级和地区留空"
    return [Body(kind="military", standard_name=match[0]).noting(note)]


def corps_body(match: re.Match[str], context: Context) -> Bodies:
    corps, rest = "新疆生产建设兵团", match["rest"]
    xinjiang = places_named("新疆维吾尔自治区")[0].place
    if area := re.match("(.+)垦区", rest):
        if any(named.place.slug != xinjiang.slug for named in places_named(area[1])):
            return []  # 黑龙江垦区 is not the corps'
        return [body_at(xinjiang, "corps", f"{corps}{area[0]}人民检察院", "grassroots")]
    if division := re.match("农?第?([一二三四五六七八九十]+)师", rest):
        name = f"{corps}人民检察院第{division[1]}师分院"
        return [
            body_at(xinjiang, "corps", name, "municipal").noting("师一级的院全称写法不一，请核对")
        ]
    if rest not in {"检察院", "院", "检察机关"}:
        return []
    body = body_at(xinjiang, "corps", f"{corps}人民检察院")
    return [body.inferring("level") if rest == "检察机关" else body]


def railway_body(match: re.Match[str], context: Context) -> Bodies:
    head, _, city = match["before"].rpartition("检察院")
    place = likeliest_place(city or head, context.year)
    if place is None:
        return []
    if "分院" in match["after"]:
        town = SUFFIX.sub("", place.name) if place.parent else ""
        name = f"{place.province.name}人民检察院{town}铁路运输分院"
        return [body_at(place, "railway", name, "municipal")]
    number = re.match(NUMBER, match["after"])
    name = f"{SUFFIX.sub('', place.name)}铁路运输{_ordinal(number[0]) if number else ''}检察院"
    return [body_at(place, "railway", name, "grassroots")]


def branch_body(match: re.Match[str], context: Context) -> Bodies:
    """重庆市检察院第一分院, 内蒙古检察院锡林郭勒盟分院."""
    heads = [named.place for named in places_named(match["head"]) if not named.place.parent]
    branch = match["branch"]
    if re.fullmatch(NUMBER, branch):
        branch = _ordinal(branch)
    elif not any(named.place.within(head) for named in places_named(branch) for head in heads):
        heads = heads if branch in BRANCHES else []
    name = f"人民检察院{branch.removesuffix('地区')}分院"
    return [body_at(head, "branch", head.name + name, "municipal") for head in heads[:1]]


def league_branch(match: re.Match[str], context: Context) -> Bodies:
    """锡林郭勒盟分院, 山南分院: a branch called by its place, usually no city."""
    areas = [n.place for n in places_named(match["place"]) if n.place.level == "municipal"]
    areas.sort(key=lambda place: not place.name.endswith(("盟", "地区", "州")))
    for area in areas[:1]:
        body = dated(body_at(area, "branch", area.branch_name), context.year)
        question = f"“{area.name}”一般设检察院而不是分院，请核对"
        return [body.asking(question) if area.name.endswith("市") else body]
    return []


def outpost_body(match: re.Match[str], context: Context) -> Bodies:
    """城郊地区, 第二市区: dispatched into a part of a city."""
    area = match["area"]
    area = "城郊地区" if area.startswith("城郊") else _ordinal(area.removesuffix("市区")) + "市区"

    def dispatched(place: Place) -> Body:
        return body_at(place, "dispatched", f"{place.full_name}{area}人民检察院", "grassroots")

    body = choose_body(match["place"], context, dispatched)
    return [body] if body else []


def zone_body(match: re.Match[str], context: Context) -> Bodies:
    """An area that the table lacks, behind a place that it has."""
    length, found = opening_place(match["area"])
    name = match["area"][length:]
    place = likeliest_place(match["area"][:length], context.year)
    if place is None or len(name) > 16 or re.search("[的在和与、等]", name):
        return []
    above = place.full_name
    if found[0].bare:  # 大连经济技术开发区, 甘肃矿区: such names keep the short form
        above = (place.province.name if place.parent else "") + SUFFIX.sub("", place.name)
    body = body_at(place, "dispatched", f"{above}{name}人民检察院", "grassroots")
    question = f"“{name}”不在行政区划表中，按派出院、基层院理解，请核对类型、层级和全称"
    return [body.inferring("kind", "level", "standard_name").asking(question)]
