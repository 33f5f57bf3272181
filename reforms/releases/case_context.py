"""What the rest of a release says of its cases: the themes in the news above, places, the year."""

from collections.abc import Sequence
from dataclasses import replace

from ..divisions import Body, find_bodies, read_bodies
from .news import under_heading
from .release import Found, ReadCase
from .themes import proposed_themes

DATES = ("issued_on", "released_on", "reported_on")


def finished(cases: Sequence[ReadCase], facts: dict[str, Found]) -> list[ReadCase]:
    """The cases with their places settled, and with the themes that their own words suggest."""
    return [proposed_themes(case) for case in _located(cases, facts)]


def themed(cases: Sequence[ReadCase], news: Sequence[ReadCase]) -> list[ReadCase]:
    """Cases with the themes that a news text above them gives to their bodies."""
    headings = _headings(news)
    with_themes = []
    for case in cases:
        keys = [key for body in case.bodies for key in _keys(body)]
        heading = next((headings[key] for key in keys if headings.get(key)), "")
        if heading and not case.theme_name:
            case = under_heading(case, heading).asking("themes", "主题据前面的新闻稿，请核对")
        with_themes.append(case)
    return with_themes


def _keys(body: Body) -> tuple[str, ...]:
    """What a body is known by: its name, else its place, as news write 检察机关 for a 检察院."""
    return tuple(filter(None, (body.standard_name or body.name, body.code)))


def _headings(news: Sequence[ReadCase]) -> dict[str, str]:
    """The heading under which the news name a body; empty where they name it under several."""
    headings: dict[str, str] = {}
    for case in news:
        for key in (key for body in case.bodies for key in _keys(body)):
            same = headings.get(key, case.theme_name) == case.theme_name
            headings[key] = case.theme_name if same else ""
    return headings


def _located(cases: Sequence[ReadCase], facts: dict[str, Found]) -> list[ReadCase]:
    """The cases with doubtful names read again: by the issuer's province and the release's year."""
    issuers = [body for issuer in facts["issuers"].value for body in read_bodies(issuer.name)]
    named = [body for mention in find_bodies(facts["title"].value) for body in mention.bodies]
    near = next(iter([*issuers, *named]), None)
    near = near if near and near.level in ("provincial", "municipal") else None
    days = [facts[name].value for name in DATES]
    year = int(next(filter(None, days), "0")[:4]) or None
    return [
        replace(case, bodies=tuple(_read_again(body, near, year) for body in case.bodies))
        for case in cases
    ]


def _read_again(body: Body, near: Body | None, year: int | None) -> Body:
    if near and "某" in body.name and not body.province:
        return replace(body, province=near.province).with_inferred("province")
    if not body.choices and not (body.place and body.place.until):
        return body
    again = read_bodies(body.name, near, year)
    return next((other for other in again if other.code == body.code), again[0])
