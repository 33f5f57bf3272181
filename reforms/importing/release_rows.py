"""The cases of a release → the rows of an import, with what an editor should decide."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from .. import releases
from ..columns import BODY_COLUMNS, SEPARATOR
from ..models import ImportRow, Theme
from ..tables import Remark
from ..text.lines import parallel_values, split_values
from ..vocabulary import PlaceBasis, ThemeBasis
from .states import Choice

MOST_EMPTY_ROWS = 100  # that a text without readable cases opens

FIRM = (ThemeBasis.NEWS, ThemeBasis.TITLE)  # bases beside which keywords and text add nothing


HEADING = "heading"  # of a row's passages: the heading above a case that has no theme by it


class ThemeCell(NamedTuple):
    """A theme of a case, what it is assigned by, and the words behind that."""

    name: str
    basis: str  # vocabulary.ThemeBasis
    passage: str


def release_rows(release: releases.Release) -> Iterator[ImportRow]:
    """The cases of a release as rows, then those mentioned in passing, which are to be skipped."""
    names = theme_names()
    for line, case in enumerate((*release.cases, *release.candidates), 1):
        row = release_row(line, case, themes_of(case, names))
        if line > len(release.cases):
            row.choice = Choice.SKIP
            row.asks.append(Remark("", _("文中只是顺带提到，默认不导入。")))
        yield row
    if not (release.cases or release.candidates):
        yield from empty_rows(release)


def empty_rows(release: releases.Release) -> Iterator[ImportRow]:
    """As many rows as the text claims cases, to be filled in; the batch's facts are kept."""
    for line in range(1, min(release.claimed or 1, MOST_EMPTY_ROWS) + 1):
        row = release_row(line, releases.ReadCase(), [])
        row.asks = [Remark("title", _("没有读出案例，按原文所说的件数留出空行，请对照原文填写。"))]
        yield row


def theme_names() -> set[str]:
    """The names of all themes of the catalogue."""
    return set(Theme.objects.values_list("name", flat=True))


def count_without_theme(cases: Sequence[releases.ReadCase]) -> int:
    """How many cases have no theme of the catalogue."""
    names = theme_names()
    return sum(not themes_of(case, names) for case in cases)


def themes_of(case: releases.ReadCase, names: set[str]) -> list[ThemeCell]:
    """The themes of a case that the catalogue has, by name, each with its basis and its words.

    Keywords count where neither the news nor the title names a theme; what only the text says is
    asked about.
    """
    proposals = [ThemeCell(*p) for p in case.proposals if p.basis != ThemeBasis.TEXT]
    headed = sorted((name for name in names if name in case.theme_name), key=len)
    if headed:  # 健全法律监督体系 names the theme 法律监督体系
        proposals.insert(0, ThemeCell(headed[-1], ThemeBasis.NEWS, case.theme_name))
    firm = [proposal for proposal in proposals if proposal.basis in FIRM] or proposals
    by_name: dict[str, ThemeCell] = {}
    for proposal in firm:
        if proposal.name in names:
            by_name.setdefault(proposal.name, proposal)
    return list(by_name.values())


def release_row(line: int, case: releases.ReadCase, themes: Sequence[ThemeCell]) -> ImportRow:
    """A case of a release as a row."""
    cells = {
        "title": case.title or provisional_title(case),
        "subtitle": case.subtitle,
        "title_by": "issuer" if case.title else "catalogue",
        "official_no": case.official_no,
        **theme_cells(themes),
        "keywords": SEPARATOR.join(case.keywords),
        "summary": "",
        "body": case.body,
        **body_cells(case),
    }
    passages = dict(case.passages)
    if len(themes) > 1:
        passages["themes"] = "；".join(map(theme_in_words, themes))
    elif themes:
        passages["themes"] = themes[0].passage
    elif case.theme_name:
        passages[HEADING] = case.theme_name
    questions = [
        Remark(question.about, question.text)
        for question in case.questions
        if not (themes and question.code == releases.NO_THEME)
    ]
    return ImportRow(
        line=line,
        cells=cells,
        asks=[*open_questions(case, themes), *questions],
        passages=passages,
    )


def theme_cells(themes: Sequence[ThemeCell]) -> dict[str, str]:
    """The parallel cells about the themes."""
    return {
        "themes": SEPARATOR.join(theme.name for theme in themes),
        "theme_bases": SEPARATOR.join(theme.basis for theme in themes),
        "theme_passages": SEPARATOR.join(re.sub(r"[;；\n]", "，", t.passage) for t in themes),
    }


def theme_in_words(theme: ThemeCell) -> str:
    return f"{theme.name}：{theme.passage}（{ThemeBasis(theme.basis).label}）"


def realigned(cells: Mapping[str, str], themes: str) -> dict[str, str]:
    """The parallel cells after an editor has named other themes: those that stay keep theirs."""
    stored = {
        name: ThemeCell(name, basis, passage)
        for name, basis, passage in zip(
            split_values(cells.get("themes", "")),
            parallel_values(cells.get("theme_bases", "")),
            parallel_values(cells.get("theme_passages", "")),
            strict=False,
        )
    }
    ours = ThemeBasis.CATALOGUE.value
    return theme_cells([stored.get(n, ThemeCell(n, ours, "")) for n in split_values(themes)])


def open_questions(case: releases.ReadCase, themes: Sequence[ThemeCell]) -> list[Remark]:
    """What an editor should add to a case of a release, or should verify."""
    remarks = []
    if case.theme and not themes:
        message = _("主题表里没有“%s”，主题留空。") % case.theme_name
        remarks.append(Remark("themes", message))
    for proposal in case.proposals:
        if proposal.basis == ThemeBasis.TEXT:
            message = _("正文的说法可能属于“%(theme)s”，没有填入，请决定：%(words)s")
            words = {"theme": proposal.name, "words": proposal.passage[:120]}
            remarks.append(Remark("themes", message % words))
    if not case.title:
        remarks.append(Remark("title", _("发布稿没有给出标题，这是自动拟的，请改写。")))
    if not case.bodies:
        remarks.append(Remark("bodies", _("没有认出单位，请填写。")))
    if any(body.place_basis == PlaceBasis.INFERRED for body in case.bodies):
        remarks.append(Remark("levels", _("原文没有写明层级，按单位名称判断，页面会注明。")))
    return remarks


def provisional_title(case: releases.ReadCase) -> str:
    """A title for a case without one: its bodies, and the heading that it stands under."""
    return "、".join(body.name for body in case.bodies) + case.theme_name


def body_cells(case: releases.ReadCase) -> Mapping[str, str]:
    """The cells of the columns of bodies."""
    return {
        column: SEPARATOR.join(getattr(body, field) for body in case.bodies)
        for column, field in BODY_COLUMNS.items()
    }
