"""The whole of a release: its batch, its cases, what is not clear."""

from collections import Counter
from dataclasses import replace

from ..divisions import Body, read_bodies
from .batch import (
    _claimed,
    _document_number,
    _issuers,
    _ordinal,
    _series,
    _signatures,
    _source,
    _title,
    _topic,
)
from .batch_dates import _issued, _released, _reported
from .entries import Entry, _numbered, _unnumbered
from .furniture import _cleaned, _cut
from .naming import _names
from .news import _candidates, _news_cases, _under
from .numbered import _numbered_cases
from .paragraphs import _doubled, _is_stamp, _once, _paragraphs
from .release import Found, Question, ReadCase, Release


def _facts(front: list[str], paragraphs: list[str]) -> dict[str, Found]:
    """The batch's facts by field; `front` is what stands before the cases' own texts."""
    signed = {below for _, below in _signatures(paragraphs)}
    stamps = [line for line in paragraphs if _is_stamp(line) and line not in signed]
    title, question = _title(front)
    reported = _reported(stamps)
    return {
        "title": Found(title.name, title.sentence, question),
        "issuers": _issuers(title, paragraphs),
        "topic": _topic(title, front),
        "document_number": _document_number(paragraphs),
        "issued_on": _issued(paragraphs, stamps),
        "released_on": _released(title, reported.value),
        "reported_on": reported,
        "source_name": _source(stamps),
        "claimed": _claimed(front),
    }


def _counted(claimed: int | None, cases: list[ReadCase], entries: list[Entry]) -> list[Question]:
    """Whether all cases were found, by the text's own word and by their numbers."""
    questions = []
    if not cases:
        questions.append(Question("cases", "没有认出案例：没有编号的案例，也没有按主题分段的单位"))
    if claimed is None:
        questions.append(Question("claimed", "原文没有写明共几件案例"))
    elif claimed != len(cases):
        message = f"原文说共{claimed}件，认出{len(cases)}件，请核对"
        questions.insert(0, Question("cases", message))
    if any(times > 1 for times in Counter(c.official_no for c in cases if c.official_no).values()):
        questions.append(Question("cases", "案例编号有重复，可能粘贴了不止一批，请核对"))
    numbers = {entry.number for entry in entries}
    if missing := sorted(set(range(1, max(numbers, default=0))) - numbers):
        message = f"案例编号不连续，缺第{'、'.join(map(str, missing[:20]))}件"
        questions.append(Question("cases", message))
    return questions


def _left_out(cases: list[ReadCase]) -> list[Question]:
    """What the release leaves out of its cases, said once for all."""
    questions = []
    if untitled := sum(not case.title for case in cases):
        message = f"有{untitled}件原文没有给出标题"
        questions.append(Question("case.title", message))
    if unplaced := sum(not case.bodies for case in cases):
        questions.append(Question("case.bodies", f"有{unplaced}件没有认出单位，请填写"))
    if unthemed := sum(not case.theme for case in cases):
        questions.append(Question("case.theme", f"有{unthemed}件没有写明责任主题，留空"))
    return questions


def _themed(cases: list[ReadCase], news: list[ReadCase]) -> list[ReadCase]:
    """Numbered cases with the themes that a news text above them gives to their bodies."""
    headings = {name: case.theme_name for case in news for name in _names(case.bodies)}
    themed = []
    for case in cases:
        heading = next((headings[n] for n in _names(case.bodies) if n in headings), "")
        if heading and not case.theme_name:
            case = _under(case, heading).asking("themes", "主题据前面的新闻稿，请核对")
        themed.append(case)
    return themed


def _located(cases: list[ReadCase], facts: dict[str, Found]) -> list[ReadCase]:
    """The cases with doubtful names read again: by the issuer's province and the release's year."""
    near = next((b for name in facts["issuers"].value for b in read_bodies(name)), None)
    near = near if near and near.level == "provincial" else None
    days = [facts[name].value for name in ("issued_on", "released_on", "reported_on")]
    year = int(next(filter(None, days), "0")[:4]) or None
    return [
        replace(case, bodies=tuple(_read_again(body, near, year) for body in case.bodies))
        for case in cases
    ]


def _read_again(body: Body, near: Body | None, year: int | None) -> Body:
    if not body.choices and not (body.place and body.place.until):
        return body
    again = read_bodies(body.name, near, year)
    return next((other for other in again if other.code == body.code), again[0])


def read(text: str) -> Release:
    """Read a release as pasted from a page or a PDF, page furniture and all.

    Takes the two forms in use: a news article that groups cases under themes, and a full
    release with numbered cases. Never raises; what cannot be told is empty and asked.
    """
    text, questions = _cleaned(text)
    lines, furniture = _cut(text.split("\n"))
    every = _paragraphs(lines)
    if not every:
        return Release(questions=(Question("text", "没有可读的文字"),), furniture=tuple(furniture))
    paragraphs, extra = _once(every)
    questions += _doubled(every, paragraphs, extra)
    return replace(_read(paragraphs, questions), furniture=tuple(furniture))


def _read(paragraphs: list[str], questions: list[Question]) -> Release:
    story = [line for line in paragraphs if not _is_stamp(line)]
    entries = _numbered(story, _claimed(story).value) or _unnumbered(story)
    front = story[: entries[0].start] if entries else story
    facts = _facts(front, paragraphs)
    news, passing = _news_cases(front)
    cases = _themed(_numbered_cases(entries), news) if entries else news
    cases = _located(cases, facts)
    credited = {name for case in cases for name in _names(case.bodies)} | {*facts["issuers"].value}
    counted = _counted(facts["claimed"].value, cases, entries)
    about_facts = [Question(name, fact.question) for name, fact in facts.items() if fact.question]
    return Release(
        **{name: fact.value for name, fact in facts.items()},
        series=_series(facts["title"].value),
        ordinal=_ordinal(facts["title"].value),
        introduction=_introduction(front) if entries and not news else "",
        cases=tuple(cases),
        candidates=() if entries else _candidates(passing, credited),
        passages={name: fact.passage for name, fact in facts.items() if fact.passage},
        questions=(*counted, *about_facts, *_left_out(cases), *questions),
    )


def _introduction(front: list[str]) -> str:
    return "\n".join(line for line in front if line.endswith(("。", "：", ":")))
