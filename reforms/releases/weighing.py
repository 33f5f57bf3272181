"""What the sentences of a case's text say of each body: how much it acts in the case.

Every mention is weighed by what stands around it. Known patterns decide nothing alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..divisions import Body, Mention, find_bodies, places_named, read_bodies
from .evidence import act_jointly, evidence, is_given, is_supreme_step, is_turned_to, takes_step
from .short_names import ShortNames, with_short_form_behind

RELATIVE = re.compile("(?<![\u4e00-\u9fff])[省市区县](?:人民)?(?:检察)?院|[该本](?:检察)?院(?!长)")
RANKS = {"省": "provincial", "县": "grassroots", "区": "grassroots"}
IN_PLACE = 0.5  # for a body of the province that the title names
ARMY = re.compile("^(?:中国人民)?解放军(?!军事)")  # 杭州军事检察院 is printed with and without
MENTIONS = 400
LONGEST = 2_000  # characters of a sentence that are weighed
NEAR = 60  # characters before a mention in which the title of a document may begin


@dataclass
class Actor:
    """A body that a text mentions, with the evidence that the case is its own."""

    body: Body  # with the longest of its names
    sentence: str
    score: float = 0.0
    first_act: int = 0  # number of the first mention that says something
    joint: set[str] = field(default_factory=set)  # keys of bodies that act together with it
    steps: float = 0.0  # evidence that it takes steps of the proceedings itself
    is_turned_to: bool = False
    is_given: bool = False
    acts: int = 0  # mentions that say that it acts

    def take(self, body: Body, score: float, mention: int, is_alone: bool, is_step: bool) -> None:
        """Add the evidence of a mention, which names the body alone or among others."""
        self.score += score
        self.steps += max(score, 0) if is_step else 0
        self.acts += score > 0
        self.first_act = self.first_act or (mention if score else 0)
        if is_alone and len(body.name) > len(self.body.name):
            self.body = body


class Weighing:
    """The bodies of a text by their keys, with the evidence for each, sentence by sentence.

    They stand in the order in which they are first named.
    """

    def __init__(self, place: str, is_of_party: bool = False) -> None:
        self.actors: dict[str, Actor] = {}
        self._province = province_of(place)
        self._bounds = "" if is_of_party else self._province
        self._near = _body_of(place)
        self._short_names = ShortNames()
        self._mentions = 0

    def weigh(self, sentence: str, weight: float) -> None:
        """Add what a sentence says; `weight` is that of its section."""
        keys: list[str] = []
        sentence = with_short_form_behind(sentence[:LONGEST])
        mentions = self._short_names.known(
            sentence, _mentions(sentence, self._near, self._province)
        )
        for mention in mentions:
            is_above = mention.bodies[0].level == "supreme"
            is_other = mention.illustrates or (is_above and not is_supreme_step(sentence, mention))
            if not is_other and self._mentions < MENTIONS:
                keys += self._add(mention, sentence, weight)
        if len(keys) > 1 and act_jointly(sentence, mentions):
            for key in set(keys):
                self.actors[key].joint.update(keys)

    def _add(self, mention: Mention, sentence: str, weight: float) -> list[str]:
        """Add the evidence of a mention to its bodies; returns their keys."""
        bodies = _placed(mention, self._near)
        self._near = bodies[0] if bodies[0].place else self._near
        score = evidence(sentence, mention, weight) - _contradiction(bodies, self._bounds)
        self._mentions += 1
        keys = []
        for body in bodies:
            name = body.standard_name if len(bodies) > 1 else ""
            body = replace(body, name=name or mention.name)
            keys.append(_key(body, self.actors))
            in_place = IN_PLACE * (body.province == self._province != "")
            actor = self.actors.setdefault(keys[-1], Actor(body, sentence, in_place))
            is_step = weight >= 0 and takes_step(sentence, mention)
            actor.take(body, score, self._mentions, len(bodies) == 1, is_step)
            actor.is_turned_to |= is_turned_to(sentence, mention)
            actor.is_given |= is_given(sentence, mention)
        return keys


def _mentions(sentence: str, near: Body | None, province: str) -> list[Mention]:
    """The bodies that a sentence names, also as 县检察院."""
    mentions = [mention for mention in find_bodies(sentence) if not _is_in_title(sentence, mention)]
    for match in RELATIVE.finditer(sentence):
        if not any(
            mention.start < match.end() and match.start() < mention.end for mention in mentions
        ):
            bodies = (_relative_body(match[0], near, province),)
            mentions.append(Mention(match.start(), match.end(), match[0], bodies))
    return sorted(mentions, key=lambda mention: mention.start)


def _is_in_title(sentence: str, mention: Mention) -> bool:
    """Whether a mention is part of a document's title: 《江苏省人民检察院关于…的意见》."""
    before = sentence[max(0, mention.start - NEAR) : mention.start]
    return before.rfind("《") > before.rfind("》")


def _relative_body(name: str, near: Body | None, province: str) -> Body:
    """县检察院 after a body of this county is that body; else an anonymous one."""
    if name[0] in "该本" and near:
        return near
    body = read_bodies(name, near)[0]
    if body.standard_name:
        return replace(body, name=body.standard_name)
    return replace(body, name=name, level=RANKS.get(name[0], ""), province=province)


def _key(body: Body, actors: dict[str, Actor]) -> str:
    """The same for all names of a body; an anonymous one is known by the end of its name."""
    if body.standard_name:
        return ARMY.sub("", body.standard_name)
    name = body.name.replace("人民", "")
    return next((key for key in actors if key.endswith(name) or name.endswith(key)), name)


def province_of(place: str) -> str:
    """The slug of the province that a text names or that its place lies in; empty if unclear."""
    slugs = {match.place.slug for match in places_named(place)} if place else set()
    return slugs.pop() if len(slugs) == 1 else ""


def _body_of(place: str) -> Body | None:
    if not place:
        return None
    body = read_bodies(place + "检察院")[0]
    return body if body.place else None


def _placed(mention: Mention, near: Body | None) -> tuple[Body, ...]:
    """The bodies of a mention, with what the place named before says about them."""
    body = mention.bodies[0]
    if near is None or near.place is None:
        return mention.bodies
    if body.choices or not (body.standard_name or body.province):
        again = read_bodies(mention.name, near)
        return again if len(again) == len(mention.bodies) else mention.bodies
    return mention.bodies


def _contradiction(bodies: Sequence[Body], province: str) -> float:
    provinces = {body.province for body in bodies if body.province}
    return 5.0 if province and provinces and province not in provinces else 0.0
