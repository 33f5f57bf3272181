"""The name of the collection, as a heading, the notice or the news have it."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from ..text.dates import HAN, NUMERAL, read_date
from .notices import AS_TOPIC, COUNTED, ISSUE, LINES, QUOTED, UNIT, Notice
from .ordinals import BATCH, EARLIER, SERIES, ordinal_of
from .organs import is_organ_line
from .release import MOST
from .sentences import sentences
from .shapes import COLLECTION, FULL_STOP, SHORT_LINE, section_mark

NAME = (
    r"(?:[^，,。.；;：:！？“”\"《》\n]|“[^“”\n]{1,24}”){3,50}?案例(?:选编|汇编|集)?"
    rf"(?:[（(]{BATCH}[）)])?"
)
IN_MARKS = re.compile(
    rf"(?P<verb>{ISSUE})?[^《》。\n]{{0,12}}《(?P<name>[^《》\n]{{2,80}}?案例[^《》\n]{{0,20}})》"
)
IN_QUOTES = re.compile('[“"](?P<name>[^“”"\n]{4,50}?典型案例)[”"]')
OBJECT = re.compile(
    rf"(?P<verb>{ISSUE}|(?:选编|编选|评选)(?=了?第))(?!时间|日期|会|的|机关|厅)了?(?P<name>{NAME})(?!的|指导|发布)"
)
# What a jury or an office chose, where no verb of issuing has an object.
SELECTED = re.compile(
    rf"(?:(?:评选|遴选|选编|编选|精选|筛选|选)(?:出|了)?(?:[^。；]{{2,120}}?案[”》]?等)?共?{NUMERAL}{UNIT}(?:案例作为)?|(?:评选|遴选|推选)出)"
    rf"(?P<name>{NAME})(?!的|指导|发布)"
)
CHOSEN = re.compile(
    rf"(?:评选|评审|主办|开展)的(?P<name>{NAME})(?:名单|评选结果|评选)?(?:今[日天]|正式)?(?:揭晓|出炉|发布|公布)"
)
TOPIC = re.compile(rf"{AS_TOPIC}|主题(?:为|是|[:：])\s?{QUOTED}")
NEWS = re.compile(rf"(?:{ISSUE})(?!会)")
COUNT_LAST = re.compile(rf"[（(]共?{NUMERAL}{UNIT}[）)]\Z")
ITEM = re.compile("[一二三四五六七八九十]{1,3}、")  # 一、典型案例 is the heading of a part
SEVERAL = re.compile(rf"(?<![第{HAN}\d])(?:[数几多两二三四五六七八九十]|[2-9]|\d\d)批次?")
# What is released with a batch and stands before its name: 工作白皮书（2021年）以及四件…案例.
BESIDE = re.compile(
    rf".{{2,60}}?(?:[白蓝绿]皮书(?:[（(][^（）()]{{1,20}}[）)])?(?:以及|[和与及暨、])|(?:以及|[和与及暨、])(?={NUMERAL}{UNIT}))"
)
ALONGSIDE = re.compile(
    rf"(?:以及|[和与及、]){NUMERAL}{UNIT}[^，。；]{{2,40}}?案例"
)  # another batch
VERB_LAST = re.compile(rf"(?<!关于)(?:{ISSUE})\Z")
SENTENCE = re.compile(rf"{FULL_STOP.pattern}|[:：]\s{{0,9}}\Z")  # a headline is none
NO_NAMES = ("典型案例", "案例", "相关典型案例", "有关典型案例", "相关案例")


class Title(NamedTuple):
    """Something that may be the batch's title, and how likely."""

    name: str
    weight: int
    sentence: str = ""
    before: str = ""  # what stands before the verb, in the sentence
    verb: str = ""  # 发布, 印发 …
    line: int = -1  # number of the line where a heading begins
    others: tuple[str, ...] = ()  # the names that are as likely


