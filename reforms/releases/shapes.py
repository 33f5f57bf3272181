"""The shapes of lines: markers of cases, names of sections, what may be part of a title."""

import re
from functools import lru_cache
from typing import NamedTuple

from ..text.dates import HAN, NUMERAL, numeral_value
from .furniture import SHORT

SHORT_LINE = SHORT  # characters of a line that is no paragraph
ICON = "[\u25a0-\u25ff\u2600-\u2775\u2794-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff\ufe0f•※]"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
CAPITALS = "壹贰叁肆伍陆柒捌玖拾"
END = rf"\s{{0,9}}[】\]）)]?\s{{0,9}}(?:{ICON}{{1,4}}|[:：、.．｜|丨#]|—{{1,2}})?\s{{0,9}}"
NOT_COUNTED = r"(?![\d件个起般些致定样直旦年月日中等来])"
OPEN = r"[【\[（(]?\s{0,9}"
# Styles of markers: a style that names cases, then styles that may count anything.
NAMED = re.compile(
    rf"(?:[^，。；：:\n]{{2,40}}?(?=典型案例之{NUMERAL}[:：]))?{ICON}{{0,4}}\s{{0,9}}{OPEN}(?P<mark>"
    rf"(?:典\s{{0,3}}型\s{{0,3}})?案\s{{0,3}}例\s{{0,3}}(?:之\s?)?[（(]?(?P<a>{NUMERAL}){NOT_COUNTED}"
    rf"|(?:案件|事例|实例)(?:之)?(?P<b>{NUMERAL})(?=\s{{0,9}}(?:[】\]:：、.．\s]|$))"
    rf"|第(?P<c>{NUMERAL})[件例则案](?=\s{{0,9}}(?:[】\]:：、.．]|$)|\s)"
    r"|检例第\s?(?P<d>\d{1,4})\s?号"
    rf"|(?i:no|case|part)[.．]?\s?(?P<e>\d{{1,3}})(?![\d.]))"
    rf"{END}"
)
STYLES = (
    NAMED,
    re.compile(rf"(?P<mark>(?P<a>[{HAN}]{{1,3}}))、\s{{0,9}}"),
    re.compile(rf"(?P<mark>[（(](?P<a>{NUMERAL})[）)])\s{{0,9}}"),
    re.compile(
        r"(?P<mark>(?:0\s{0,3})?(?P<a>\d{1,2}))(?:\s?[.．、](?!\d)|\ufe0f?\u20e3|\s{1,9}(?=[\u4e00-\u9fff“《])|\s{0,9}$)\s{0,9}"
    ),
    re.compile(rf"(?P<mark>[{CIRCLED}])\s{{0,9}}"),
    re.compile(rf"(?P<mark>[{CAPITALS}])(?:[、.．|｜丨]|\s{{1,9}}(?=\S)|\s{{0,9}}$)\s{{0,9}}"),
    re.compile(rf"(?P<mark>{ICON}{{1,4}})\s{{0,9}}(?=\S)"),
)
BULLET = len(STYLES) - 1  # the style of marks that do not count

# The number of a guiding case on a line of its own, also under the title.
NUMBER_LINE = re.compile(r"[（(]\s?(检例第\s?\d{1,4}\s?号)\s?[）)]")
NUMBER_LAST = re.compile(rf"\s?{NUMBER_LINE.pattern}\Z")  # behind the title, in a list


class Marker(NamedTuple):
    """What a line begins with that may count cases, and the rest of the line."""

    style: int
    number: int
    mark: str
    rest: str


@lru_cache(maxsize=4096)
def marker(line: str) -> Marker | None:
    """The marker with which a line begins, if any."""
    if NUMBER_LINE.fullmatch(line.strip()):
        return None
    for style, pattern in enumerate(STYLES):
        if match := pattern.match(line):
            mark = match["mark"]
            numeral = next(
                (match[name] for name in match.re.groupindex if name != "mark" and match[name]), ""
            )
            value = numeral_value(numeral) if numeral else _place(mark)
            rest = line[match.end() :].strip()
            rest = rest.removeprefix("是") if style == 0 else rest  # 案例一是某院办理的某案
            if style == BULLET:
                return _behind_bullet(rest)
            return Marker(style, value, _bare_mark(mark), rest)
    return None


def _behind_bullet(rest: str) -> Marker:
    """The number that a bullet decorates, as in ▶ 一、某案; else the bullet, which numbers none."""
    inner = None if STYLES[BULLET].match(rest) else marker(rest)
    return inner or Marker(BULLET, 0, "", rest)


def _place(mark: str) -> int:
    """The number of a mark that is one character."""
    return max(CIRCLED.find(mark), CAPITALS.find(mark)) + 1


