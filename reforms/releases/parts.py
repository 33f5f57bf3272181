"""The text of a case → its keywords and its parts: headings, their depth and role."""

import re
from collections.abc import Collection, Sequence

from ..text.dates import HAN
from .furniture import SHORT
from .release import Part
from .shapes import NUMBERING, SectionMark, role, section_mark

SEPARATORS = re.compile(r"[；;/|｜]|\s")
WIDE = 24  # characters of a line that may have been broken at the margin
COMMAS = re.compile("[、，,]")
DEPTHS = (
    re.compile(rf"[{HAN}]{{1,3}}、\s{{0,9}}(?P<text>.{{1,80}})"),
    re.compile(rf"[（(][{HAN}]{{1,3}}[）)]\s{{0,9}}(?P<text>.{{1,80}})"),
    re.compile(rf"(?P<text>[{HAN}]{{1,2}}是.{{2,60}}|\d{{1,2}}[.．、](?!\d).{{2,60}})"),
)


def keywords_of(lines: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """The keywords of a case, and its lines without them."""
    for n, line in enumerate(lines[:8]):
        mark = section_mark(line)
        if mark is None or mark.name != "关键词":
            continue
        end = n + 1
        printed = [mark.rest] if mark.rest else []
        while not printed or _goes_on(printed, lines, end):
            if end >= len(lines) or not _may_be_keywords(lines[end]):
                break
            printed.append(lines[end])
            end += 1
        margin = max(len(line) for line in lines) - len("【关键词】")
        return split_keywords(_joined(printed, margin)), [*lines[:n], *lines[end:]]
    return (), list(lines)


def _joined(printed: Sequence[str], margin: int) -> str:
    """Keywords on several lines as one text; a line as wide as the text may break inside a word."""
    least = max(margin, WIDE - len("【关键词】"))
    gaps = ["" if len(line) >= least else "  " for line in printed]
    return "".join(line + gap for line, gap in zip(printed, gaps, strict=True))


def _may_be_keywords(line: str) -> bool:
    return len(line) <= 2 * SHORT and not section_mark(line) and not re.search("。.", line)


def _goes_on(printed: Sequence[str], lines: Sequence[str], n: int) -> bool:
    """Whether line n has more keywords: a short line, and under it the next section.

    Behind 【关键词】 they go on only where their line is full.
    """
    below = lines[n + 1 : n + 2]
    on_mark = section_mark(lines[n - 1])
    is_full = not (on_mark and on_mark.rest) or len(lines[n - 1]) >= WIDE
    return (
        is_full
        and len(printed) < 6
        and n < len(lines)
        and not section_mark(lines[n])
        and len(lines[n]) <= 30
        and not re.search("[。，：]", lines[n])
        and any(section_mark(line) or len(line) <= 12 for line in below)
    )


def split_keywords(text: str) -> tuple[str, ...]:
    """Keywords at the widest separators that the text has: ； or blanks, else 、 and commas.

    A word such as 减刑、假释案件 stays whole between blanks.
    """
    text = text.strip().rstrip("。")
    keywords = [word for word in SEPARATORS.split(text) if word]
    if len(keywords) < 2:
        keywords = [word for word in COMMAS.split(text) if word]
    return tuple(dict.fromkeys(word.strip("、，,") for word in keywords if word.strip("、，,")))


def parts_of(lines: Sequence[str]) -> tuple[Part, ...]:
    """The parts of a text, in order: sections by 【…】 first, then 一、, （一）, 一是."""
    first_depth = (
        1 if any(section_mark(line) and not NUMBERING.match(line) for line in lines) else 0
    )
    parts: list[Part] = []
    texts: list[list[str]] = []
    last_at: dict[int, int] = {}  # depth → index of the last part there
    for line in lines:
        part = _opening_part(line, first_depth)
        if part is None and parts:
            texts[-1].append(line)
            continue
        part = part or Part(text=line)
        last_at = {depth: n for depth, n in last_at.items() if depth < part.depth}
        parts.append(part._replace(parent=max(last_at.values(), default=None)))
        texts.append([part.text] if part.text else [])
        last_at[part.depth] = len(parts) - 1
    return tuple(
        part._replace(text="\n".join(text)) for part, text in zip(parts, texts, strict=True)
    )


def _opening_part(line: str, first_depth: int) -> Part | None:
    """The part that a line opens: by a section mark, or by a numbered heading."""
    mark = section_mark(line)
    if mark and mark.name != "关键词":
        return _section(line, mark, first_depth)
    bare = line.rstrip("。")
    if len(line) > 90 or "。" in bare:
        return None
    for depth, pattern in enumerate(DEPTHS):
        if pattern.fullmatch(bare):
            return Part(line, "", first_depth + depth)
    return None


def _section(line: str, mark: SectionMark, first_depth: int) -> Part:
    """The part that a section mark opens; a numbered one is as deep as its number says."""
    numbering = NUMBERING.match(line)
    if numbering is None:
        return Part(mark.name, role(mark.name), 0, None, mark.rest)
    first = line[0]
    depth = first_depth + (1 if first in "（(" else 2 if first.isdecimal() else 0)
    return Part(f"{numbering[0].strip()}{mark.name}", role(mark.name), depth, None, mark.rest)


def parts_of_roles(parts: Sequence[Part], roles: Collection[str]) -> tuple[Part, ...]:
    """The parts with one of these roles, each with all parts below it."""
    chosen: set[int | None] = set()
    for n, part in enumerate(parts):
        if part.role in roles or part.parent in chosen:
            chosen.add(n)
    return tuple(part for n, part in enumerate(parts) if n in chosen)
