"""The pasted text of a release → the facts of its batch and its cases, and what was not clear.

Pure text: knows how such releases are written and how bodies are called, nothing of the catalogue.
Every guess carries the passage behind it; what the text does not say stays empty.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice, pairwise
from typing import Any, NamedTuple

from .divisions import Body, Mention, find_bodies, read_bodies

MOST = 500  # cases, or mentions of titles; more is no release

# Words of the issuer's headings → slug of the theme.
THEMES = {
    "政治责任": "political",
    "办案责任": "case-handling",
    "监管责任": "supervisory",
    "监督管理责任": "supervisory",
    "层级责任": "hierarchical",
}


@dataclass(frozen=True)
class Question:
    """Something that an editor should decide or know; `about` names the field."""

    about: str
    text: str


@dataclass(frozen=True)
class ReadCase:
    """One case as the text has it."""

    bodies: tuple[Body, ...] = ()
    title: str = ""  # empty where the release gives none
    official_no: str = ""  # as printed: 案例一
    theme: str = ""  # slug
    theme_name: str = ""  # the heading as printed, also where it is none of our themes
    themes_by: str = ""  # "issuer" where there is a theme
    body: str = ""  # the full text, where the release gives one
    keywords: tuple[str, ...] = ()
    passages: Mapping[str, str] = field(default_factory=dict)  # field → the words behind it
    questions: tuple[Question, ...] = ()

    def asking(self, about: str, text: str) -> "ReadCase":
        return replace(self, questions=(*self.questions, Question(about, text)))

    def showing(self, **passages: str) -> "ReadCase":
        return replace(self, passages={**self.passages, **passages})


@dataclass(frozen=True)
class Release:
    """One release as the text has it. Dates are ISO 8601-1, whole or cut short, or empty."""

    title: str = ""
    series: str = ""
    ordinal: int | None = None
    topic: str = ""
    issuers: tuple[str, ...] = ()
    document_number: str = ""
    issued: str = ""
    released: str = ""
    reported: str = ""
    source: str = ""
    claimed: int | None = None  # how many cases the text says there are
    introduction: str = ""  # of a full release: what stands before the first case
    cases: tuple[ReadCase, ...] = ()
    candidates: tuple[ReadCase, ...] = ()  # bodies named in passing: offered, not chosen
    passages: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()  # the gravest first
    furniture: tuple[str, ...] = ()  # the lines that were cut off


class Found(NamedTuple):
    """A fact, the words behind it, and what is to be asked about it."""

    value: Any = ""
    passage: str = ""
    question: str = ""


# ---------------------------------------------------------------- numbers and dates

HAN = "一二三四五六七八九十"
NUMERAL = rf"(?:[{HAN}两]{{1,3}}|\d{{1,3}})"
DAY = re.compile(
    r"(?P<year>\d{4})\s*[-年/.]\s*(?P<month>\d{1,2})(?:\s*[-月/.]\s*(?P<day>\d{1,2})|月)?"
    r"(?!\d)"
)
HAN_DAY = re.compile(
    rf"(?P<year>[〇零○{HAN}]{{4}})年(?P<month>[{HAN}]{{1,2}})月(?:(?P<day>[{HAN}]{{1,3}})日)?"
)
MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")


def number(text: str) -> int:
    """6, 六, 十二, 二十 → the number."""
    if text.isdigit():
        return int(text)
    tens, ten, units = text.replace("两", "二").rpartition("十")
    return (HAN.find(tens) + 1 or 1) * 10 * bool(ten) + HAN.find(units or "空") + 1


def read_date(text: str) -> str:
    """The date at the beginning of the text, as far as it goes: 2021-07-29, 2021-07; or empty."""
    if match := DAY.match(text):
        return _iso([int(part) for part in match.groups() if part])
    if match := HAN_DAY.match(text):
        year = re.sub("[〇零○]", "0", match["year"]).translate(str.maketrans(HAN[:9], "123456789"))
        rest = [number(part) for part in match.groups()[1:] if part]
        return _iso([int(year), *rest]) if year.isdecimal() else ""
    return ""


def _iso(parts: list[int]) -> str:
    """Empty where the calendar has no such day."""
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return ""
    return "-".join(f"{part:0{width}}" for part, width in zip(parts, (4, 2, 2), strict=False))


# ---------------------------------------------------------------- what is not the release

# What neither database nor XML can carry, and what no one sees.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)
SHORT = 60  # characters: page furniture stands in short lines, paragraphs in long ones
NOTICE = re.compile(
    r"(?:郑重|特别|免责|版权|法律)?声明[:：]|免责声明|版权(?:所有|归|声明)|转载(?:请|须|自|文章)|凡本网|©|Copyright"
    r"|(?:本网|本站|本平台|本公众号)[^案]{0,8}(?:转载|内容|文章|声明|部分)",
    re.IGNORECASE,
)
ROLE = "责任编辑|编辑|责编|审核|校对|监制|撰稿|供稿|记者|通讯员|作者|文|文字|图|图片|摄影"
WIDGETS = (
    r"还有疑问|马上发起|(?:立即|免费|在线|马上|法律|电话)咨询|律师在线",
    r"专业律师.{0,8}(?:回复|解答|咨询)",
    r"(?:发表|我要|网友|查看)?评论(?:区|$)|(?:去|请|请先)?(?:登录|注册)(?:$|后)",
    r"您?(?:当前|现在)?的?位置[:：是]|首页\s*[>›»|-]|返回(?:首页|顶部|列表|目录)",
    r"[上下]一[篇页条](?:[:：]|$)|网站地图|联系我们|关于我们|.{0,3}ICP备|.{0,6}公网安备",
    rf"(?:{ROLE})\s*[:：丨|]|原标题[:：]|(?:展开|阅读|查看)(?:全文|原文|更多)",
    r"(?:阅读|浏览|点击|访问)(?:量|次数|数)?[:：]?\s*\d",
    r"(?:点击|长按|扫码|扫一扫|识别|关注).{0,20}(?:关注|订阅|查看|二维码|公众号|微信|客户端)",
    r"(?:打开|下载).{0,12}(?:APP|客户端|附件)|(?:广告|推广|举报|投诉|END)$",
    r"分享(?:到|至|给|本文|$)|微信(?:扫|公众|$)|【?字[号体]|【?打印(?:本页|本文|】|$)",
    r"(?:收藏|点赞|在看|微博)$|[-—=_*]{3,}$",
)
WIDGET = re.compile(rf"[▲△▼▽●◆■\s]*(?:{'|'.join(WIDGETS)})", re.IGNORECASE)
SHARING = re.compile(
    r"(?:分享|收藏|点赞|在看|转发|微信|微博|新浪|QQ空间|QQ好友|朋友圈|复制链接|[大中小]|[-+AT|/·【】\[\]\s])+"
)
PAGE = re.compile(
    r"[-—–·\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／，,]?\s*共?\s*\d{1,3}\s*页?)?[-—–·\s]*"
    r"|Page\s*\d+(?:\s*of\s*\d+)?",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"【?(?:相关(?:链接|阅读|新闻|文章|报道|推荐|内容)|延伸阅读|推荐阅读|热门(?:文章|新闻|推荐|阅读|话题)?|猜你喜欢|"
    r"更多(?:内容|新闻|文章|精彩|推荐|阅读)?|往期(?:回顾|推荐|精彩|精选)?|"
    r"精彩推荐|为[您你]推荐|最新(?:文章|资讯|发布))】?\s*[:：>》›»]*"
)
STAMP = re.compile(
    r"(?:(?:发布|发表|更新|上传|印发|成文)?(?:时间|日期)|(?:信息|新闻|稿件|文章)?来源)\s*[:：]"
    r"|\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\s|$)"
    r"|.{0,60}\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?\s*\d{1,2}[:：]\d{2}"
)
CASE_LINE = re.compile(rf"[【\[（(]?\s*(?:典\s*型\s*)?案\s*例\s*[（(]?{NUMERAL}|目\s*录")


def _cut(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines of the release, and the lines of the page around it."""
    kept, cut, among_links = [], [], False
    for line in lines:
        bare = line.strip()
        if len(bare) > SHORT or "。" in bare or CASE_LINE.match(bare):
            among_links = False
        elif RELATED.fullmatch(bare):
            among_links = True
        is_furniture = bare and (among_links or _is_furniture(bare))
        (cut if is_furniture else kept).append(line)
    return kept, [line.strip() for line in cut]


