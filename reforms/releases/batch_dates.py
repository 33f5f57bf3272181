"""The three dates of a batch."""

import re

from ..text.dates import DAY, MONTH_DAY, iso_date, read_date
from .batch import EARLIER, Title, _signatures
from .paragraphs import _sentences
from .release import Found


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
    reason = f"正文只写“{vague[0]}”，没有写明" if vague else "没有找到"
    return Found("", "", f"{reason}发布日期，留空")


def _with_year(match: re.Match[str], reported: str, sentence: str) -> Found:
    """7月29日 lies in the year of the report, or in the one before if it would lie ahead."""
    if not reported:
        return Found("", "", f"正文只写“{match[0]}”，没有写明年份，发布日期留空")
    month_day = [int(part) for part in match.groups()]
    day = iso_date([int(reported[:4]), *month_day])
    if len(reported) == 10 and day > reported:
        day = iso_date([int(reported[:4]) - 1, *month_day])
    return Found(day, sentence, f"正文只写“{match[0]}”，年份按报道日期补为{day[:4]}年，请核对")
