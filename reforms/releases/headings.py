"""The lines of a case's heading → its title and bodies."""

import re
from dataclasses import replace

from ..divisions import Body, read_bodies
from .entries import Entry, _is_inner
from .furniture import SHORT
from .naming import RELATIVE, _bodies, _groups
from .paragraphs import FULL_STOP, KEYWORDS, LEADERS, SECTION
from .release import ReadCase

CREDIT = re.compile(r"(?:[报选]送|承办|推荐|办案|申报|实施|责任)(?:单位|机关)\s*[:：]\s*")


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
    placed = [body.level or body.province or body.kind in ("military", "other") for body in bodies]
    return (all(placed) or alone) and any(body.kind not in ("", "other") for body in bodies)


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