def _is_furniture(line: str) -> bool:
    if NOTICE.match(line) or PAGE.fullmatch(line):
        return True
    if len(line) > SHORT or line.endswith(("。", "；")) or STAMP.match(line) or "案例" in line:
        return False
    return bool(WIDGET.match(line) or SHARING.fullmatch(line))


# ---------------------------------------------------------------- lines → paragraphs

SECTION_NAMES = (
    "改革背景|工作背景|案例背景|背景|基本案情|基本情况|案情摘要|主要做法|具体做法|经验做法|工作举措|改革举措|"
    "主要举措|检察履职|履职过程|工作成效|改革成效|取得成效|主要成效|实践成效|典型意义|指导意义|经验启示|启示|要旨"
)
SECTION = re.compile(
    rf"[【\[（(]?(?:[{HAN}]{{1,2}}|\d{{1,2}})?[）)、.．]?\s*[【\[]?(?:{SECTION_NAMES})[】\]]?\s*(?:[:：]|$)"
)
KEYWORDS = re.compile(r"[【\[]?\s*关\s*键\s*词\s*[】\]]?\s*[:：]?\s*(.*)")
OPENING = re.compile(
    rf"\s*(?:[【\[（(]|案\s*例\s*{NUMERAL}|第?[{HAN}]{{1,3}}(?:、|是|，|,)|\d{{1,2}}[.．、]|"
    rf"(?:{SECTION_NAMES}|关键词))|\s\s"
)
LEADERS = re.compile(r"(?:[.…·．]{2,}|\s{2,})\s*\d{0,3}\s*$")  # of a table of contents
ENDS = tuple("。！？：；!?:;”》）")


def _width(line: str) -> float:
    return sum(1 if char > "\u2e7f" else 0.5 for char in line.rstrip())


def _paragraphs(lines: list[str]) -> list[str]:
    """Lines that a PDF broke are joined again; in a page's text every line is a paragraph."""
    lines = [line for line in lines if line.strip()]
    widths = [width for width in map(_width, lines) if width >= 12]
    full = max(widths, default=0)
    broken = sum(_runs_on(line, full) for line in lines)
    # Under 20 no page is set; over SHORT it is no line but a paragraph.
    if not 20 <= full <= SHORT or broken < 3 or broken * 5 < len(widths) * 2:
        return [line.strip() for line in lines]
    paragraphs = [lines[0].strip()]
    for before, line in pairwise(lines):
        if _runs_on(before, full) and not OPENING.match(line):
            paragraphs[-1] += line.strip()
        else:
            paragraphs.append(line.strip())
    return paragraphs


def _runs_on(line: str, full: float) -> bool:
    """Whether a line goes to the margin without an end, and is none of the contents'."""
    return _width(line) >= full - 3 and not line.endswith(ENDS) and not LEADERS.search(line)


def _once(paragraphs: list[str]) -> tuple[list[str], list[str]]:
    """The article without its second copy, and what only that copy has."""
    first: dict[str, int] = {}
    repeats = [n for n, text in enumerate(paragraphs) if first.setdefault(text, n) != n]
    start = next((n for n in repeats if len(paragraphs[n]) >= 30), 0)
    while start and first[paragraphs[start - 1]] < start - 1:
        start -= 1
    copy = [text for text in paragraphs[start:] if len(text) >= 30]
    if not start or sum(first[text] < start for text in copy) * 2 < len(copy):
        return paragraphs, []
    return paragraphs[:start], [text for text in paragraphs[start:] if first[text] >= start]


# Some pages print the half-width full stop between Chinese characters.
SENTENCE_END = re.compile(
    r"(?<=[。！？；\n])(?![”’」』）)])|(?<=[\u4e00-\u9fff]\.)(?=[\u4e00-\u9fff])"
)
FULL_STOP = re.compile(r"。|[\u4e00-\u9fff]\.(?:[\u4e00-\u9fff]|$)")


def _sentences(text: str) -> list[str]:
    return [part for part in SENTENCE_END.split(text) if part]


# ---------------------------------------------------------------- facts of the batch

