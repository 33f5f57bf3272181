"""The cases of a news article that groups them under themes."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from ..divisions import Body, Mention, find_bodies, read_bodies
from ..text.dates import HAN
from .naming import JOINTLY, RELATIVE, bodies_together, body_names, joint_groups
from .release import NO_THEME, THEMES, ReadCase
from .sentences import sentences

MARK = re.compile(
    rf"(?P<is>[{HAN}]{{1,2}}是)|第[{HAN}](?:部分\s{{0,9}}|[，,、])|其[{HAN}][，,、]?|——|[（(][{HAN}\d]{{1,2}}[）)]"
    rf"|[{HAN}]{{1,2}}、|\d{{1,2}}[.．、]|[●■◆▲•]|(?P<aspect>在|围绕)|首先[，,]|其次[，,]"
)
SERIES = (f"[{HAN}]是", "(?:在|围绕).{2,20}?方面[，,]")  # how the paragraphs of a series begin
CLAUSE = re.compile(r"[^，,。.：:；;\n]{2,40}")
CLOSING = re.compile(
    r"下一步|接下来|今后|据悉|据了解|.{0,30}(?:负责人|发言人)[^，,。]{0,8}(?:表示|指出|介绍|强调|要求|说)"
)


@dataclass(frozen=True)
class Section:
    """What stands under one heading of a news article; before and after all, the heading is ""."""

    heading: str
    sentences: tuple[str, ...] = ()


def _theme(text: str) -> str:
    """The slug of the one theme whose words stand in the text; empty for none or several."""
    slugs = {slug for name, slug in THEMES.items() if name in text}
    return slugs.pop() if len(slugs) == 1 else ""


def theme_heading(unit: str, any_theme: bool = False) -> str:
    """The heading that opens the unit; empty where there is none.

    It must name a known theme, unless `any_theme` is set.
    """
    mark = MARK.match(unit)
    clause = CLAUSE.match(unit, mark.end() if mark else 0)
    if not clause:
        return ""
    themed = any(name in clause[0] for name in THEMES)
    if mark and mark["aspect"]:
        is_aspect = (themed or any_theme) and "方面" in clause[0]
        return clause[0].removesuffix("方面") if is_aspect else ""
    if themed and not mark and clause[0].endswith("方面"):
        return clause[0].removesuffix("方面")
    if (themed and (mark or _stands_alone(unit))) or (any_theme and mark and mark["is"]):
        return clause[0]
    return ""


def _stands_alone(unit: str) -> bool:
    return len(unit) <= 20 and not unit.endswith("。") and not any(find_bodies(unit))


def _sections(paragraphs: list[str]) -> list[Section]:
    """By paragraphs that open with a heading; if there are none such, by sentences."""
    units = paragraphs
    any_theme = any(sum(bool(re.match(p, text)) for text in paragraphs) > 1 for p in SERIES)
    if sum(bool(theme_heading(unit, any_theme)) for unit in units) < 2:
        units, any_theme = [s for p in paragraphs for s in sentences(p)], False
    parts: list[tuple[str, list[str]]] = [("", [])]
    for unit in units:
        if heading := theme_heading(unit, any_theme):
            parts.append((heading, []))
            unit = re.sub(r"^(?:方面)?[，,。.：:；;\s]", "", unit.split(heading, 1)[1])
        elif CLOSING.match(unit):
            parts.append(("", []))
        parts[-1][1].extend(sentences(unit))
    return [Section(heading, tuple(sentences)) for heading, sentences in parts]


SUCH_AS = re.compile("(?:如|像|譬如)[，,:：]?$")
IN_QUOTES = re.compile(
    r"\s{0,9}(?:《([^《》\n]{4,80})》|[“\"](?=[^”\"\n]{3,79}(?:案[”\"]|[”\"]案))([^”\"\n]{4,80})[”\"])"
)
LEADING = re.compile(
    r"(?:其中|此外|同时|另外|近年来|近期|(?:\d{4}|今|去)年(?:以来)?|\d{4}年\d{1,2}月(?:以来)?)[，,]"
)


def _is_subject(sentence: str, mention: Mention) -> bool:
    before = sentence[: mention.start].rstrip()
    passing = mention.illustrates or SUCH_AS.search(before)
    return not passing and (not before or before.endswith(tuple("，,：:")))


def _case(sentence: str, group: list[Mention], section: Section) -> ReadCase:
    """The case that a sentence tells of its first body and those joined to it."""
    start, end = group[0].start, group[-1].end
    case = ReadCase(bodies_together(sentence, group)).showing(
        bodies=sentence[start:end], text=sentence
    )
    if match := IN_QUOTES.match(sentence, end):
        case = replace(case, title=match[1] or match[2]).showing(title=match[0].strip())
    gaps = [sentence[left.end : right.start] for left, right in pairwise(group)]
    if not all(JOINTLY.fullmatch(gap) for gap in gaps):
        case = case.asking("bodies", "几个单位并列，按共同的一件理解，请核对是否应分为几件")
    return under_heading(case, section.heading) if section.heading else case


def under_heading(case: ReadCase, heading: str) -> ReadCase:
    """The case with the theme under whose heading it stands."""
    slug = _theme(heading)
    case = replace(case, theme=slug, theme_name=heading)
    case = case.showing(themes=heading)
    question = f"“{heading}”对不上已有的责任主题，主题留空，请选择"
    return case if slug else case.asking("themes", question, NO_THEME)


def _section_cases(
    section: Section, near: Body | None, by_clause: bool
) -> tuple[list[ReadCase], list[ReadCase]]:
    """The cases of a section, and the bodies that it names in passing; `near` was named before."""
    cases: list[tuple[ReadCase, list[str]]] = []
    passing: list[ReadCase] = []
    names: set[str] = set()
    for sentence in section.sentences:
        own, others = _own_cases(sentence, section, by_clause)
        new = [case for case in own if not names.issuperset(body_names(case.bodies))]
        if cases and not new:
            cases[-1][1].append(sentence)
        cases += [(_placed(case, sentence), [sentence]) for case in new]
        names.update(name for case in new for name in body_names(case.bodies))
        near = new[-1].bodies[-1] if new else near
        passing += others + _vague(sentence, near)
    return [case.showing(text="".join(text)) for case, text in cases], passing


def _vague(sentence: str, near: Body | None) -> list[ReadCase]:
    """市院, 我省 at the head of a sentence: offered as what they mean after the body before."""
    match = RELATIVE.match(sentence)
    if not match:
        return []
    return [ReadCase(read_bodies(match[0], near)).showing(bodies=match[0], text=sentence)]


def _own_cases(
    sentence: str, section: Section, by_clause: bool
) -> tuple[list[ReadCase], list[ReadCase]]:
    """Of the bodies that a sentence names: those whose case it tells, and the others."""
    own: list[ReadCase] = []
    others: list[ReadCase] = []
    for n, group in enumerate(joint_groups(sentence)):
        case = _case(sentence, group, section)
        is_first = n == 0 or by_clause
        is_subject = is_first and section.heading and _is_subject(sentence, group[0])
        (own if case.title or is_subject else others).append(case)
    return own, others


def _placed(case: ReadCase, sentence: str) -> ReadCase:
    before = sentence[: sentence.index(case.passages["bodies"])].strip()
    if case.title or not LEADING.sub("", before):
        return case
    return case.asking("bodies", "单位不在句首，请核对它是不是案例单位")


def news_cases(
    paragraphs: list[str], claimed: int | None = None
) -> tuple[list[ReadCase], list[ReadCase]]:
    """The cases that a news article groups under themes, and bodies that it names besides.

    A sentence tells the case of its subject; where it claims more cases, also those of the
    bodies that begin its other clauses, if their number is then right.
    """
    cases, passing = _cases_of(paragraphs, False)
    if claimed and 0 < len(cases) < claimed:
        more, others = _cases_of(paragraphs, True)
        if len(more) == claimed:
            return more, others
    return cases, passing


def _cases_of(paragraphs: list[str], by_clause: bool) -> tuple[list[ReadCase], list[ReadCase]]:
    """The cases of an article, by sentences or by clauses, and the bodies named besides."""
    cases: dict[tuple[str, ...], ReadCase] = {}
    passing: list[ReadCase] = []
    near = None
    for section in _sections(paragraphs):
        section_cases, others = _section_cases(section, near, by_clause)
        near = section_cases[-1].bodies[-1] if section_cases else near
        for case in section_cases:
            cases.setdefault((*body_names(case.bodies), section.heading), case)
        passing += others
    return _twice(list(cases.values())), passing


def _twice(cases: list[ReadCase]) -> list[ReadCase]:
    """A body under two themes may have two cases, or one: that is asked."""
    names = [body_names(case.bodies) for case in cases]
    times = Counter(names)
    question = "同一单位在几个主题下出现，按几件收录，请核对是否同一件"
    return [
        case.asking("themes", question) if times[name] > 1 else case
        for case, name in zip(cases, names, strict=True)
    ]


def bodies_in_passing(passing: list[ReadCase], credited: Iterable[str]) -> tuple[ReadCase, ...]:
    """One candidate a body, without those that have a case or issued the batch."""
    seen, candidates = set(credited), []
    for case in passing:
        for body in case.bodies:
            name = body.standard_name or body.name
            if name not in seen:
                candidates.append(replace(case, bodies=(body,), title="", questions=()))
            seen.add(name)
    return tuple(candidates)