def _bare_mark(mark: str) -> str:
    mark = re.sub(r"\s", "", mark)
    return mark + "）" if "（" in mark and "）" not in mark else mark


NUMBERING = re.compile(
    rf"(?:[{HAN}]{{1,2}}|\d{{1,2}})[、.．]\s{{0,9}}|[（(](?:[{HAN}]{{1,2}}|\d{{1,2}})[）)]\s{{0,9}}"
)
BRACKETED = re.compile(
    r"[【〔\[](?P<name>[^【】〔〕\[\]\n]{2,24})[】〕\]]\s{0,9}[:：]?\s{0,9}(?P<rest>.*)"
)
OWN_LINE = re.compile(r"(?P<name>[^:：。，,；\n]{2,20}?)\s{0,9}(?:[:：]\s{0,9}(?P<rest>.*))?")
WORDS = (
    "案情|检察机关|检察院|接受|人民监督员|参与|调查|督促|诉讼|处罚|救助|办案|监督|履职|工作|改革|案件|案例|基本|"
    "主要|具体|经验|典型|指导|法律|裁判|处理|社会|相关|实践|取得|组织|听证|简易|公开|审查|检察|起诉|整改|帮扶|"
    "治理|协作|推进|落实|执行|审理|做法|成效|举措|情况|意义|现实|推广|创新|实施|和|与|及|以及|、|的"
)
TAILS = (
    "要旨|案情|情况|背景|做法|举措|措施|经过|过程|成效|效果|意义|启示|结果|简介|概况|摘要|概要|回放|回顾|"
    "解读|点评|评析|说法|规定|依据|条文|条款|链接|履职|价值"
)
PLAIN_NAME = re.compile(rf"(?:{WORDS}){{0,6}}(?:{TAILS})|案情|起因|背景")
OTHER_BRACKETS = re.compile(
    r"编者按|字[号体]|打印|关闭|收藏|分享|大中小|纠错|.{0,6}(?:阅读|推荐|链接|回顾)$|.{0,16}案例$|.{0,16}案件$|.{0,10}篇$"
)
KEYWORDS = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}、|\d{1,2}[.．、])?[【〔\[]?\s{0,9}关\s{0,3}键\s{0,3}(?:词|字)\s{0,9}[】〕\]]?\s{0,9}[:：]?\s{0,9}(?P<rest>.*)"
)


ICONS_AROUND = re.compile(rf"\A{ICON}{{1,4}}\s{{0,9}}|\s{{0,9}}{ICON}{{1,4}}\Z")


class SectionMark(NamedTuple):
    """The name of a section as printed without its brackets, and the text after it on the line."""

    name: str
    rest: str


@lru_cache(maxsize=4096)
def section_mark(line: str) -> SectionMark | None:
    """The section mark that opens a line: 【…】, or a usual name on a line of its own."""
    line = ICONS_AROUND.sub("", line.strip())
    if match := KEYWORDS.fullmatch(line):
        return (
            SectionMark("关键词", match["rest"]) if _is_keyword_line(line, match["rest"]) else None
        )
    if match := BRACKETED.fullmatch(line):
        name = re.sub(r"\s", "", match["name"])
        if not 2 <= len(name) <= 14 or OTHER_BRACKETS.fullmatch(name) or NAMED.match(name):
            return None
        return SectionMark(name, match["rest"])
    numbering = NUMBERING.match(line)
    match = OWN_LINE.fullmatch(line, numbering.end() if numbering else 0)
    if match and PLAIN_NAME.fullmatch(name := re.sub(r"\s", "", match["name"])):
        return SectionMark(name, match["rest"] or "")
    return None


def _is_keyword_line(line: str, rest: str) -> bool:
    return len(line) <= 3 * SHORT and not re.search("。.", rest)


ROLES = (
    ("关键词", re.compile("关键词")),
    ("要旨", re.compile(".{0,8}要旨")),
    ("意义", re.compile(".{0,12}(?:意义|启示|点评|评析|价值|说法|解读)")),
    ("成效", re.compile(".{0,12}(?:成效|效果|结果)")),
    (
        "背景案情",
        re.compile(
            ".{0,12}(?:案情.{0,2}|背景|简介|概况|摘要|概要|回放|回顾|起因|改革情况|基本情况)"
        ),
    ),
    (
        "做法履职",
        re.compile(
            ".{0,20}(?:做法|履职|过程|举措|措施|诉讼|情况|经过|调查|办案|工作|监督|救助|审查).{0,6}"
        ),
    ),
)
OPENING_ROLES = ("关键词", "要旨", "背景案情")