QUOTED = '[“"「‘]([^”"」’\n]{2,40})[”"」’]'
AS_TOPIC = f"以{QUOTED}为(?:主题|专题|题)"
ISSUE = "印发|发布|公布|编发|推出|下发"
UNIT = "(?:件|起|例|个|则|篇)"
BATCH = rf"(?:第{NUMERAL}[批辑期]|首批)"
NAME = (
    r"[^，,。.；;：:！？、“”\"《》\n]{4,50}?案例(?:选编|汇编|集)?"
    rf"(?:[（(]{BATCH}[）)])?"
)
IN_MARKS = re.compile(
    rf"(?P<verb>{ISSUE})?[^《》。\n]{{0,12}}《(?P<name>[^《》\n]{{2,80}}?案例[^《》\n]{{0,20}})》"
)
OBJECT = re.compile(rf"(?P<verb>{ISSUE})(?!时间|日期|会|的|机关|厅)了?(?P<name>{NAME})(?!的|指导)")
HEADING = re.compile(rf"(?:附件?\d?[:：]?)?(?P<name>{NAME})")
EARLIER = re.compile(f"此前|曾|继(?!续)|去年|上一批|先前|之前|先后|前{NUMERAL}批")
COUNTED = re.compile(
    rf"^{AS_TOPIC}的|^一批|^共?{NUMERAL}{UNIT}(?=..)|(?<=[批辑期])共?{NUMERAL}{UNIT}"
)
TOPIC = re.compile(rf"{AS_TOPIC}|主题(?:为|是|[:：])\s*{QUOTED}")
DOCUMENT = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[［【(（]\d{4}[〕\]］】)）]第?\d{1,4}号")
SOURCE = re.compile(r"来源\s*[:：]\s*([^\s:：|｜<>]{2,30})")
CLAIMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"案例[，,（(]?(?:共|总|合)?(?:计|有|收录|包括)?(?P<n>{NUMERAL}){UNIT}(?!方面|部分)",
        rf"(?:共|共有|共计|{ISSUE}|收录|编选|选编|批)了?(?P<n>{NUMERAL}){UNIT}[^。；，,]{{0,30}}?案例",
        rf"(?<![每其中有第的{HAN}\d])(?P<n>{NUMERAL}){UNIT}[^。；，,的]{{0,16}}?案例",
        r"(?P<n>十|10)大[^。；，,的]{0,16}?案例",
    )
)
ORGAN = re.compile(
    "最高检|最高法|高检院|最高人民(?:检察院|法院)"
    "|(?:国家|全国|中国|中央|共青团).{1,12}(?:部|委|局|署|会|院|联|办|中央)"
    "|[^召举开]{1,12}(?:部|委|委员会|局|厅|署|办|法院|检察院|工会|联合会|工商联)"
)
SHORT_ORGANS = {"最高检": "最高人民检察院", "高检院": "最高人民检察院", "最高法": "最高人民法院"}


class Title(NamedTuple):
    """Something that may be the batch's title, and how likely."""

    name: str
    weight: int
    sentence: str = ""
    before: str = ""  # what stands before the verb, in the sentence


def _titles(paragraphs: list[str]) -> Iterator[Title]:
    for paragraph in (paragraph for paragraph in paragraphs if "案例" in paragraph):
        is_line = len(paragraph) <= SHORT and not FULL_STOP.search(paragraph)
        if is_line and (line := HEADING.fullmatch(paragraph)) and not OBJECT.search(paragraph):
            yield Title(COUNTED.sub("", line["name"]), 3, paragraph)
        for sentence in _sentences(paragraph):
            for match in IN_MARKS.finditer(sentence):
                yield _weighed(match, sentence, 3 if match["verb"] else 1)
            for match in OBJECT.finditer(sentence):
                # A line without a full stop that says who released what is a news headline.
                yield _weighed(match, sentence, 0 if is_line else 2)


def _weighed(match: re.Match[str], sentence: str, weight: int) -> Title:
    before = sentence[max(0, match.start() - 300) : match.start()]
    clause = re.split("[，,]", before + match[0])[-1]
    name = COUNTED.sub("", match["name"].strip())
    around = sentence if len(sentence) <= 1000 else before + match[0]
    return Title(name, weight - 4 * bool(EARLIER.search(clause)), around, before)


def _title(paragraphs: list[str]) -> tuple[Title, str]:
    """The likeliest title, and what to ask about it."""
    titles = list(islice(_titles(paragraphs), MOST))
    if not titles:
        return Title("", 0), "没有认出批次名称，请填写"
    best = max(titles, key=lambda title: title.weight)  # the first of equals
    equals = dict.fromkeys(title.name for title in titles if title.weight == best.weight)
    told = [t for t in titles if t.before and t.weight >= 0 and _batch_key(t) == _batch_key(best)]
    if told and not best.before:  # a heading: who released it, and when, stands in a sentence
        told.sort(key=lambda title: -title.weight)
        best = best._replace(sentence=told[0].sentence, before=told[0].before)
    if best.weight < 1:
        return best, "批次名称取自标题或旁及之处，正文没有写明，请核对"
    others = "、".join(f"“{name}”" for name in equals if name != best.name)
    return best, f"批次名称还可能是{others}，请核对" if others else ""


def _batch_key(title: Title) -> tuple[int | None, str]:
    return _ordinal(title.name), _series(title.name)[-8:]


def _ordinal(title: str) -> int | None:
    match = re.search(BATCH, title)
    return match and (1 if match[0] == "首批" else number(match[0][1:-1]))


def _series(title: str) -> str:
    """The title without its 第二批; empty where it has none."""
    series = re.sub(rf"[（(]?{BATCH}[）)]?", "", title)
    return series if series != title else ""


def _organs(clause: str) -> tuple[str, ...]:
    """The organs of which a clause consists; none if it says anything else."""
    clause = re.sub(
        rf"{AS_TOPIC}|近日|日前|近期|今[天日]|正式|对外|集中|关于|于?\d+[年月日]", "", clause
    )
    clause = re.split("召开|举行|举办", clause)[0]
    parts = [part for part in re.split("、|会同|联合|共同|[和与及]", clause.strip("《 ")) if part]
    if not all(ORGAN.fullmatch(part) for part in parts):
        return ()
    names = [SHORT_ORGANS.get(part, part) for part in parts]
    return tuple(read_bodies(name)[0].standard_name or name for name in names)


