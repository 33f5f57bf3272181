"""How many cases the text says there are; document number, topic, source, kind of batch."""

import re
from collections.abc import Sequence

from ..text.dates import HAN, NUMERAL, numeral_value
from .lists import PART
from .names import ITEM, TOPIC, Title
from .notices import ISSUE, UNIT
from .ordinals import EARLIER, ordinal_of
from .release import Found, ReadCase
from .sentences import sentences

# 典型案例有三个特点 counts no cases.
ASPECTS = "(?:突出|共同|显著|鲜明|主要|明显)?(?:特点|特征|特色|亮点|看点|领域|层面|维度|环节|类型)"
CLAIMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:案例|案件|事例)[》”]?(?:[（(][^（）()]{{1,20}}[）)])?[，,（(]?(?:共|总|合)?(?:计|有|收录|包括)?(?P<n>{NUMERAL}){UNIT}(?!方面|部分|{ASPECTS}|[^，。；]{{0,30}}[和及与、]{NUMERAL}{UNIT})",
        rf"(?:共|共有|共计|{ISSUE}|收录|编选|选编|批|精选|遴选|评选出)了?(?P<n>{NUMERAL}){UNIT}[^。；，,]{{0,30}}?案例",
        rf"(?:编选|选编|精选|遴选|评选)出?的(?P<n>{NUMERAL}){UNIT}[^。；，,]{{0,30}}?案例",
        rf"(?:此次|本次|这次|这批|该批)(?:[^，。；]{{0,8}}?(?:{ISSUE}))?的?(?P<n>{NUMERAL}){UNIT}[^。；，,]{{0,16}}?案例",
        rf"(?<![每其中有第的{HAN}\d])(?P<n>{NUMERAL}){UNIT}(?:“[^“”]{{2,40}}”)?[^。；，,的]{{0,16}}?案例",
        rf"(?:案例|案件)[^。；]{{0,200}}?[案例”》]等(?P<n>{NUMERAL}){UNIT}",
        r"(?P<n>十|10)大[^。；，,的]{0,16}?案例",
    )
)
# 5件刑事案例和3件民事案例: what each group counts is not the number of cases.
GROUPS = re.compile(
    rf"(?P<n>{NUMERAL}){UNIT}[^。；，,]{{0,30}}?案例(?:以及|[和与及、])(?P<m>{NUMERAL}){UNIT}[^。；，,]{{0,30}}?案例"
)
EACH = re.compile(rf"案例[》”]?各{NUMERAL}{UNIT}")
COUNT_BEHIND = re.compile(rf"(?:案例|案件){NUMERAL}{UNIT}")
ALONE = re.compile(rf"[（(]?共(?P<n>{NUMERAL}){UNIT}[）)]?")
UNSAID = "原文没有写明共几件案例"
HEADING = 30  # characters: 一、典型案例（2个） counts those of a part
SUBSET = re.compile("其中|另有|另外|此外|截至|以来")
DOCUMENT = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[］【(（][12]\d{3}[〕\]］】)）]\s?第?\d{1,4}\s?号")
SOURCE = re.compile(r"来源\s?[:：]\s{0,3}([^\s:：|｜<>]{2,30})")
KINDS = (
    ("指导性案例", re.compile("指导性案例")),
    ("年度评选", re.compile("十大|年度|优秀|十佳|评选")),
    ("改革典型案例", re.compile("改革")),
)


def find_claim(lines: Sequence[str]) -> Found:
    """The number of cases, with the sentence that says it."""
    lines = [line for line in lines if len(line) > HEADING or not ITEM.match(line)]
    lines = [_without_parts(line) for line in lines]
    all_sentences = [s for line in lines for s in sentences(line) if re.search("案例|案件|事例", s)]
    if sum(len(PART.findall(sentence)) for sentence in all_sentences) > 1:
        all_sentences = [PART.sub("", sentence) for sentence in all_sentences]
    latest = max((ordinal_of(s) or 0 for s in all_sentences), default=0)  # earlier ones are told
    all_sentences = [s for s in all_sentences if ordinal_of(s) in (None, latest)]
    alone = next((match for line in lines if (match := ALONE.fullmatch(line.strip()))), None)
    if alone:
        return Found(numeral_value(alone["n"]), alone[0])
    for sentence in all_sentences:
        if match := EACH.search(sentence):
            return Found(None, sentence, f"原文写的是“{match[0]}”，请填写共几件")
    for pattern in CLAIMS:
        for sentence in all_sentences:
            match = pattern.search(sentence[:600])
            if match and not _is_other(sentence, match):
                return Found(numeral_value(match["n"]), sentence)
    groups = (GROUPS.search(s[:600]) for s in all_sentences if not EARLIER.search(s))
    return next((_in_groups(match) for match in groups if match), Found(None, "", UNSAID))


def _without_parts(line: str) -> str:
    """A line without the counts of parts that a sentence gives: 食品案件4件；药品案件8件."""
    return "。".join(
        COUNT_BEHIND.sub("", part) if len(COUNT_BEHIND.findall(part)) > 1 else part
        for part in line.split("。")
    )


def _in_groups(match: re.Match[str]) -> Found:
    return Found(None, match[0], f"原文分别写了{match['n']}件和{match['m']}件，请填写共几件")


def _is_other(sentence: str, match: re.Match[str]) -> bool:
    """Whether the number is that of an earlier batch, or of a part of this one."""
    before = sentence[: match.start("n")]
    clause = re.split("[，,]", before)[-1]
    if sentence[match.start("n") : match.end("n") + 1] == "一起":  # 一起来看
        return True
    groups = GROUPS.match(sentence, match.start("n"))
    is_part = EARLIER.search(before) or SUBSET.search(clause) or groups
    return bool(is_part) or ("案例" not in match[0] and "典型" not in sentence)


def find_topic(title: Title, lines: Sequence[str]) -> Found:
    """What a batch is about: 以“…”为主题."""
    for sentence in [title.sentence, *lines]:
        if match := TOPIC.search(sentence):
            return Found(match[1] or match[2], match[0])
    return Found()


def find_document_number(lines: Sequence[str]) -> Found:
    """The number of the notice: it stands alone on a line, a number that is cited does not."""
    return next((Found(line, line) for line in lines if DOCUMENT.fullmatch(line)), Found())


def find_source(stamps: Sequence[str]) -> Found:
    """The medium that the page names."""
    return next(
        (Found(match[1], line) for line in stamps if (match := SOURCE.search(line))), Found()
    )


def kind_of(title: str, cases: Sequence[ReadCase]) -> str:
    """The kind of batch by its title, else by the titles of its cases; empty if unsure."""
    for kind, pattern in KINDS:
        if pattern.search(title):
            return kind
    lawsuits = sum(case.title.endswith("案") for case in cases)
    return "办案典型案例" if cases and lawsuits * 2 > len(cases) else ""
