"""What a release says: its facts, its cases, and what is to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from ..divisions import Body

MOST = 500  # cases, or mentions of titles; more is no release
ENOUGH = MOST + 1  # heads: one more tells that there are more

# Words of the issuer's headings → slug of the theme.
THEMES = {
    "政治责任": "political",
    "办案责任": "case-handling",
    "监管责任": "supervisory",
    "监督管理责任": "supervisory",
    "层级责任": "hierarchical",
}


@dataclass(frozen=True)
class Question:
    """Something that an editor should decide or know; `about` names the field."""

    about: str
    text: str
    code: str = ""  # which question it is, where other code asks that


NO_THEME = "no-theme"  # code: the heading of a case is none of THEMES


class Part(NamedTuple):
    """A piece of a case's text under its own heading."""

    heading: str = ""  # as printed; empty for what stands before the first heading
    role: str = ""  # 要旨, 背景案情, 做法履职, 成效, 意义; empty where the heading does not tell
    depth: int = 0
    parent: int | None = None  # index of the part that this one belongs to
    text: str = ""


class ThemeProposal(NamedTuple):
    """A theme that the text suggests for a case."""

    name: str  # of the theme, as the catalogue calls it: 办案责任
    basis: str  # news, title or text
    passage: str


class Issuer(NamedTuple):
    """Who issued a batch, and in which role: 发布, 指导, 组织评选."""

    name: str
    role: str = "发布"


@dataclass(frozen=True)
class ReadCase:
    """One case as the text has it."""

    bodies: tuple[Body, ...] = ()
    title: str = ""  # empty where the release gives none
    subtitle: str = ""
    official_no: str = ""  # as printed: 案例一
    theme: str = ""  # slug
    theme_name: str = ""  # the heading as printed, also where it is none of our themes
    body: str = ""  # the full text, where the release gives one
    keywords: tuple[str, ...] = ()
    proposals: tuple[ThemeProposal, ...] = ()
    passages: Mapping[str, str] = field(default_factory=dict)  # field → the words behind it
    questions: tuple[Question, ...] = ()

    def asking(self, about: str, text: str, code: str = "") -> "ReadCase":
        return replace(self, questions=(*self.questions, Question(about, text, code)))

    def showing(self, **passages: str) -> "ReadCase":
        return replace(self, passages={**self.passages, **passages})


@dataclass(frozen=True)
class Release:
    """One release as the text has it, under the names of the batch's fields.

    Dates are ISO 8601-1, whole or cut short, or empty."""

    title: str = ""
    notice_title: str = ""  # of the notice with which the batch was issued
    kind: str = ""  # 改革典型案例, 办案典型案例, 指导性案例, 年度评选; empty if unsure
    series: str = ""
    ordinal: int | None = None
    topic: str = ""
    issuers: tuple[str, ...] = ()
    issuer_roles: tuple[Issuer, ...] = ()
    document_number: str = ""
    issued_on: str = ""
    released_on: str = ""
    reported_on: str = ""
    source_name: str = ""
    claimed: int | None = None  # how many cases the text says there are
    introduction: str = ""  # of a full release: what stands before the first case
    cases: tuple[ReadCase, ...] = ()
    is_several: bool = False  # whether the text seems to hold more than one batch
    candidates: tuple[ReadCase, ...] = ()  # bodies named in passing: offered, not chosen
    passages: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()  # the gravest first
    furniture: tuple[str, ...] = ()  # the lines that were cut off
    text: str = ""  # all other lines

    @property
    def issued(self) -> str:
        return self.issued_on

    @property
    def released(self) -> str:
        return self.released_on


class Found(NamedTuple):
    """A fact, the words behind it, and what is to be asked about it."""

    value: Any = ""
    passage: str = ""
    question: str = ""
    is_absent: bool = False  # whether the text says nothing of it, not even vaguely
    others: tuple[str, ...] = ()  # what it may be as well