def _issuers(title: Title, paragraphs: list[str]) -> Found:
    """Who stands before 发布 where the batch is named; else in the headline; else who signed."""
    for clause in reversed(re.split("[，,：:\\s]", title.before)):
        if organs := _organs(clause):
            return Found(organs, title.sentence)
    for line in (line for line in paragraphs if len(line) <= 2 * SHORT):
        match = re.match(f"(.{{2,30}}?)(?:关于)?(?:{ISSUE})", line)
        if match and (organs := _organs(match[1])):
            return Found(organs, line)
    for line, _ in _signatures(paragraphs):
        return Found(_organs(line), line)
    return Found((), "", "没有认出发布机关，请填写")


def _signatures(paragraphs: list[str]) -> Iterator[tuple[str, str]]:
    """A line with an organ's name, and the line under it with nothing but a date."""
    for line, below in pairwise(paragraphs):
        if len(line) <= 30 and len(below) <= 16 and read_date(below) and _organs(line):
            yield line, below


def _claimed(paragraphs: list[str]) -> Found:
    sentences = [s for paragraph in paragraphs for s in _sentences(paragraph) if "案例" in s]
    for pattern in CLAIMS:
        for sentence in sentences:
            if (match := pattern.search(sentence)) and not EARLIER.search(sentence[: match.end()]):
                return Found(number(match["n"]), sentence)
    return Found(None)


def _topic(title: Title, paragraphs: list[str]) -> Found:
    for sentence in [title.sentence, *paragraphs]:
        if match := TOPIC.search(sentence):
            return Found(match[1] or match[2], match[0])
    return Found()


def _document_number(paragraphs: list[str]) -> Found:
    return next((Found(line, line) for line in paragraphs if DOCUMENT.fullmatch(line)), Found())


def _source(stamps: list[str]) -> Found:
    return next(
        (Found(match[1], line) for line in stamps if (match := SOURCE.search(line))), Found()
    )


# ---------------------------------------------------------------- its three dates


def _reported(stamps: list[str]) -> Found:
    for line in stamps:
        days = [read_date(line[match.start() :]) for match in DAY.finditer(line)]
        if days and not re.match("印发|成文", line):
            wrong = "" if days[0] else f"“{line}”里没有可用的日期，请核对"
            return Found(days[0], line if days[0] else "", wrong)
    return Found("", "", "没有找到报道日期，留空")


def _issued(paragraphs: list[str], stamps: list[str]) -> Found:
    for line in stamps:
        if match := re.match(r"(?:印发|成文)(?:时间|日期)\s*[:：]\s*", line):
            return Found(read_date(line[match.end() :]), line)
    for line, below in _signatures(paragraphs):
        return Found(read_date(below), f"{line} {below}")
    for sentence in (s for paragraph in paragraphs for s in _sentences(paragraph)):
        match = re.search(r"(\d{4}年\d{1,2}月(?:\d{1,2}日)?)印发", sentence)
        if match and not EARLIER.search(sentence):
            return Found(read_date(match[1]), sentence)
    return Found()


def _released(title: Title, reported: str) -> Found:
    """The day with which a clause begins before 发布, where the batch is named: 近日 is none."""
    clauses = [clause.strip() for clause in re.split("[，,]", title.before)]
    for clause in (clause for clause in clauses if not EARLIER.search(clause)):
        if day := read_date(clause) or read_date(clause.rpartition("于")[2]):
            return Found(day, title.sentence)
        if match := MONTH_DAY.match(clause):
            return _with_year(match, reported, title.sentence)
    vague = re.search(r"近日|日前|近期|今[天日]|昨[天日]|(?<!月)\d{1,2}日", title.before)
    said = f"正文只写“{vague[0]}”，没有写明" if vague else "没有找到"
    return Found("", "", f"{said}发布日期，留空")


def _with_year(match: re.Match[str], reported: str, sentence: str) -> Found:
    """7月29日 lies in the year of the report, or in the one before if it would lie ahead."""
    if not reported:
        return Found("", "", f"正文只写“{match[0]}”，没有写明年份，发布日期留空")
    month_day = [int(part) for part in match.groups()]
    day = _iso([int(reported[:4]), *month_day])
    if len(reported) == 10 and day > reported:
        day = _iso([int(reported[:4]) - 1, *month_day])
    return Found(day, sentence, f"正文只写“{match[0]}”，年份按报道日期补为{day[:4]}年，请核对")


# ---------------------------------------------------------------- sections of a news article

MARK = re.compile(
    rf"(?P<is>[{HAN}]{{1,2}}是)|第[{HAN}](?:部分\s*|[，,、])|其[{HAN}][，,、]?|——|[（(][{HAN}\d]{{1,2}}[）)]"
    rf"|[{HAN}]{{1,2}}、|\d{{1,2}}[.．、]|[●■◆▲•]|(?P<aspect>在|围绕)|首先[，,]|其次[，,]"
)
CLAUSE = re.compile(r"[^，,。.：:；;\n]{2,40}")
CLOSING = re.compile(
    r"下一步|接下来|今后|据悉|据了解|.{0,30}(?:负责人|发言人)[^，,。]{0,8}(?:表示|指出|介绍|强调|要求|说)"
)


@dataclass(frozen=True)
class Section:
    """What stands under one heading of a news article; before and after all, the heading is ""."""

    heading: str
    sentences: tuple[str, ...] = ()


def _theme(text: str) -> str:
    """The slug of the one theme whose words stand in the text; empty for none or several."""
    slugs = {slug for words, slug in THEMES.items() if words in text}
    return slugs.pop() if len(slugs) == 1 else ""


def _theme_heading(unit: str, untold: bool = False) -> str:
    """The words of the heading that opens the unit; `untold`: also one that names no theme."""
    mark = MARK.match(unit)
    clause = CLAUSE.match(unit, mark.end() if mark else 0)
    if not clause:
        return ""
    themed = any(words in clause[0] for words in THEMES)
    if mark and mark["aspect"]:
        return clause[0].removesuffix("方面") if themed and "方面" in clause[0] else ""
    if (themed and (mark or _stands_alone(unit))) or (untold and mark and mark["is"]):
        return clause[0]
    return ""


def _stands_alone(unit: str) -> bool:
    return len(unit) <= 20 and not unit.endswith("。") and not any(find_bodies(unit))


