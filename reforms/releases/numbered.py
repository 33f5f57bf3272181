"""Numbered cases: contents and texts put together, each case once."""

import re
from dataclasses import replace
from itertools import pairwise

from .entries import Entry, _folded, _groups_cases
from .furniture import SHORT
from .headings import CREDIT, _credits, _entitled, _head
from .naming import _bodies, _groups
from .news import _theme_heading, _under
from .paragraphs import KEYWORDS, SECTION, _sentences
from .release import ReadCase


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
            text = match[1] or "".join(lines[n + 1 : n + 2])
            split = tuple(word for word in re.split(r"[\s、，,；;/|]+", text.strip("。")) if word)
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
        twin = next((n for n, earlier in enumerate(cases) if _same(earlier, case)), None)
        if twin is None:
            cases.append(case)
        else:
            cases[twin] = _merge(cases[twin], case)
    return _without_text(cases)


def _without_text(cases: list[ReadCase]) -> list[ReadCase]:
    """The cases, with a question on those that have no text while others have one."""
    question = "只在目录里有，正文里没有找到，请核对"
    if not any(case.body for case in cases):
        return cases
    return [case if case.body else case.asking("body", question) for case in cases]


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


def _same(case: ReadCase, other: ReadCase) -> bool:
    """By title; a line of the contents and a text also by number."""
    short, long = sorted((_bare(case), _bare(other)), key=len)
    if short and (short == long or (len(short) >= 8 and long.endswith(short))):
        return True
    return case.official_no == other.official_no and not (case.body and other.body)


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
