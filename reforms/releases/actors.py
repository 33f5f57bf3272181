"""The body of a case whose title names none: the one that acts in the text.

The body with most evidence wins, and is left out where there is too little.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ..divisions import Body, provinces_in
from ..divisions.gazetteer import opening_place
from .release import ReadCase
from .sentences import sentences
from .shapes import role, section_mark
from .weighing import Actor, Weighing

ENOUGH = 1.5  # evidence that a body acts, among others
ALONE = 0.5  # evidence that the only body acts
STEP = 1.5  # evidence that a body takes a step itself, besides the one that acts most
TURNED_TO = 2.0  # evidence that a body acts to which the case was taken
WEIGHTS = {"做法履职": 1.0, "成效": 0.5, "意义": 0.5, "要旨": 0.0, "背景案情": -0.5}
PARTY = re.compile("[^诉案、，]{0,24}?(?:公司|集团|企业|银行|厂|合作社|酒店|医院)")
LONGEST = 40_000  # characters of a case's text that are weighed


def credit_actor(case: ReadCase, lines: Sequence[str], place: str) -> ReadCase:
    """The case with the body that acts in its text; unchanged where none clearly does.

    `place` is what the title says of the place: a body of another province is not credited,
    unless the place begins the name of a party: 上海某公司侵犯著作权案.
    """
    ranked = _ranked(lines, place)
    behind_place = case.title[case.title.find(place) + len(place) :]
    if not ranked and PARTY.match(behind_place):
        ranked = _ranked(lines, place, is_of_party=True)
    if not ranked:
        return case
    key, best = ranked[0]
    credited = [actor for other, actor in ranked if other == key or _acts_with(best, other, actor)]
    credited.sort(key=lambda actor: actor.first_act)
    last = credited[-1]
    credited = [actor for actor in credited if actor is last or not _passes_on(actor)]
    named = provinces_in(case.title + "".join(lines)[:LONGEST])
    bodies = tuple(_placed_by_text(actor.body, named) for actor in credited)
    case = replace(case, bodies=bodies).showing(bodies=best.sentence)
    return case.asking("bodies", "标题没有写单位，据正文判断，请核对")


def _passes_on(actor: Actor) -> bool:
    """Whether the case was only given to it: another, which acts later, handled it."""
    return actor.is_given and actor.acts == 1


def _placed_by_text(body: Body, named: Collection[str]) -> Body:
    """The body with the one province that the text names, where its own name tells none.

    绥阳人民检察院 in a text about 黑龙江省 is not that of 绥阳县 in Guizhou.
    """
    is_guess = "standard_name" in body.inferred and named and body.province not in named
    if is_guess:
        question = f"“{body.name}”没有写明是哪里的，正文没有提到{body.standard_name}，请填写全称"
        body = Body(name=body.name, kind=body.kind, questions=(question,))
    choices = [choice for choice in body.choices if choice.province in named]
    if len(choices) == 1:
        return replace(choices[0], name=body.name).with_inferred("standard_name")
    has_none = body.kind == "military" or body.level == "supreme"
    if body.province or has_none or len(named) != 1:
        return body
    return replace(body, province=next(iter(named))).with_inferred("province")


def _ranked(lines: Sequence[str], place: str, is_of_party: bool = False) -> list[tuple[str, Actor]]:
    """The actors by their evidence, most first; none where there is too little."""
    weighing = Weighing(place, is_of_party)
    for sentence, weight in _weighted_sentences(lines):
        weighing.weigh(sentence, weight)
    actors = _without_systems(weighing.actors)
    ranked = sorted(actors.items(), key=lambda item: -item[1].score)
    acting = [actor for _, actor in ranked if actor.score > 0]
    least = ALONE if len(acting) == 1 else ENOUGH
    return ranked if ranked and ranked[0][1].score >= least else []


def _acts_with(best: Actor, key: str, actor: Actor) -> bool:
    if actor.is_turned_to and actor.score >= TURNED_TO:
        return True
    return (key in best.joint and actor.score >= 1.0) or min(actor.steps, actor.score) >= STEP


def _without_systems(actors: dict[str, Actor]) -> dict[str, Actor]:
    """The actors without 某地检察机关 where a procuratorate of this area acts: it is meant."""
    acting = [
        actor.body.place
        for actor in actors.values()
        if actor.body.kind != "system" and actor.score >= ENOUGH and actor.body.place
    ]
    return {
        key: actor
        for key, actor in actors.items()
        if actor.body.kind != "system"
        or actor.body.place is None
        or not any(place.within(actor.body.place) for place in acting)
    }


def _weighted_sentences(lines: Sequence[str]) -> Iterator[tuple[str, float]]:
    """The sentences of a text, with the weight of the section in which they stand."""
    weight, read = 0.0, 0
    marks = [mark for line in lines if (mark := section_mark(line))]
    tells = any(role(mark.name) == "做法履职" for mark in marks)
    for line in lines:
        mark = section_mark(line)
        if mark:
            weight = WEIGHTS.get(role(mark.name), 0.0) if tells else 0.0
        for sentence in sentences(mark.rest if mark else line):
            read += len(sentence)
            if read > LONGEST:
                return
            yield sentence, weight


def place_in(title: str) -> str:
    """The place with which a title begins, or that it names after 诉 or 督促; empty if none."""
    title = re.sub(r"\s", "", title)
    for start in (
        0,
        *(title.find(word) + len(word) for word in ("诉", "督促", "等", "、") if word in title),
    ):
        opening = opening_place(title[start : start + 30])
        if opening.length and not all(
            match.bare and match.place.parent for match in opening.matches
        ):
            return title[start : start + opening.length]
    return ""