def headings(lines: Sequence[str]) -> Iterator[Title]:
    """The names of collections that stand on lines of their own."""
    for n, line in enumerate(lines):
        line = line.strip()
        is_name = line.endswith("案例") or COLLECTION.search(line)
        if not is_name or len(line) > SHORT_LINE or ITEM.match(line):
            continue
        start = _top(lines, n)
        issuers, first = _issuers_before(lines[start].strip())
        name = "".join((first, *(part.strip() for part in lines[start + 1 : n + 1])))
        name += _series_below(lines, n)
        name = COUNT_LAST.sub("", re.sub(r"^附(?:件)?\d?[:：]?", "", name))
        if _is_collection(name):
            # 最高检发布, and the name on the line below, is a headline; a heading goes before it.
            is_headline = start > 0 and VERB_LAST.search(lines[start - 1].strip())
            yield Title(name, 2 if is_headline else 3, name, issuers, line=start)


def _issuers_before(line: str) -> tuple[str, str]:
    """The organs with which a line begins, parted by blanks, and the rest of it."""
    words = line.split()
    count = len(list(takewhile(is_organ_line, words)))
    if not count or count == len(words):
        return "", line
    return " ".join(words[:count]), " ".join(words[count:])


def _is_collection(name: str) -> bool:
    core = re.split("[（(]", name, maxsplit=1)[0]
    if not core.endswith(("案例", "选编", "汇编", "案例选", "案例集")) and not SERIES.search(name):
        return False
    is_news = NEWS.search(core) or re.search("[，。；：]|召开|举行|入选|上榜", core)
    return 6 <= len(name) <= 100 and len(core) > 5 and not is_news


def _top(lines: Sequence[str], n: int) -> int:
    """The first line of the name whose last line is n."""
    top = n
    while top and n - top < LINES - 1:
        above = lines[top - 1].strip()
        length = sum(len(line) for line in lines[top - 1 : n + 1])
        if (
            not above
            or length > 80
            or above.endswith(tuple("。；：:，,！？"))
            or (above.endswith("”") and lines[top].strip() not in NO_NAMES)
            or FULL_STOP.search(above)
        ):
            break
        if (
            is_organ_line(above)
            or read_date(above)
            or "发布会" in above
            or section_mark(above)
            or above.endswith(("案例", "通知", *ISSUE.split("|")))
        ):
            break
        if len(lines[top].strip()) > 12 and not _is_broken(above, lines[top]):
            break
        top -= 1
    return top


def _is_broken(above: str, line: str) -> bool:
    """Whether a line may go on with the one above: neither is a whole name or a slogan."""
    return (
        len(above) >= 4 and not NEWS.search(above) and not line.strip().startswith(("最高", "20"))
    )


def _series_below(lines: Sequence[str], n: int) -> str:
    """（… 第二批） on the lines under a name; empty if there is none."""
    below = ""
    for line in lines[n + 1 : n + 4]:
        if not below and not line.strip().startswith(("（", "(")):
            return ""
        below += line.strip()
        if below.endswith(("）", ")")):
            return below if re.search(rf"{BATCH}|[（(]\d{{4}}(?:年度?)?[）)]", below) else ""
    return ""


def _in_news(lines: Sequence[str]) -> Iterator[Title]:
    for paragraph in (line for line in lines if "案例" in line):
        is_line = len(paragraph) <= SHORT_LINE and not SENTENCE.search(paragraph)
        for sentence in sentences(paragraph):
            for match in IN_MARKS.finditer(sentence):
                yield _weighed(match, sentence, 3 if match["verb"] else 1)
            for match in IN_QUOTES.finditer(sentence):
                yield _weighed(match, sentence, 1)
            for match in (*SELECTED.finditer(sentence), *CHOSEN.finditer(sentence)):
                yield _weighed(match, sentence, 1)
            for match in OBJECT.finditer(sentence):
                # A line without a full stop that says who released what is a news headline.
                yield _weighed(match, sentence, 0 if is_line else 2)


def _weighed(match: re.Match[str], sentence: str, weight: int) -> Title:
    before = sentence[max(0, match.start() - 300) : match.start()]
    clause = re.split("[，,]", before + match[0])[-1]
    beside = BESIDE.match(match["name"])
    name = COUNTED.sub("", match["name"][beside.end() if beside else 0 :].strip())
    around = sentence if len(sentence) <= 1000 else before + match[0]
    verb = match["verb"] or "" if "verb" in match.re.groupindex else ""
    weight = -1 if name in NO_NAMES else weight - 4 * bool(EARLIER.search(clause))
    return Title(name, weight, around, before, verb)


