"""The bodies that a running text names.

Knows no release: which of the bodies a case is credited to is the caller's business.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from .bodies import Body, Context
from .forms import FORMS
from .gazetteer import abbreviations, places_by_name, places_named
from .reading import match_forms, read_bodies, unknown_body, without_variants
from .special_forms import NUMBER


@dataclass(frozen=True)
class Mention:
    """A name of bodies in a running text; it stands at text[start:end]."""

    start: int
    end: int
    name: str
    bodies: tuple[Body, ...]
    illustrates: bool = False  # 甲、乙等地检察机关 names examples, not credited bodies


ENDING = re.compile(
    r"最高人民检察院|最高检(?!察)|高检院"
    rf"|(?:人民)?检察(?:院(?:{NUMBER}分院|[\u4e00-\u9fff]{{2,8}}?分院)?|机关|系统|分院)"
    r"|(?<=[市区县州盟旗省团])院(?![校长士系所落外内子前务])|(?<=[盟区输师一二三四五六])分院"
)
WINDOW = 40  # characters before an ending in which its name may begin: four or five places
RUN = re.compile(rf"[\u4e00-\u9fff、A-Z×]{{0,{WINDOW}}}\Z")
SPECIAL_OPENINGS = (
    "兵团",
    "新疆",
    "生产",
    "中国",
    "解放",
    "农",
    "第",
    *"某×甲乙丙丁ABCDEFGHIJKLMNOPQRSTUVWXYZ",
)
VAGUE = re.compile("各|全|有关|相关|上|下|基层|两|三|多|部分|某|本|该|我|异|当|所|其|[省市区县]")


def find_bodies(text: str, year: int | None = None) -> Iterator[Mention]:
    """The bodies that a running text names, in order of the text, as of a year.

    A name with an unknown place is included, with its question, if it fills its clause up to
    the ending.
    """
    previous_end = 0
    for ending in ENDING.finditer(text):
        mention = _mention(text, previous_end, ending, year)
        previous_end = ending.end()
        if mention:
            yield mention


def _mention(
    text: str, previous_end: int, ending: re.Match[str], year: int | None
) -> Mention | None:
    """The longest name with this ending; None if there is none."""
    if ending[0].startswith(("最高", "高检")):
        return Mention(ending.start(), ending.end(), ending[0], read_bodies(ending[0]))
    run = RUN.search(text, max(previous_end, ending.start() - WINDOW), ending.start())
    begin = run.start() if run else ending.start()
    # 检察院指导某市分院 is not a branch's name: try without what follows 检察院.
    for end in dict.fromkeys((ending.end(), ending.start() + ending[0].find("检察") + 3)):
        for start in range(begin, ending.start()):
            if _may_open(text, start) and (bodies := _bodies_of_name(text[start:end], year)):
                return _checked_mention(text, begin, start, end, bodies)
    return _unknown_mention(text, begin, ending)


def _checked_mention(
    text: str, begin: int, start: int, end: int, bodies: tuple[Body, ...]
) -> Mention:
    """The mention at text[start:end], or an unread one if a place directly before it contradicts.

    江苏省天水市检察院 is not read as 天水市检察院, since that city lies in another province.
    """
    for earlier in range(begin, start - 1):
        if any(not match.bare for match in places_named(text[earlier:start])):
            return _unread_mention(text, earlier, end)
    illustrates = bool(re.search("等[^级]{0,4}检察", text[start:end]))
    return Mention(start, end, text[start:end], bodies, illustrates)


@cache
def _openings() -> frozenset[str]:
    """What names begin with, of one or two characters."""
    return frozenset(name[:2] for name in places_by_name()) | frozenset(SPECIAL_OPENINGS)


def _may_open(text: str, start: int) -> bool:
    first, second = text[start : start + 1], text[start + 1 : start + 2]
    are_abbreviations = {first, second} <= abbreviations().keys()
    return first + second in _openings() or first in _openings() or are_abbreviations


@lru_cache(maxsize=1024)
def _bodies_of_name(name: str, year: int | None) -> tuple[Body, ...]:
    bodies = match_forms(without_variants(name), Context(year=year), FORMS)
    return tuple(replace(body, name=name) for body in bodies)


# What stands before a name and is no part of it: 支持白云鄂县检察院, 由白云鄂县检察院办理.
VERBS = re.compile(
    "以下简称|组织|牵头|安排|指令|委托|要求|移送|移交|报送|报请|商请|提请|指导|支持|督促|指定|联合|会同|协助|配合|邀请|建议|通过|根据|依托|"
    "并由|由|向|交|经|将|被|对|与|和|请|及|在|是|至|并|又|还|再"
)


UNKNOWN = re.compile(r"[^、]{2,11}(?:[省市县州盟旗]|(?<!自治)区)")  # all 自治区 are known
OTHER_ORGAN = re.compile(
    "局|厅|法院|政府|公安|机关|商请|提请|邀请|移送|联合|会同"
)  # 某局商请县检察院


def _unknown_mention(text: str, begin: int, ending: re.Match[str]) -> Mention | None:
    """The mention of a place that the table lacks; None where no place is named."""
    while verb := VERBS.match(text, begin, ending.start()):
        begin = verb.end()
    place = text[begin : ending.start()]
    if not UNKNOWN.fullmatch(place) or VAGUE.match(place) or OTHER_ORGAN.search(place):
        return None
    return _unread_mention(text, begin, ending.end())


def _unread_mention(text: str, start: int, end: int) -> Mention:
    name = text[start:end]
    body = replace(unknown_body(without_variants(name), Context()), name=name)
    return Mention(start, end, name, (body,))
