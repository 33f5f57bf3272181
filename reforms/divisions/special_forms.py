"""Bodies whose names are more than a place: supreme, military, corps, railway, branches, zones.

Each function takes the match of a pattern in forms.py and gives the body, or no bodies where the
name turns out to be another's.
"""

import re

from .bodies import Bodies, Body, Context, body_at
from .choosing import choose_body, unambiguous_place, with_expiry
from .gazetteer import SUFFIX, Place, opening_place, places_named

NUMBER = "第?[一二三四五六七八九十1-9]"
DIGITS = str.maketrans("123456789", "一二三四五六七八九")

CORPS = "新疆生产建设兵团"
# Areas that are no divisions but have a branch of the provincial procuratorate.
BRANCH_AREAS = {"汉江", "林区", "农垦", "农垦区", "垦区", "长春林区", "延边林区"}
NO_AREA = re.compile(
    "[的各及和与其该本两三多所在向对]|指导|督促|支持|开展|建立|要求|组织|联合|指定|交办|会同|通知"
)


def _ordinal(number: str) -> str:
    """第1, 1, 一 → 第一."""
    return "第" + number.removeprefix("第").translate(DIGITS)


def supreme_body(match: re.Match[str], context: Context) -> Bodies:
    return [Body(kind="procuratorate", level="supreme", standard_name="最高人民检察院")]


def military_body(match: re.Match[str], context: Context) -> Bodies:
    note = "军事检察院不按省、市、基层分级，层级和地区留空"
    return [Body(kind="military", standard_name=match[0]).with_note(note)]


def corps_body(match: re.Match[str], context: Context) -> Bodies:
    """兵团检察院, 第八师分院, 石河子垦区检察院: all of them lie in Xinjiang."""
    xinjiang = places_named("新疆维吾尔自治区")[0].place
    rest = re.sub("^检察院(?=.*师)", "", match["rest"])  # 兵团检察院第六师分院
    if area := re.match("(.+)垦区", rest):
        if any(candidate.place.slug != xinjiang.slug for candidate in places_named(area[1])):
            return []  # 黑龙江垦区 does not belong to the corps
        return [body_at(xinjiang, "corps", f"{CORPS}{area[0]}人民检察院", "grassroots")]
    if division := re.match("农?第?([一二三四五六七八九十]+)师", rest):
        name = f"{CORPS}人民检察院第{division[1]}师分院"
        body = body_at(xinjiang, "corps", name, "municipal")
        return [body.with_note("师一级的院全称写法不一，请核对")]
    if rest not in {"检察院", "院", "检察机关"}:
        return []
    body = body_at(xinjiang, "corps", f"{CORPS}人民检察院")
    return [body.with_inferred("level") if rest == "检察机关" else body]


def railway_body(match: re.Match[str], context: Context) -> Bodies:
    head, _, city = match["before"].rpartition("检察院")
    place = unambiguous_place(city or head, context.year)
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
    heads = [candidate.place for candidate in places_named(match["head"])]
    provinces = [place for place in heads if place.parent is None]
    branch = match["branch"]
    areas = [candidate.place for candidate in places_named(branch)]
    if re.fullmatch(NUMBER, branch):
        branch = _ordinal(branch)
    elif not any(area.within(province) for area in areas for province in provinces):
        provinces = provinces if branch in BRANCH_AREAS or _may_be_area(branch) else []
    name = f"人民检察院{branch.removesuffix('地区')}分院"
    return [
        body_at(province, "branch", province.name + name, "municipal") for province in provinces[:1]
    ]


def _may_be_area(branch: str) -> bool:
    """Whether a word before 分院 may be the name of an area, as 辽河 is: not 指导, not 各."""
    return 2 <= len(branch) <= 3 and not NO_AREA.search(branch)


def league_branch_body(match: re.Match[str], context: Context) -> Bodies:
    """锡林郭勒盟分院, 山南分院: a branch named after its area, which is usually no city."""
    areas = [candidate.place for candidate in places_named(match["place"])]
    areas = [area for area in areas if area.level == "municipal"]
    areas.sort(key=lambda area: not area.name.endswith(("盟", "地区", "州")))
    for area in areas[:1]:
        body = with_expiry(body_at(area, "branch", area.branch_name), context.year)
        question = f"“{area.name}”一般设检察院而不是分院，请核对"
        return [body.with_question(question) if area.name.endswith("市") else body]
    return []


def outpost_body(match: re.Match[str], context: Context) -> Bodies:
    """城郊地区, 第二市区: a procuratorate dispatched to a part of a city."""
    area = match["area"]
    area = "城郊地区" if area.startswith("城郊") else _ordinal(area.removesuffix("市区")) + "市区"

    def dispatched(place: Place) -> Body:
        return body_at(place, "dispatched", f"{place.full_name}{area}人民检察院", "grassroots")

    body = choose_body(match["place"], context, dispatched)
    return [body] if body else []


ANONYMOUS_LEVELS = {"省": "provincial", "县": "grassroots", "旗": "grassroots", "区": "grassroots"}


def anonymous_body(match: re.Match[str], context: Context) -> Bodies:
    """某区检察院, 上海市某检察院: 某市 may be a county-level city, so it gives no level."""
    place = unambiguous_place(match["place"], context.year) if match["place"] else None
    if match["place"] and place is None:
        return []
    if place is None and context.near and context.near.place:
        place = context.near.place
    rank = match["anonymous"][-1]
    body = Body(
        kind="procuratorate",
        province=place.slug if place else "",
        level=ANONYMOUS_LEVELS.get(rank, ""),
        inferred=("level",) if rank in ANONYMOUS_LEVELS else (),
    )
    return [body.with_question(f"“{match[0]}”没有写明是哪里的院，不与同名单位合并，请核对")]


def zone_body(match: re.Match[str], context: Context) -> Bodies:
    """An area that the table lacks, after a place that it has: 大连经济技术开发区."""
    opening = opening_place(match["area"])
    name = match["area"][opening.length :]
    place = unambiguous_place(match["area"][: opening.length], context.year)
    if place is None or len(name) > 16 or re.search("[的在和与、等]", name):
        return []
    prefix = place.full_name
    if opening.matches[0].bare:  # 大连经济技术开发区, 甘肃矿区: full names keep the short form too
        prefix = (place.province.name if place.parent else "") + SUFFIX.sub("", place.name)
    body = body_at(place, "dispatched", f"{prefix}{name}人民检察院", "grassroots")
    question = f"“{name}”不在行政区划表中，按派出院、基层院理解，请核对类型、层级和全称"
    return [body.with_inferred("kind", "level", "standard_name").with_question(question)]
