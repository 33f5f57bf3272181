"""The titles of cases that the news names without listing all: 在“甲案”中, 包括乙案等8件."""

import re
from collections.abc import Sequence

from ..divisions import find_bodies
from ..text.dates import NUMERAL
from .lists import unquoted
from .notices import UNIT
from .ordinals import EARLIER
from .release import MOST
from .sentences import sentences
from .shapes import is_complete

QUOTED = re.compile(r"在[“《](?P<title>[^“”《》\n]{4,80}案)[”》](?:一案|案例)?中?[，,]")
NARRATED = re.compile(
    r"(?:办理|提起|督办)的[“‘《]?(?P<title>[^，。；“”‘’《》\n]{3,60}?案)(?:件)?[”’》]?(?:中|时|，|。|案例|典型)"
)


def narrated_titles(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """The titles of cases that the news tells of, 在甲院办理的某某案中, with their bodies."""
    quoted = dict.fromkeys(match["title"] for line in lines for match in QUOTED.finditer(line))
    if len(quoted) > 1:
        titles: list[tuple[str, ...]] = [(title,) for title in quoted]
        return titles[:MOST]
    bodies_by_title: dict[str, str] = {}
    for line in lines:
        for sentence in sentences(line):
            for mention in find_bodies(sentence):
                match = NARRATED.match(sentence, mention.end)
                if match and mention.bodies[0].level != "supreme" and len(bodies_by_title) < MOST:
                    bodies_by_title.setdefault(match["title"], mention.name)
    return (
        [(title, f"（{body}）") for title, body in bodies_by_title.items()]
        if len(bodies_by_title) > 1
        else []
    )


# The one title that stands for all: 包括甲案等8件, 选编了“乙案”等5件案例.
FIRST = re.compile(
    rf"(?:包括|发布(?=了?[“《])|选编|编选|选取|收录|涵盖)了?\s?(?P<title>[^，。；：\n]{{4,100}}?案[”》]?)等(?:共)?{NUMERAL}{UNIT}"
)


def first_title(lines: Sequence[str]) -> str:
    """The title that the news gives for all, with their number; empty if it gives none."""
    for line in lines:
        for sentence in sentences(line):
            match = FIRST.search(sentence)
            if match and is_complete(match["title"]) and not EARLIER.search(sentence):
                return unquoted(match["title"])
    return ""
