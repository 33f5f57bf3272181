"""Bodies that a sentence names, those that act together in one group."""

import re
from collections.abc import Iterable

from ..divisions import Body, Mention, find_bodies, read_bodies

JOINTLY = re.compile(r"\s{0,9}(?:会同|联合|携手|协同)\s{0,9}")
TOGETHER = re.compile(r"\s{0,9}(?:(?:会同|联合|携手|协同|、|和|与|及|以及)\s{0,9})?")
RELATIVE = re.compile(r"[我本]?[省市区县州盟旗](?:人民检察院|检察院|院|检察机关)(?=[^、])|我[省市]")


def _named(sentence: str) -> list[Mention]:
    """The bodies that a sentence names, without the Supreme People's Procuratorate."""
    return [m for m in find_bodies(sentence) if m.bodies[0].level != "supreme"]


def joint_groups(sentence: str) -> list[list[Mention]]:
    """The bodies that a sentence names, those joined as in 甲院会同乙院 together."""
    groups: list[list[Mention]] = []
    for mention in _named(sentence):
        if groups and TOGETHER.fullmatch(sentence, groups[-1][-1].end, mention.start):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def bodies_together(text: str, group: list[Mention]) -> tuple[Body, ...]:
    """Read together, so that the one before tells where the next one is."""
    if len(group) == 1:
        return group[0].bodies
    return read_bodies(text[group[0].start : group[-1].end])


def body_names(bodies: Iterable[Body]) -> tuple[str, ...]:
    return tuple(body.standard_name or body.name for body in bodies)
