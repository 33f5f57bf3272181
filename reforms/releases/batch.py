"""The facts of the batch: title, issuers, topic, number of cases, source."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from ..divisions import read_bodies
from ..text.dates import HAN, NUMERAL, number, read_date
from .furniture import SHORT
from .paragraphs import FULL_STOP, _sentences
from .release import MOST, Found

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
    same = [t for t in titles if t.before and t.weight >= 0 and _batch_key(t) == _batch_key(best)]
    if same and not best.before:  # a heading: who released it, and when, stands in a sentence
        same.sort(key=lambda title: -title.weight)
        best = best._replace(sentence=same[0].sentence, before=same[0].before)
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
