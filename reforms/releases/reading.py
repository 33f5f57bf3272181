"""The whole of a release: its batch, its cases, what is not clear."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, dropwhile
from typing import Any

from ..documents import Line, pasted_lines
from .batch_dates import find_issued, find_released, find_reported
from .blocks import Blocks, cut_blocks
from .captions import without_captions
from .case_context import DATES, finished, themed
from .casework import read_cases
from .checks import counted, left_out, repeats_numbers
from .claims import (
    find_claim,
    find_document_number,
    find_source,
    find_topic,
    kind_of,
)
from .collectives import with_offices
from .credits import whole_credits
from .furniture import cut_furniture, is_stamp
from .issuers import find_issuers, signatures
from .lists import listed_titles
from .names import find_title
from .naming import body_names
from .narrated import first_title, narrated_titles
from .news import bodies_in_passing, news_cases
from .notices import find_notice
from .ordinals import find_ordinal, ordinal_of, series_of
from .paragraphs import paragraphs
from .printed_names import as_printed, with_plain_names
from .release import MOST, Found, Question, ReadCase, Release
from .repeats import once
from .titles import read_heading
from .traditional import simplified

MOST_LINES = 10_000  # the longest releases known have under 2,000
NEWS = 40_000  # characters in which a news article is looked for
INTRODUCTION = 1_200  # characters
OF_CASES = re.compile("案\\s{0,3}例|事例|检例|典型案件|第[一二三四五六七八九十]{1,2}件|【要旨】")
ADDRESSEES = re.compile("各.{2,80}[:：]")
MARKUP = re.compile("<[a-zA-Z/!][^<>\n]{0,200}>")


def read(document: str | Sequence[Line]) -> Release:
    """Read a release: a text as pasted from a page or a PDF, or the lines of a document.

    Takes the forms in use: a news article that groups or lists its cases, and a full release
    with numbered cases or without numbers. Never raises; what cannot be told is empty and asked.
    """
    questions: list[Question] = []
    lines: Sequence[Line]
    if isinstance(document, str):
        lines = pasted_lines(document)
        questions += _about_markup(lines)
    else:
        lines = document
    lines, was_traditional = simplified(lines)
    if was_traditional:
        questions.append(Question("text", "原文是繁体字，按简体收录，请核对"))
    if sum(bool(line.text.strip()) for line in lines) > MOST_LINES:
        return Release(questions=(Question("text", f"文字超过{MOST_LINES}行，不像一份发布稿"),))
    lines, printed = with_plain_names(lines)
    kept, furniture = cut_furniture(whole_credits(lines))
    story, doubled = once(paragraphs(whole_credits(kept)))  # without page heads between
    if not story:
        return Release(questions=(Question("text", "没有可读的文字"),), furniture=tuple(furniture))
    release = _read(story, [*doubled, *questions])
    text = "\n".join(printed.get(line.text, line.text) for line in story)
    release = replace(release, furniture=(*furniture, *release.furniture), text=text)
    return as_printed(release, printed) if printed else release


def _about_markup(lines: Sequence[Line]) -> list[Question]:
    questions = []
    if any(MARKUP.search(line.text) for line in lines):
        message = "文字里有网页标记（如 <p>），按普通文字收录，请粘贴网页上看到的文字"
        questions.append(Question("text", message))
    return questions


def _read(lines: Sequence[Line], questions: list[Question]) -> Release:
    story = _story(lines)
    listed = listed_titles([line.text for line in story])
    cut, captions = without_captions(_cut(story, listed))
    front = [line.text for line in cut.front]
    facts = _facts(front, [line.text for line in lines])
    cases, candidates = _cases(cut, front, listed, facts)
    about_facts = [
        Question(name, fact.question) for name, fact in facts.items() if _asks(fact, facts)
    ]
    about_cases = counted(facts["claimed"].value, cases, cut, len(listed))
    return Release(
        **_values(facts),
        kind=kind_of(facts["title"].value, cases),
        introduction=_introduction(front) if cut.blocks and not candidates else "",
        cases=tuple(cases[:MOST]),
        candidates=candidates,
        furniture=tuple(captions),
        is_several=repeats_numbers(cases) or _names_two(facts, cases),
        passages={name: fact.passage for name, fact in facts.items() if fact.passage},
        questions=(*about_cases, *about_facts, *left_out(cases), *questions),
    )


def _cut(story: Sequence[Line], listed: Sequence[str]) -> Blocks:
    """The blocks of the cases, as many as the text before them says if there is a way."""
    cut = cut_blocks(story, listed)
    claimed = find_claim([line.text for line in cut.front]).value
    is_whole = not cut.blocks or claimed in (None, len(cut.blocks))
    return cut if is_whole else cut_blocks(story, listed, claimed)


def _names_two(facts: dict[str, Found], cases: Sequence[ReadCase]) -> bool:
    """Whether the text names two batches alike and has more cases than the first claims."""
    claimed = facts["claimed"].value
    ordinals = {ordinal_of(name) for name in facts["title"].others}
    others = ordinals - {None, facts["ordinal"].value}
    return bool(claimed and others and len(cases) > claimed)


def _asks(fact: Found, facts: dict[str, Found]) -> bool:
    """Whether an editor is to be asked: a date that is not printed is none, where there is one."""
    is_dated = any(facts[name].value for name in DATES)
    return bool(fact.question) and not (is_dated and fact.is_absent)


def _story(lines: Sequence[Line]) -> list[Line]:
    """The lines without stamps; none if the text is a law, a report or a novel."""
    if not any(OF_CASES.search(line.text) for line in lines):
        return []
    signed = {date for _, date in signatures([line.text for line in lines])}
    return [line for line in lines if not is_stamp(line.text) or line.text in signed]


def _values(facts: dict[str, Found]) -> dict[str, Any]:
    """The fields of the batch that stand in the text, and those that follow from them."""
    issuers = facts["issuers"].value
    return {
        **{name: fact.value for name, fact in facts.items()},
        "issuers": tuple(issuer.name for issuer in issuers),
        "issuer_roles": issuers,
        "series": series_of(facts["title"].value),
    }


def _facts(front: Sequence[str], lines: Sequence[str]) -> dict[str, Found]:
    """The batch's facts by field; `front` is what stands before the cases' own texts."""
    signed = {below for _, below in signatures(lines)}
    stamps = [line for line in lines if is_stamp(line) and line not in signed]
    notice = find_notice(front)
    title, question = find_title(front, notice)
    reported, issued = find_reported(stamps), find_issued(lines, stamps)
    return {
        "title": Found(title.name, title.sentence, question, others=title.others),
        "notice_title": Found(notice.title, notice.title),
        "ordinal": Found(find_ordinal(title.name, notice.title, front)),
        "issuers": with_offices(find_issuers(title, notice, front, lines), front),
        "topic": find_topic(title, front),
        "document_number": find_document_number(front),
        "issued_on": issued,
        "released_on": find_released(title, front, reported.value, issued.value),
        "reported_on": reported,
        "source_name": find_source(stamps),
        "claimed": find_claim(front),
    }


def _cases(
    cut: Blocks, front: list[str], listed: Sequence[str], facts: dict[str, Found]
) -> tuple[list[ReadCase], tuple[ReadCase, ...]]:
    """The cases, and the bodies that a news article names only in passing."""
    news, passing = news_cases(_opening(front), facts["claimed"].value)
    full = read_cases(cut, listed)
    if full:
        return finished(themed(full, news), facts), ()
    if len(listed) > max(1, len(news)):
        cases = [read_heading([title]) for title in listed]
        return finished(themed(cases, news), facts), ()
    narrated = narrated_titles(_opening(front))
    if len(narrated) > len(news):
        return finished([read_heading(pieces) for pieces in narrated], facts), ()
    if not news and (title := first_title(front)):
        return finished([read_heading([title])], facts), ()
    credited = {name for case in news for name in body_names(case.bodies)}
    credited |= {issuer.name for issuer in facts["issuers"].value}
    return finished(news, facts), bodies_in_passing(passing, credited)


def _opening(front: Sequence[str]) -> list[str]:
    """The lines with which the text begins, as far as a news article may reach."""
    ends = accumulate(map(len, front))
    lines = [
        line
        for line, end in zip(front, ends, strict=True)
        if end <= NEWS and not ADDRESSEES.fullmatch(line)
    ]
    return lines or [line[:NEWS] for line in front[:1]]


def _introduction(front: Sequence[str]) -> str:
    """What the notice says, else the first paragraphs of the news."""
    notice = find_notice(front)
    below = front[notice.end :] if notice.title else front
    paragraphs = [
        line
        for line in below
        if line.endswith(("。", "：", ":")) and not ADDRESSEES.fullmatch(line)
    ]
    if not notice.title:
        paragraphs = list(dropwhile(lambda paragraph: "案例" not in paragraph, paragraphs))
    ends = accumulate(map(len, paragraphs))
    return "\n".join(p for p, end in zip(paragraphs, ends, strict=True) if end <= INTRODUCTION)
