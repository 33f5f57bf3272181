"""The three dates of a batch."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..text.dates import DAY, HAN_DAY, MONTH_DAY, iso_date, read_date
from .issuers import signatures
from .names import EARLIER, Title
from .ordinals import ordinal_of
from .release import Found
from .sentences import sentences
from .shapes import SHORT_LINE

RELEASED = re.compile("(?:发布|公布|推出|编发|揭晓|通报)(?!会)")
ISSUED = re.compile("印发|下发")
ISSUED_ON = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?(?=[^。；《》]{0,30}印发)")
HELD = re.compile(rf"{MONTH_DAY.pattern}(?:上午|下午)?(?:召开|举行|举办)(?!的)")
DAY_LAST = re.compile(rf"{MONTH_DAY.pattern}\Z")  # directly before the verb
UNTIL = re.compile(r"(?:至|截至|截止)(?P<year>20\d{2})年(?P<month>\d{1,2})月")
FIGURE = re.compile(r"\d{3,}")
IN_BRACKETS = re.compile(r"[（(](\d{4}年\d{1,2}月\d{1,2}日)[）)]")  # under the title of a notice
TODAY = re.compile("[今当][天日]")
TODAY_IN_BRACKETS = re.compile(r"[今当昨][天日]\s?[（(](?P<day>\d{1,2})日[）)]")  # 今天（22日）
DATELINE = re.compile(rf"[^，。；]{{0,30}}?{MONTH_DAY.pattern}(?:电|讯)")  # 本报北京6月24日电
# A batch before this one, or the page: 2027-02-01 来源：某网.
OF_ANOTHER_DAY = re.compile(rf"{EARLIER.pattern}|(?:来源|作者|编辑)[:：]")
YEAR = re.compile(r"(?<!\d)(20\d\d)年")
DAY_ALONE = re.compile(r"(?<![月\d])(\d{1,2})日")
VAGUE = re.compile(r"近日|日前|近期|今[天日]|昨[天日]|(?<!月)(?<!\d)\d{1,2}日")


def find_reported(stamps: Sequence[str]) -> Found:
    """The day of the report, from the line under a headline."""
    for line in stamps:
        matches = [*DAY.finditer(line), *HAN_DAY.finditer(line)]
        days = [read_date(line[match.start() :]) for match in matches]
        if days and not re.match("印发|成文|发文", line):
            wrong = "" if days[0] else f"“{line}”里没有可用的日期，请核对"
            return Found(days[0], line if days[0] else "", wrong)
    return Found("", "", "没有找到报道日期，留空", is_absent=True)


def find_issued(lines: Sequence[str], stamps: Sequence[str]) -> Found:
    """The day under the signature, or the one that the page calls 印发日期."""
    for line in stamps:
        if match := re.match(r"(?:印发|成文|发文)(?:时间|日期)\s?[:：]?\s{0,9}", line):
            return Found(read_date(line[match.end() :]), line)
    for signers, below in signatures(lines):
        return Found(read_date(below), f"{' '.join(signers)} {below}")
    for above, line in pairwise(lines):
        if above.rstrip().endswith("的通知") and (match := IN_BRACKETS.fullmatch(line.strip())):
            return Found(read_date(match[1]), f"{above} {line}")
    for sentence in (s for line in lines for s in sentences(line) if "印发" in s and "案例" in s):
        match = ISSUED_ON.search(sentence)
        if match and not EARLIER.search(sentence):
            return Found(read_date(match[0]), sentence)
    return Found()


def find_released(title: Title, lines: Sequence[str], reported: str, issued: str) -> Found:
    """The day with which the sentence begins that tells of the release; 近日 is none."""
    for sentence in _telling(title, lines):
        match = RELEASED.search(sentence)
        before = sentence[: match.start()] if match else sentence
        clauses = [clause.strip() for clause in re.split("[，,]", before)]
        for clause in (clause for clause in clauses if not OF_ANOTHER_DAY.search(clause)):
            if day := read_date(clause) or read_date(clause.rpartition("于")[2]):
                return Found(day, sentence)
            printed = TODAY_IN_BRACKETS.search(clause[-40:])
            if printed and len(reported) == 10 and not _dateline(lines):
                day = _last_such_day(int(printed["day"]), reported)
                how = "年月按报道日期补，请核对" if day else "与报道日期对不上，发布日期留空"
                return Found(day, sentence, f"正文只写“{printed[0]}”，{how}")
            today = TODAY.search(clause[-40:])
            if today and len(reported) == 10 and not _dateline(lines):
                return Found(reported, sentence, f"正文只写“{today[0]}”，按报道日期补，请核对")
            is_dateline = today or _names_day_of_dateline(clause[-40:], lines)
            month_day = _dateline(lines) if is_dateline else MONTH_DAY.match(clause)
            if month_day := month_day or DAY_LAST.search(clause) or HELD.search(clause):
                return _with_year(month_day, lines, reported or issued, sentence)
    vague = VAGUE.search(title.before)
    reason = f"正文只写“{vague[0]}”，没有写明" if vague else "没有找到"
    return Found("", "", f"{reason}发布日期，留空", is_absent=not vague)


def _last_such_day(day: int, reported: str) -> str:
    """The day of the month in the month of a report, or in the one before; empty if it has none."""
    year, month, last = (int(part) for part in reported.split("-"))
    if day > last:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return iso_date([year, month, day])


def _dateline(lines: Sequence[str]) -> re.Match[str] | None:
    """The day of the dateline, which 今天 and 当日 mean."""
    return next(filter(None, map(DATELINE.match, lines)), None)


def _names_day_of_dateline(clause: str, lines: Sequence[str]) -> bool:
    """Whether a clause says 25日 in news of that day: 4月25日电 记者25日获悉."""
    dateline = _dateline(lines)
    return dateline is not None and dateline[2] in DAY_ALONE.findall(clause)


def _telling(title: Title, lines: Sequence[str]) -> Iterator[str]:
    """The sentence that names the batch, then those that tell of a release of cases."""
    if title.before and not ISSUED.match(title.verb):
        yield title.before + (title.verb or "发布")
    for line in lines:
        for sentence in sentences(line)[:2] if "案例" in line else ():
            match = RELEASED.search(sentence)
            if not match or EARLIER.search(sentence[: match.start()]):
                continue
            ordinals = {ordinal_of(title.name), ordinal_of(sentence)} - {None}
            if "案例" in sentence and len(ordinals) < 2:  # the sentence may name another batch
                yield sentence


def _with_year(match: re.Match[str], lines: Sequence[str], dated: str, sentence: str) -> Found:
    """7月29日 in the year of the report or notice, or in the one before if it would lie ahead."""
    month, day = (int(part) for part in match.groups())
    if not dated:
        year = _year_of_figures(lines, month)
        if not year or not (date := iso_date([year, month, day])):
            return Found("", "", f"正文只写“{match[0]}”，没有写明年份，发布日期留空")
        return Found(
            date, sentence, f"正文只写“{match[0]}”，年份据正文的统计时间补为{year}年，请核对"
        )
    date = iso_date([int(dated[:4]), month, day])
    if len(dated) == 10 and date > dated:
        date = iso_date([int(dated[:4]) - 1, month, day])
    latest = max((int(year) for line in lines for year in YEAR.findall(line)), default=0)
    if 0 < latest < int(date[:4]) - 1:  # news tell of their year or the one before
        told = f"正文只写“{match[0]}”，最晚说到{latest}年，报道日期却是{dated}，像是转载"
        return Found("", "", f"{told}，发布日期留空")
    return Found(
        date, sentence, f"正文只写“{match[0]}”，年份按报道或印发日期补为{date[:4]}年，请核对"
    )


def _year_of_figures(lines: Sequence[str], month: int) -> int | None:
    """The year in which the news was written, by the period that its own figures cover."""
    years = [
        int(match["year"]) + (int(match["month"]) > month)
        for line in lines
        for match in UNTIL.finditer(line)
    ]
    return max(years) if years else _year_after_last(lines)


def _year_after_last(lines: Sequence[str]) -> int | None:
    """The year after the one that the news calls 去年: both print the same figure."""
    last_year: set[str] = set()
    by_year: dict[int, set[str]] = {}
    joined = "".join(line if len(line) <= SHORT_LINE else f"{line}\n" for line in lines)
    for sentence in sentences(joined):
        figures = {
            figure for figure in FIGURE.findall(sentence) if not re.fullmatch("20[0-3]\\d", figure)
        }
        if "去年" in sentence:
            last_year |= figures
        elif match := re.search(r"(20\d{2})年", sentence):
            by_year.setdefault(int(match[1]), set()).update(figures)
    years = [year for year, figures in by_year.items() if figures & last_year]
    return years[0] + 1 if len(years) == 1 else None