def role(name: str) -> str:
    """The role of a section by its name; empty where the name does not tell."""
    return next((label for label, pattern in ROLES if pattern.fullmatch(name)), "")


FULL_STOP = re.compile(r"。|[\u4e00-\u9fff]\.(?:[\u4e00-\u9fff]|$)")
PERSON = re.compile(r"[，,](?:男|女)[，,]|\d{4}年\d{1,2}月(?:\d{1,2}日)?出生")
# Persons, articles of laws, and days: lines that no title has.
NO_TITLE = re.compile(
    PERSON.pattern
    + r"|第[一二三四五六七八九十百零\d]{1,7}(?:[至到—-]第?[一二三四五六七八九十百零\d]{1,7})?条"
    + r"|^[\d〇零一二三四五六七八九十]{4}年[\d一二三四五六七八九十]{1,2}月[^案]{0,4}$"
)
# The name of a law or of a rule on a line of its own, as 【相关规定】 lists them.
CITATION = re.compile(
    r"(?:[^《》，。；]{2,80}(?:院|部|厅|局|委|会|署|部门))?《[^《》]{2,90}"
    r"(?:法|规定|意见|解释|条例|细则|规则|批复|办法|通知|纪要|决定|标准)(?:[（(][^（）()]{1,20}[）)])?》"
    r"(?:[（(][^（）()]{1,30}[）)])?(?:第[^，。]{1,40}|[、《][^，。]{1,90}》)?"
)
CAPTION = re.compile(
    r"\A(?:图为|图[一二三四五六七八九十\d]{1,2}|整\s{0,9}改\s{0,9}[前后]|修复[前后]"
    "|检察官|检察人员|办案人员|检察干警|干警|承办人|听证员|庭审现场|听证会现场|研究案情|案件讨论|现场"
    r"|.{0,40}(?:现场|合影|座谈)$|.{0,20}\d{4}年\d{1,2}月.{0,30}[前后]，)"
)
CREDITS = re.compile(
    r"单位\s{0,9}[:：]|(?:案例)?(?:办案|承办|主办|协办|报送|选送|推荐|申报|撰写|撰稿|编写)(?:单位|机关|(?:检察)?院|检察官|人员?)\s{0,9}[:：]"
)
SUBTITLE = re.compile(r"(?:——?|――?|--|–)\s{0,9}(?=\S)")
# Who handled a case, behind its title: in brackets, behind a dash, or in a table's next cell.
CREDITED = re.compile(
    r"(?:\s{0,9}[（(]|(?<=案)(?:\s{1,9}|\s?—{1,2}\s?))(?P<who>[^（）()。]{3,60}?(?:检察院|分院|检察机关))"
    r"\s?(?:报送|选送|推荐|供稿|提供|承办|办理)?[）)]?\s{0,9}\Z"
)
COLLECTION = re.compile(
    rf"(?:案例|事例)(?:选编|汇编|选|集)?(?:[（(][^（）()]{{1,40}}[）)])?\Z|第\s?{NUMERAL}\s?[批辑期]\s?[）)]\Z"
)


def may_be_title(line: str) -> bool:
    """Whether a line may be a case's title or a line of it, by its shape alone."""
    line = line.strip()
    if not line or len(line) > 2 * SHORT or line.endswith(tuple("。；;！!？?：:，,")):
        return False
    if FULL_STOP.search(line) or NO_TITLE.search(line) or CITATION.fullmatch(line):
        return False
    if section_mark(line) or _is_credit(line):
        return False
    return len(line) <= SHORT or line.endswith("案")


def _is_credit(line: str) -> bool:
    """Whether a line says who handled or wrote up a case: 办案检察院：甲院."""
    return bool(CREDITS.match(ICONS_AROUND.sub("", line))) and not is_complete(line)


def folded(text: str) -> str:
    """A title as it is compared: letters and figures only, 检察院 for 人民检察院."""
    return "".join(char for char in text if char.isalnum()).replace("人民检察", "检察")


def without_leaders(line: str) -> str:
    """A line of a table of contents without its leaders and page number."""
    bare = line.rstrip()
    digits = len(bare) - len(bare.rstrip("0123456789"))
    stem = bare[: len(bare) - digits] if digits <= 3 else bare
    has_leaders = stem.endswith(("..", "…", "··", "．．", "  "))
    return stem.rstrip(".…·． ") if has_leaders else bare


def is_complete(title: str) -> bool:
    """Whether a title has come to its end, as 某某案 and 某某案（某院办理） have."""
    title = CREDITED.sub("", title)
    return title.rstrip("”』」）) ").endswith("案") and not title.endswith("办案")
