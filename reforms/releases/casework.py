"""Blocks → cases: title, bodies, keywords and text of each."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import takewhile

from .actors import credit_actor, place_in
from .blocks import Block, Blocks
from .heads import opening_title
from .news import theme_heading, under_heading
from .parts import keywords_of
from .release import ReadCase
from .shapes import CREDITED, ICONS_AROUND, NUMBER_LAST, Marker, folded, marker, section_mark
from .titles import CREDIT, credited, is_body, read_heading

CREDIT_LINES = 6  # on which the bodies under a title may stand, in brackets
ENDS_BODY = re.compile("(?:院|检察机关)\\Z")
UNLISTED = "只在目录里有，正文里没有找到，请核对"
ONLY_IN_NEWS = "只在前面的消息里列出，后面没有找到全文，请核对"


def read_cases(cut: Blocks, listed: Sequence[str] = ()) -> list[ReadCase]:
    """The cases in the order of their texts; then those that only the contents or the news have.

    `listed` are the titles in the news; they count where those with a text are among them.
    """
    cases = [_case(block) for block in _without_group_headings(cut)]
    cases = _without_listed(_grouped(cases, cut.blocks))
    if cut.contents.entries or not cases or not _are_among(cases, listed):
        return _with_contents(cases, cut.contents.entries)
    return _with_contents(cases, [(None, title) for title in listed], ONLY_IN_NEWS)


def _are_among(cases: Sequence[ReadCase], listed: Sequence[str]) -> bool:
    """Whether the titles of the news are those of all cases with a text, and of more."""
    twins = {_twin(cases, _bare(title), None) for title in listed} - {None}
    return len(listed) > len(cases) == len(twins)


def _without_listed(cases: Sequence[ReadCase]) -> list[ReadCase]:
    """The cases without those that are only listed above their text, in whatever form."""
    titles_with_text = {folded(case.title) for case in cases if case.title and case.body}
    return [case for case in cases if case.body or folded(case.title) not in titles_with_text]


def _case(block: Block) -> ReadCase:
    case = read_heading(block.head.pieces)
    mark = block.head.marker
    case = replace(case, official_no=case.official_no or (mark.mark if mark else ""))
    lines = [_after_title(block.head.marker)] if block.head.marker else []
    lines = [line for line in (*lines, *(line.text.strip() for line in block.lines)) if line]
    keywords, lines = keywords_of(lines)
    case = replace(case, keywords=keywords, body="\n".join(lines))
    return case if case.bodies else _credited(case, lines)


def _after_title(mark: Marker) -> str:
    return opening_title(mark.rest)[1] if mark.rest else ""


def _credited(case: ReadCase, lines: Sequence[str]) -> ReadCase:
    """Bodies from a line that credits them, else the one that acts in the text."""
    if names := _in_brackets(lines[:CREDIT_LINES]) or _at_top(lines[:CREDIT_LINES]):
        return replace(case, bodies=credited(names)).showing(bodies=names)
    for line in lines:
        line = ICONS_AROUND.sub("", line)
        if CREDIT.match(line.lstrip("（( ")):
            return replace(case, bodies=credited(line)).showing(bodies=line)
    return credit_actor(case, lines, place_in(case.title))


def _at_top(lines: Sequence[str]) -> str:
    """The bodies with which a text begins, each on a line of its own; else empty."""
    return "、".join(takewhile(is_body, lines))


def _in_brackets(lines: Sequence[str]) -> str:
    """The bodies in brackets with which a text begins, on one line or several; else empty."""
    if not lines or not lines[0].startswith(("（", "(")):
        return ""
    last = next((n for n, line in enumerate(lines) if line.endswith(("）", ")"))), None)
    if last is None:
        return ""
    pieces = [
        piece for line in lines[: last + 1] for piece in re.split(r"\s+", line.strip("（()）"))
    ]
    names = "".join(f"{piece}、" if ENDS_BODY.search(piece) else piece for piece in pieces)
    names = names.rstrip("、")
    return names if names and all(is_body(name) for name in names.split("、")) else ""


def _without_group_headings(release: Blocks) -> list[Block]:
    """The blocks without the heading of a group that stands between a text and the next case."""
    blocks = release.blocks
    groups = {folded(title) for title in release.contents.groups} | _counted_headings(blocks)
    cut = []
    for n, block in enumerate(blocks):
        lines = block.lines
        if n + 1 < len(blocks) and lines and _opens_group(blocks[n + 1].above, groups):
            lines = lines[:-1]
        cut.append(block._replace(lines=_before_group(lines)))
    return cut


def _opens_group(line: str, groups: Collection[str]) -> bool:
    mark, section = marker(line), section_mark(line)
    if section and not section.rest:
        return True  # a heading without a text
    return _is_group_heading(line) or folded(mark.rest if mark else line) in groups


def _counted_headings(blocks: Sequence[Block]) -> set[str]:
    """The headings 一、, 二、 … that stand above cases, the first of them above the first case."""
    marks = [mark for block in blocks if (mark := marker(block.above)) and mark.style == 1]
    opens = bool(blocks) and marker(blocks[0].above) in marks
    is_counted = [mark.number for mark in marks] == list(range(1, len(marks) + 1))
    is_short = all(len(mark.rest) <= 30 and not mark.rest.endswith("。") for mark in marks)
    return {folded(mark.rest) for mark in marks} if opens and is_counted and is_short else set()


def _before_group(lines: Sequence) -> tuple:
    """The lines before a number that stands alone: it opens a group of cases."""
    for n, line in enumerate(lines):
        mark = marker(line.text)
        if mark and not mark.rest and mark.style == 3 and n:
            return tuple(lines[:n])
    return tuple(lines)


def _is_group_heading(line: str) -> bool:
    heading = theme_heading(line) if len(line) <= 30 else ""
    return bool(heading) and line.rstrip("。：: ").endswith(heading)


def _grouped(cases: Sequence[ReadCase], blocks: Sequence[Block]) -> list[ReadCase]:
    """The cases with the theme under whose heading they stand; it holds until the next heading."""
    heading, grouped = "", []
    for case, block in zip(cases, blocks, strict=True):
        if _is_group_heading(block.above):
            heading = theme_heading(block.above).strip("【】〔〕[]")
        grouped.append(under_heading(case, heading) if heading else case)
    return grouped


def _with_contents(
    cases: Sequence[ReadCase],
    entries: Sequence[tuple[Marker | None, str]],
    question: str = UNLISTED,
) -> list[ReadCase]:
    """The cases with what only the contents say of them, and those that only the contents have."""
    merged, rest = list(cases), []
    for mark, listed_title in entries:
        title = _bare(listed_title)
        twin = _twin(merged, title, mark)
        if twin is None:
            listed = replace(read_heading([listed_title]), official_no=mark.mark if mark else "")
            rest.append(listed.asking("body", question) if cases else listed)
        else:
            merged[twin] = _credited_in_contents(merged[twin], listed_title)
            merged[twin] = _completed(merged[twin], title, mark)
    return [*merged, *rest]


def _bare(title: str) -> str:
    """A title of a list without who handled the case, and without its number."""
    return NUMBER_LAST.sub("", CREDITED.sub("", title))


def _credited_in_contents(case: ReadCase, title: str) -> ReadCase:
    """The case with the body behind its title in the contents, where its own heading has none."""
    is_guess = any(question.about == "bodies" for question in case.questions)
    if not CREDITED.search(title) or (case.bodies and not is_guess):
        return case
    questions = tuple(question for question in case.questions if question.about != "bodies")
    case = replace(case, bodies=read_heading([title]).bodies, questions=questions)
    return case.showing(bodies=title)


def _twin(cases: Sequence[ReadCase], title: str, mark: Marker | None) -> int | None:
    wanted = folded(title)
    bare = folded(read_heading([title]).title)  # without a subtitle on the same line
    for n, case in enumerate(cases):
        printed = folded(case.title)
        if printed and (
            printed in (wanted, bare) or (len(printed) >= 8 and wanted.endswith(printed))
        ):
            return n
    for n, case in enumerate(cases):
        if mark and mark.mark and case.official_no == mark.mark:
            return n
    return None


def _completed(case: ReadCase, title: str, mark: Marker | None) -> ReadCase:
    printed, listed = folded(case.title), folded(title)
    case = replace(case, official_no=case.official_no or (mark.mark if mark else ""))
    if not printed:
        heading = read_heading([title])
        bodies = heading.bodies or case.bodies
        return replace(case, title=heading.title, bodies=bodies)
    is_same = listed.endswith(printed) or printed.startswith(listed)
    if is_same or printed == folded(read_heading([title]).title):
        return case
    return case.asking("title", f"目录里的标题是“{title}”，与正文不同，请核对")