def find_title(lines: Sequence[str], notice: Notice) -> tuple[Title, str]:
    """The likeliest title of the batch, and what to ask about it."""
    inside = range(notice.start, notice.end)
    printed = [title for title in islice(headings(lines), MOST) if title.line not in inside]
    from_news = list(islice(_in_news(lines), MOST))
    if notice.name:
        return _with_sentence(_from_notice(notice, printed), from_news), ""
    titles = [title for title in (*printed, *from_news) if title.name not in NO_NAMES]
    if not titles:
        return Title("", 0), "没有认出批次名称，请填写"
    latest = _without_earlier_batches(titles)
    best = _in_full(max(latest, key=lambda title: title.weight), latest)  # the first of equals
    equals = dict.fromkeys(title.name for title in titles if title.weight == best.weight)
    best = _with_sentence(best, from_news)
    before, _name, behind = best.sentence.partition(best.name)
    if ALONGSIDE.match(behind):
        return best, "原文并列了几组案例，请核对批次名称"
    if SEVERAL.search(before[-20:]):
        return best, "原文说的是几批案例，一次只录一批，请核对批次名称"
    if best.weight < 1:
        return best, "批次名称取自标题或旁及之处，正文没有写明，请核对"
    others = tuple(name for name in equals if name != best.name and name not in best.name)
    doubtful = {title.name for title in latest}.intersection(others)
    listed = "、".join(f"“{name}”" for name in others if name in doubtful)
    return best._replace(others=others), f"批次名称还可能是{listed}，请核对" if listed else ""


def _without_earlier_batches(titles: Sequence[Title]) -> list[Title]:
    """The names without those of earlier batches: 第一批某案例 where the text goes on to 第二批."""
    latest: dict[str, int] = {}
    for name in (title.name for title in titles):
        latest[_key(name)] = max(latest.get(_key(name), 0), ordinal_of(name) or 0)
    return [t for t in titles if ordinal_of(t.name) in (None, latest[_key(t.name)])]


def _in_full(best: Title, titles: Sequence[Title]) -> Title:
    """第三批典型案例 by the name that a headline gives to the same batch."""
    if re.sub(BATCH, "", best.name) not in NO_NAMES:
        return best
    same = [
        title for title in titles if ordinal_of(title.name) == ordinal_of(best.name) is not None
    ]
    return best._replace(name=max((title.name for title in same), key=len, default=best.name))


def _from_notice(notice: Notice, printed: Sequence[Title]) -> Title:
    """The name in the notice; a heading that says the same and more is the whole name."""
    bare = re.sub(r"\s", "", notice.name)
    for title in printed:
        is_same_batch = ordinal_of(title.name) == ordinal_of(notice.name) is not None
        if title.line >= notice.end and is_same_batch and SERIES.search(title.name):
            return title._replace(weight=6)
        if bare in re.sub(r"\s", "", title.name) and title.line >= notice.end:
            return title._replace(weight=6)
    return Title(notice.name, 6, notice.title, line=notice.start)


def _with_sentence(best: Title, from_news: Sequence[Title]) -> Title:
    """A heading with the sentence that says who released it, and when."""
    same = [
        title for title in from_news if title.before and title.weight >= 0 and _alike(title, best)
    ]
    if not same or best.before:
        return best
    same.sort(key=lambda title: -title.weight)
    return best._replace(sentence=same[0].sentence, before=same[0].before, verb=same[0].verb)


def _alike(title: Title, other: Title) -> bool:
    ordinals = {ordinal_of(title.name), ordinal_of(other.name)} - {None}
    return len(ordinals) < 2 and _key(title.name) == _key(other.name)


def _key(name: str) -> str:
    bare = SERIES.sub("", name)
    return re.sub(rf"[（(]?{BATCH}[）)]?|\s|的", "", bare)[-8:]
