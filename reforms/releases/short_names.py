"""Offices by the short names that a text gives them: 甲市乙区人民检察院（以下简称乙区检察院）."""

import re
from collections.abc import Sequence

from ..divisions import Body, Mention

# Behind a name: its short form, or what the office is called today.
SHORT_FORM = re.compile(
    "[（(](?:(?:以下)?简称[“”]?(?P<name>[^（）()“”]{1,40})[“”]?|(?:以下)?统称[^（）()]{1,40}|(?:现为|原为)[^（）()]{1,40})[）)]"
)
# 甲市高新技术产业开发区（以下简称高新区）人民检察院
WITHIN = re.compile(
    "(?P<short>[（(](?:以下)?简称[“”]?[^（）()“”]{2,12}[省市区县旗州])(?P<end>[“”]?[）)])(?P<rest>(?:人民)?检察院)"
)
MOST = 20  # short names in one case


def with_short_form_behind(sentence: str) -> str:
    """The sentence with the short form of a place behind the name of its office."""
    return WITHIN.sub(r"\g<rest>\g<short>\g<rest>\g<end>", sentence)


class ShortNames:
    """The short names that a text has given to bodies so far."""

    def __init__(self) -> None:
        self._bodies: dict[str, tuple[Body, ...]] = {}

    def known(self, sentence: str, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions of a sentence; those by a short name have the bodies that it stands for."""
        forms = [(m, form) for m in mentions if (form := SHORT_FORM.match(sentence, m.end))]
        for mention, form in forms[: MOST - len(self._bodies)]:
            if (form["name"] or "").endswith("院"):
                self._bodies[form["name"]] = mention.bodies
        known = [m for m in mentions if not any(f.start() <= m.start < f.end() for _, f in forms)]
        for name, bodies in self._bodies.items():
            for match in re.finditer(re.escape(name), sentence):
                start, end = match.span()
                around = [m for m in known if m.start < end and start < m.end]
                in_form = any(form.start() <= start < form.end() for _, form in forms)
                if not in_form and all(len(m.name) <= len(name) for m in around):
                    known = [m for m in known if m not in around]
                    known.append(Mention(start, end, name, bodies))
        return sorted(known, key=lambda mention: mention.start)
