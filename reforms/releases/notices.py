"""The notice that issues a collection of cases: its title, and the name in it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..text.dates import NUMERAL
from .shapes import COLLECTION, SHORT_LINE

QUOTED = '[“"「‘]([^”"」’\n]{2,40})[”"」’]'
AS_TOPIC = f"以{QUOTED}为(?:主题|专题|题)"
ISSUE = "印发|发布|公布|编发|推出|下发|通报"
UNIT = "(?:件|起|例|个|则|篇|宗)"
COUNTED = re.compile(
    rf"^{AS_TOPIC}的|^(?:数|几|多|{NUMERAL})批次?(?:共计?{NUMERAL}{UNIT})?|^(?:数|几|多){UNIT}(?=..)|^共?{NUMERAL}{UNIT}(?=..)|(?<=[批辑期])共?{NUMERAL}{UNIT}"
)
NOTICE = re.compile(r"关于(?:印发|发布|公布|编发|推广)")
NOTICE_END = re.compile(r"的(?:通知|公告|函|通报)\Z")
RESULT = re.compile("(?:评选|遴选|推选)?(?:结果|名单)\\Z")  # 关于公布优秀案例评选结果的通知
LINES = 6  # of a name, at most


class Notice(NamedTuple):
    """The title of a notice: lines[start:end]."""

    title: str = ""
    name: str = ""  # of the collection that it issues
    issuers: str = ""  # what stands before 关于
    start: int = -1
    end: int = -1


def find_notice(lines: Sequence[str]) -> Notice:
    """The first notice that issues a collection of cases; its title may stand on several lines."""
    for n, line in enumerate(lines):
        if not (match := NOTICE.search(line)) or len(line) > SHORT_LINE * 2 or "。" in line:
            continue
        end = n + 1
        title = line.strip()
        while not NOTICE_END.search(title) and end < min(n + LINES, len(lines)):
            title += lines[end].strip()
            end += 1
        name = _name_in_notice(title)
        if NOTICE_END.search(title) and COLLECTION.search(name) and "。" not in title:
            return Notice(title, name, line[: match.start()].strip(), n, end)
    return Notice()


def _name_in_notice(title: str) -> str:
    head = NOTICE.split(title, maxsplit=1)[-1]
    name = NOTICE_END.sub("", head)
    marks = re.search("《([^《》]{2,90})》", name)
    name = marks[1] if marks else RESULT.sub("", name)
    quoted = re.fullmatch('[“"]([^“”"]+)[”"]', name.strip())
    return COUNTED.sub("", quoted[1] if quoted else name.strip())