def _sections(paragraphs: list[str]) -> list[Section]:
    """By paragraphs that open with a heading; if there are none such, by sentences."""
    units, untold = paragraphs, sum(bool(re.match(f"[{HAN}]是", p)) for p in paragraphs) > 1
    if sum(bool(_theme_heading(unit, untold)) for unit in units) < 2:
        units, untold = [s for p in paragraphs for s in _sentences(p)], False
    parts: list[tuple[str, list[str]]] = [("", [])]
    for unit in units:
        if heading := _theme_heading(unit, untold):
            parts.append((heading, []))
            unit = re.sub(r"^(?:方面)?[，,。.：:；;\s]", "", unit.split(heading, 1)[1])
        elif CLOSING.match(unit):
            parts.append(("", []))
        parts[-1][1].extend(_sentences(unit))
    return [Section(heading, tuple(sentences)) for heading, sentences in parts]


# ---------------------------------------------------------------- cases in a news article

JOINTLY = re.compile(r"\s*(?:会同|联合|携手|协同)\s*")
TOGETHER = re.compile(r"\s*(?:会同|联合|携手|协同|、|和|与|及|以及)\s*")
RELATIVE = re.compile(r"[我本]?[省市区县州盟旗](?:人民检察院|检察院|院|检察机关)(?=[^、])|我[省市]")
SUCH_AS = re.compile("(?:如|像|譬如)[，,:：]?$")
IN_QUOTES = re.compile(
    r"\s*(?:《([^《》\n]{4,80})》|[“\"](?=[^”\"\n]{3,79}(?:案[”\"]|[”\"]案))([^”\"\n]{4,80})[”\"])"
)
LEADING = re.compile(
    r"(?:其中|此外|同时|另外|近年来|近期|(?:\d{4}|今|去)年(?:以来)?|\d{4}年\d{1,2}月(?:以来)?)[，,]"
)


def _named(sentence: str) -> list[Mention]:
    """The bodies that a sentence names, without the Supreme People's Procuratorate."""
    return [m for m in find_bodies(sentence) if m.bodies[0].level != "supreme"]


def _groups(sentence: str) -> list[list[Mention]]:
    """The bodies that a sentence names, those joined as in 甲院会同乙院 together."""
    groups: list[list[Mention]] = []
    for mention in _named(sentence):
        if groups and TOGETHER.fullmatch(sentence, groups[-1][-1].end, mention.start):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _bodies(text: str, group: list[Mention]) -> tuple[Body, ...]:
    """Read together, so that the one before tells where the next one is."""
    if len(group) == 1:
        return group[0].bodies
    return read_bodies(text[group[0].start : group[-1].end])


def _names(bodies: Iterable[Body]) -> tuple[str, ...]:
    return tuple(body.standard_name or body.name for body in bodies)


def _is_subject(sentence: str, mention: Mention) -> bool:
    before = sentence[: mention.start].rstrip()
    passing = mention.illustrates or SUCH_AS.search(before)
    return not passing and (not before or before.endswith(tuple("，,：:")))


def _case(sentence: str, group: list[Mention], section: Section) -> ReadCase:
    """The case that a sentence tells of its first body and those joined to it."""
    start, end = group[0].start, group[-1].end
    case = ReadCase(_bodies(sentence, group)).showing(bodies=sentence[start:end], text=sentence)
    if match := IN_QUOTES.match(sentence, end):
        case = replace(case, title=match[1] or match[2]).showing(title=match[0].strip())
    gaps = [sentence[one.end : other.start] for one, other in pairwise(group)]
    if not all(JOINTLY.fullmatch(gap) for gap in gaps):
        case = case.asking("bodies", "几个单位并列，按共同的一件理解，请核对是否应分为几件")
    return _under(case, section.heading) if section.heading else case


def _under(case: ReadCase, heading: str) -> ReadCase:
    """The case with the theme under whose heading it stands."""
    slug = _theme(heading)
    case = replace(case, theme=slug, theme_name=heading, themes_by="issuer" if slug else "")
    case = case.showing(theme=heading)
    question = f"“{heading}”对不上已有的责任主题，主题留空，请选择"
    return case if slug else case.asking("theme", question)


def _section_cases(section: Section, near: Body | None) -> tuple[list[ReadCase], list[ReadCase]]:
    """The cases of a section, and the bodies that it names in passing; `near` was named before."""
    cases: list[tuple[ReadCase, list[str]]] = []
    passing: list[ReadCase] = []
    known: set[str] = set()
    for sentence in section.sentences:
        told, others = _told(sentence, section)
        new = [case for case in told if not known.issuperset(_names(case.bodies))]
        if cases and not new:
            cases[-1][1].append(sentence)
        cases += [(_placed(case, sentence), [sentence]) for case in new]
        known.update(name for case in new for name in _names(case.bodies))
        near = new[-1].bodies[-1] if new else near
        passing += others + _vague(sentence, near)
    return [case.showing(text="".join(text)) for case, text in cases], passing


def _vague(sentence: str, near: Body | None) -> list[ReadCase]:
    """市院, 我省 at the head of a sentence: offered as what they mean after the body before."""
    match = RELATIVE.match(sentence)
    if not match:
        return []
    return [ReadCase(read_bodies(match[0], near)).showing(bodies=match[0], text=sentence)]


def _told(sentence: str, section: Section) -> tuple[list[ReadCase], list[ReadCase]]:
    """Of the bodies that a sentence names: those whose case it tells, and the others."""
    told: list[ReadCase] = []
    others: list[ReadCase] = []
    for n, group in enumerate(_groups(sentence)):
        case = _case(sentence, group, section)
        is_subject = n == 0 and section.heading and _is_subject(sentence, group[0])
        (told if case.title or is_subject else others).append(case)
    return told, others


def _placed(case: ReadCase, sentence: str) -> ReadCase:
    before = sentence[: sentence.index(case.passages["bodies"])].strip()
    if case.title or not LEADING.sub("", before):
        return case
    return case.asking("bodies", "单位不在句首，请核对它是不是案例单位")


def _news_cases(paragraphs: list[str]) -> tuple[list[ReadCase], list[ReadCase]]:
    """The cases that a news article groups under themes, and bodies that it names besides."""
    cases: dict[tuple, ReadCase] = {}
    passing: list[ReadCase] = []
    near = None
    for section in _sections(paragraphs):
        ours, others = _section_cases(section, near)
        near = ours[-1].bodies[-1] if ours else near
        for case in ours:
            cases.setdefault((*_names(case.bodies), section.heading), case)
        passing += others
    return _twice(list(cases.values())), passing


def _twice(cases: list[ReadCase]) -> list[ReadCase]:
    """A body under two themes may have two cases, or one: that is asked."""
    names = [_names(case.bodies) for case in cases]
    times = Counter(names)
    question = "同一单位在几个主题下出现，按几件收录，请核对是否同一件"
    return [
        case.asking("theme", question) if times[name] > 1 else case
        for case, name in zip(cases, names, strict=True)
    ]


def _candidates(passing: list[ReadCase], known: Iterable[str]) -> tuple[ReadCase, ...]:
    """One candidate a body, without those that have a case or issued the batch."""
    seen, candidates = set(known), []
    for case in passing:
        for body in case.bodies:
            name = body.standard_name or body.name
            if name not in seen:
                candidates.append(replace(case, bodies=(body,), title="", questions=()))
            seen.add(name)
    return tuple(candidates)


# ---------------------------------------------------------------- numbered cases

STYLES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[【\[（(]?\s*(?:典\s*型\s*)?案\s*例\s*[（(]?(?P<n>{NUMERAL})(?![\d般些致定样直旦])"
        r"\s*[】\]）)]?\s*[:：、.．]?\s*",
        rf"(?P<n>[{HAN}]{{1,3}})、\s*",
        rf"[（(](?P<n>{NUMERAL})[）)]\s*",
        r"(?P<n>\d{1,2})(?:[.．、](?!\d)|\s+(?=[\u4e00-\u9fff]))\s*",
    )
)


CREDIT = re.compile(r"(?:[报选]送|承办|推荐|办案|申报|实施|责任)(?:单位|机关)\s*[:：]\s*")


class Entry(NamedTuple):
    """A numbered heading of a case, and the paragraphs up to the next."""

    start: int
    number: int
    marker: str
    title: str
    lines: list[str]
    above: str  # the paragraph before the heading


def _entries(paragraphs: list[str], style: re.Pattern[str]) -> list[Entry]:
    heads = []
    for n, paragraph in enumerate(paragraphs):
        match = style.match(paragraph)
        title = LEADERS.sub("", paragraph[match.end() :]).strip() if match else ""
        if match and len(title) <= 90 and "。" not in title and not _is_inner(title):
            heads.append((n, number(match["n"]), match[0].strip(" ：:、.．【】[]"), title))
    return _cut_at(paragraphs, heads)


def _cut_at(paragraphs: list[str], heads: list[tuple[int, int, str, str]]) -> list[Entry]:
    """The entries that begin at these lines; each ends before the next and its theme's heading."""
    ends = [n - _groups_cases(paragraphs[n - 1]) for n, *_ in heads[1 : MOST + 1]]
    return [
        Entry(*head, paragraphs[head[0] + 1 : end], paragraphs[head[0] - 1] if head[0] else "")
        for head, end in zip(heads[:MOST], [*ends, len(paragraphs)], strict=False)
    ]


def _groups_cases(line: str) -> bool:
    """Whether the line before a case is the heading of a theme."""
    heading = _theme_heading(line) if len(line) <= 30 else ""
    return bool(heading) and line.rstrip("。：: ").endswith(heading)


def _is_inner(title: str) -> bool:
    """A heading inside a case, or one that groups cases."""
    themed = any(words in title for words in THEMES) and len(title) <= 20
    return bool(SECTION.match(title) or KEYWORDS.fullmatch(title) or (themed and not _named(title)))


def _numbered(paragraphs: list[str], claimed: int | None) -> list[Entry]:
    """The entries of the style of numbering that counts cases; none if no style does."""
    for style in STYLES:
        entries = _entries(paragraphs, style)
        titles = {_folded(entry.title) or str(entry.number) for entry in entries}
        true = sum(_is_case(entry) for entry in entries)
        if entries and style is STYLES[0]:
            return entries
        if true * 2 > len(entries) and (len(titles) > 1 or claimed == 1):
            return entries
    return []


def _unnumbered(paragraphs: list[str]) -> list[Entry]:
    """Cases without numbers: what stands above the section name with which each of them begins."""
    names = [_folded(line) if SECTION.match(line) else "" for line in paragraphs]
    opening = next(filter(None, names), "")
    tops = [_top(paragraphs, n) for n, name in enumerate(names) if name and name == opening]
    heads = [(n, count, "", paragraphs[n]) for count, n in enumerate(tops, 1) if n >= 0]
    return _cut_at(paragraphs, heads) if len(heads) > 1 else []


def _top(paragraphs: list[str], n: int) -> int:
    """The first of the short lines above line n that are a case's heading; -1 without any."""
    top = n
    while top and n - top < 4 and len(line := paragraphs[top - 1]) <= SHORT:
        if FULL_STOP.search(line) or SECTION.match(line) or HEADING.fullmatch(line):
            break
        top -= 1
    return top if top < n else -1


def _is_case(entry: Entry) -> bool:
    mentions = _named(entry.title)
    return bool(mentions and mentions[0].start == 0) or any(map(SECTION.match, entry.lines))


def _folded(title: str) -> str:
    return "".join(char for char in title if char.isalnum()).replace("人民检察", "检察")


def _head(entry: Entry) -> tuple[list[str], list[str]]:
    """The lines of the heading, the numbered one and those under it; and the lines of the text."""
    lines = [LEADERS.sub("", line) for line in entry.lines[:4]]
    count = next((n for n, line in enumerate(lines) if _is_text(line)), len(lines))
    if not any(SECTION.match(line) or KEYWORDS.match(line) for line in lines[count : count + 1]):
        # No section name ends the heading: bodies, and a title if there is none yet.
        titles = [n for n, line in enumerate(lines[:count]) if not _is_body(line)]
        count = next(iter(titles[bool(not entry.title) :]), count)
    return [line for line in (entry.title, *lines[:count]) if line], entry.lines[count:]


def _is_text(line: str) -> bool:
    is_name = SECTION.match(line) or KEYWORDS.match(line) or _is_inner(line)
    return bool(is_name or len(line) > SHORT or FULL_STOP.search(line))


def _credits(line: str) -> tuple[Body, ...]:
    return read_bodies(CREDIT.sub("", line).strip("（()） "))


def _is_body(line: str) -> bool:
    """Whether a line names bodies and nothing else."""
    if not line.rstrip("）)").endswith(("院", "机关", "局", "厅", "部", "委员会")):
        return False
    bodies = _credits(line)
    alone = len(line) <= 16 and not re.search("[“”—：，]", line)
    known = [body.level or body.province or body.kind in ("military", "other") for body in bodies]
    return (all(known) or alone) and any(body.kind not in ("", "other") for body in bodies)


def _entitled(lines: list[str]) -> ReadCase:
    """Bodies and title from the lines of a heading."""
    named = [line for line in lines if _is_body(line)]
    title = " ".join(line for line in lines if line not in named)
    case = ReadCase(title=title).showing(title=" ".join(lines))
    if named:
        bodies = tuple(body for line in named for body in _credits(line))
        return replace(case, bodies=bodies).showing(bodies=" ".join(named))
    return _from_title(case)


def _from_title(case: ReadCase) -> ReadCase:
    """The body at the beginning or end of the title; set off by a mark, it is no part of it."""
    title, groups = case.title, _groups(case.title)
    if not groups:
        vague = RELATIVE.match(title)
        return replace(case, bodies=read_bodies(vague[0])) if vague else case
    start, end = groups[0][0].start, groups[0][-1].end
    case = replace(case, bodies=_bodies(title, groups[0])).showing(bodies=title[start:end])
    if start == 0:
        mark = re.match(r"\s*[:：—|｜-]+\s*|\s+", title[end:])
        return replace(case, title=title[end + mark.end() :]) if mark else case
    if end + 1 >= len(title) and (mark := re.search(r"\s*(?:——|[（(—:：])\s*$", title[:start])):
        return replace(case, title=title[: mark.start()])
    return case.asking("bodies", "单位写在标题中间，请核对")


def _read_entry(entry: Entry) -> ReadCase:
    head, lines = _head(entry)
    case = replace(_entitled(head), official_no=entry.marker)
    keywords, lines = _keywords(lines)
    case = replace(case, keywords=keywords, body="\n".join(lines))
    if not case.bodies and lines:
        case = _credited(case, lines)
    if _groups_cases(entry.above):
        case = _under(case, _theme_heading(entry.above))
    return case


def _keywords(lines: list[str]) -> tuple[tuple[str, ...], list[str]]:
    for n, line in enumerate(lines[:6]):
        match = KEYWORDS.fullmatch(line)
        if match and len(line) <= 2 * SHORT:
            after = 1 if match[1] else 2
            words = match[1] or "".join(lines[n + 1 : n + 2])
            split = tuple(word for word in re.split(r"[\s、，,；;/|]+", words.strip("。")) if word)
            return split, lines[:n] + lines[n + after :]
    return (), lines


def _credited(case: ReadCase, lines: list[str]) -> ReadCase:
    """A body from the text, for a heading without: a line that says so, else the first named."""
    for line in lines:
        if CREDIT.match(line):
            return replace(case, bodies=_credits(line)).showing(bodies=line)
    for sentence in (sentence for line in lines for sentence in _sentences(line)):
        if groups := _groups(sentence):
            case = replace(case, bodies=_bodies(sentence, groups[0])).showing(bodies=sentence)
            return case.asking("bodies", "标题没有写单位，取正文最先出现的，请核对")
    return case


def _numbered_cases(entries: list[Entry]) -> list[ReadCase]:
    """Contents and bodies merged by title, each case once, in the order of the bodies."""
    cases: list[ReadCase] = []
    heading, last = "", 0
    for entry in _without_contents_text(entries):
        case = _read_entry(entry)
        heading = case.theme_name or (heading if entry.number > last else "")
        last = entry.number
        case = _under(case, heading) if heading and not case.theme_name else case
        twin = next((n for n, known in enumerate(cases) if _same(known, case)), None)
        if twin is None:
            cases.append(case)
        else:
            cases[twin] = _merge(cases[twin], case)
    return _without_text(cases)


def _without_text(cases: list[ReadCase]) -> list[ReadCase]:
    """The cases, those asked about that have no text while others have one."""
    some = any(case.body for case in cases)
    asked = "只在目录里有，正文里没有找到，请核对"
    return [case.asking("body", asked) if some and not case.body else case for case in cases]


def _without_contents_text(entries: list[Entry]) -> list[Entry]:
    """What follows the contents, before the numbers begin again, is no case's text."""
    again = next((n for n, (a, b) in enumerate(pairwise(entries)) if b.number <= a.number), None)
    head = [line for entry in entries[: (again or 0) + 1] for line in entry.lines]
    if again is None or any(map(SECTION.match, head)):
        return entries
    last = entries[again]
    lines = [line for line in last.lines[:2] if len(line) <= SHORT and not last.title]
    return [*entries[:again], last._replace(lines=lines), *entries[again + 1 :]]


def _bare(case: ReadCase) -> str:
    return _folded(case.title).rstrip("0123456789")


def _same(one: ReadCase, other: ReadCase) -> bool:
    """By title; a line of the contents and a text also by number."""
    short, long = sorted((_bare(one), _bare(other)), key=len)
    if short and (short == long or (len(short) >= 8 and long.endswith(short))):
        return True
    return one.official_no == other.official_no and not (one.body and other.body)


def _merge(contents: ReadCase, full: ReadCase) -> ReadCase:
    """The case of the text, with what only the contents say."""
    theme = full if full.theme_name else contents
    full, contents = (full, contents) if full.body or not contents.body else (contents, full)
    case = replace(
        full,
        title=full.title or contents.title,
        bodies=full.bodies or contents.bodies,
        theme=theme.theme,
        theme_name=theme.theme_name,
        themes_by=theme.themes_by,
        passages={**contents.passages, **full.passages},
        questions=tuple(dict.fromkeys((*contents.questions, *full.questions))),
    )
    short, long = sorted((_bare(contents), _bare(full)), key=len)
    if long.endswith(short):
        return case
    return case.asking("title", f"目录里的标题是“{contents.title}”，与正文不同，请核对")


# ---------------------------------------------------------------- the whole


def _cleaned(text: str) -> tuple[str, list[Question]]:
    """The text as one that can be stored, and what was done to it."""
    questions = []
    text, invisible = INVISIBLE.subn("", text)
    if invisible:
        questions.append(Question("text", f"去掉了{invisible}个看不见的控制字符"))
    if re.search("<[a-zA-Z/!][^<>\n]{0,200}>", text):
        said = "文字里有网页标记（如 <p>），按普通文字收录，请粘贴网页上看到的文字"
        questions.append(Question("text", said))
    text = re.sub("\r\n?|[\u2028\u2029]", "\n", text)
    return re.sub(r"[^\S\n]", " ", text.replace("\u3000", "  ")), questions


def _facts(front: list[str], paragraphs: list[str]) -> dict[str, Found]:
    """The batch's facts by field; `front` is what stands before the cases' own texts."""
    signed = {below for _, below in _signatures(paragraphs)}
    stamps = [line for line in paragraphs if _is_stamp(line) and line not in signed]
    title, question = _title(front)
    reported = _reported(stamps)
    return {
        "title": Found(title.name, title.sentence, question),
        "issuers": _issuers(title, paragraphs),
        "topic": _topic(title, front),
        "document_number": _document_number(paragraphs),
        "issued": _issued(paragraphs, stamps),
        "released": _released(title, reported.value),
        "reported": reported,
        "source": _source(stamps),
        "claimed": _claimed(front),
    }


def _is_stamp(line: str) -> bool:
    return bool(STAMP.match(line)) and len(line) <= 2 * SHORT and not FULL_STOP.search(line)


def _counted(claimed: int | None, cases: list[ReadCase], entries: list[Entry]) -> list[Question]:
    """Whether all cases were found, by the text's own word and by their numbers."""
    questions = []
    if not cases:
        questions.append(Question("cases", "没有认出案例：没有编号的案例，也没有按主题分段的单位"))
    if claimed is None:
        questions.append(Question("claimed", "原文没有写明共几件案例"))
    elif claimed != len(cases):
        said = f"原文说共{claimed}件，认出{len(cases)}件，请核对"
        questions.insert(0, Question("cases", said))
    if any(times > 1 for times in Counter(c.official_no for c in cases if c.official_no).values()):
        questions.append(Question("cases", "案例编号有重复，可能粘贴了不止一批，请核对"))
    numbers = {entry.number for entry in entries}
    if missing := sorted(set(range(1, max(numbers, default=0))) - numbers):
        said = f"案例编号不连续，缺第{'、'.join(map(str, missing[:20]))}件"
        questions.append(Question("cases", said))
    return questions


def _untold(cases: list[ReadCase]) -> list[Question]:
    """What the release leaves out of its cases, said once for all."""
    questions = []
    if untitled := sum(not case.title for case in cases):
        said = f"有{untitled}件原文没有给出标题"
        questions.append(Question("case.title", said))
    if unplaced := sum(not case.bodies for case in cases):
        questions.append(Question("case.bodies", f"有{unplaced}件没有认出单位，请填写"))
    if unthemed := sum(not case.theme for case in cases):
        questions.append(Question("case.theme", f"有{unthemed}件没有写明责任主题，留空"))
    return questions


def _themed(cases: list[ReadCase], news: list[ReadCase]) -> list[ReadCase]:
    """Numbered cases with the themes that a news text above them gives to their bodies."""
    headings = {name: case.theme_name for case in news for name in _names(case.bodies)}
    themed = []
    for case in cases:
        heading = next((headings[n] for n in _names(case.bodies) if n in headings), "")
        if heading and not case.theme_name:
            case = _under(case, heading).asking("theme", "主题据前面的新闻稿，请核对")
        themed.append(case)
    return themed


def _located(cases: list[ReadCase], facts: dict[str, Found]) -> list[ReadCase]:
    """The cases with doubtful names read again: by the issuer's province and the release's year."""
    near = next((b for name in facts["issuers"].value for b in read_bodies(name)), None)
    near = near if near and near.level == "provincial" else None
    days = [facts[name].value for name in ("issued", "released", "reported")]
    year = int(next(filter(None, days), "0")[:4]) or None
    return [
        replace(case, bodies=tuple(_read_again(body, near, year) for body in case.bodies))
        for case in cases
    ]


def _read_again(body: Body, near: Body | None, year: int | None) -> Body:
    if not body.choices and not (body.place and body.place.until):
        return body
    again = read_bodies(body.name, near, year)
    return next((other for other in again if other.code == body.code), again[0])


def _doubled(paragraphs: list[str], once: list[str], extra: list[str]) -> list[Question]:
    if len(paragraphs) == len(once):
        return []
    questions = [Question("text", "文章出现了不止一遍，只读第一遍")]
    if extra:
        said = "；".join(line[:30] for line in extra[:3])
        questions.append(Question("text", f"后一遍多出{len(extra)}段，没有读入：{said}"))
    return questions


def read(text: str) -> Release:
    """Read a release as pasted from a page or a PDF, page furniture and all.

    Takes the two forms in use: a news article that groups cases under themes, and a full
    release with numbered cases. Never raises; what cannot be told is empty and asked.
    """
    text, questions = _cleaned(text)
    lines, furniture = _cut(text.split("\n"))
    every = _paragraphs(lines)
    if not every:
        return Release(questions=(Question("text", "没有可读的文字"),), furniture=tuple(furniture))
    paragraphs, extra = _once(every)
    questions += _doubled(every, paragraphs, extra)
    return replace(_read(paragraphs, questions), furniture=tuple(furniture))


def _read(paragraphs: list[str], questions: list[Question]) -> Release:
    story = [line for line in paragraphs if not _is_stamp(line)]
    entries = _numbered(story, _claimed(story).value) or _unnumbered(story)
    front = story[: entries[0].start] if entries else story
    facts = _facts(front, paragraphs)
    news, passing = _news_cases(front)
    cases = _themed(_numbered_cases(entries), news) if entries else news
    cases = _located(cases, facts)
    known = {name for case in cases for name in _names(case.bodies)} | {*facts["issuers"].value}
    counted = _counted(facts["claimed"].value, cases, entries)
    asked = [Question(name, fact.question) for name, fact in facts.items() if fact.question]
    return Release(
        **{name: fact.value for name, fact in facts.items()},
        series=_series(facts["title"].value),
        ordinal=_ordinal(facts["title"].value),
        introduction=_introduction(front) if entries and not news else "",
        cases=tuple(cases),
        candidates=() if entries else _candidates(passing, known),
        passages={name: fact.passage for name, fact in facts.items() if fact.passage},
        questions=(*counted, *asked, *_untold(cases), *questions),
    )


def _introduction(front: list[str]) -> str:
    return "\n".join(line for line in front if line.endswith(("。", "：", ":")))
