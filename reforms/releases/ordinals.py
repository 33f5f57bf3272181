"""Which batch of a series it is, by what the text calls it."""

import re
from collections.abc import Sequence

from ..text.dates import NUMERAL, numeral_value
from .sentences import sentences

BATCH = rf"(?:第\s?{NUMERAL}\s?[批辑期]|首批)"
SERIES = re.compile(rf"[（(](?P<name>[^（）()]{{4,40}}案例)\s{{0,3}}{BATCH}\s{{0,3}}[）)]")
EARLIER = re.compile(f"此前|曾|继(?!续)|去年|上一批|先前|之前|先后|前{NUMERAL}批")


def ordinal_of(text: str) -> int | None:
    """The ordinal that a name gives; 三批 is a count and gives none."""
    match = re.search(BATCH, text)
    if not match:
        return None
    return 1 if match[0] == "首批" else numeral_value(re.sub(r"[第批辑期\s]", "", match[0]))


def find_ordinal(title: str, notice_title: str, lines: Sequence[str]) -> int | None:
    """The batch's ordinal: from its name, else from what the notice or the news call it."""
    own = ordinal_of(title) or ordinal_of(notice_title)
    if own or not title:
        return own
    tail = re.sub(r"\s", "", re.split("[（(]", title, maxsplit=1)[0])[-6:]
    ordinals = {
        ordinal_of(match[0])
        for line in lines
        if tail in line
        for sentence in sentences(line)
        for match in re.finditer(rf"{BATCH}[^。，；第]{{0,40}}案例", sentence)
        if tail in match[0] and not EARLIER.search(sentence[: match.start()])
    }
    return ordinals.pop() if len(ordinals) == 1 else None


def series_of(title: str) -> str:
    """The name that all batches of a series share; empty where the title has no ordinal."""
    if match := SERIES.search(title):
        return match["name"]
    series = re.sub(rf"[（(]?{BATCH}[）)]?", "", title)
    return series if series != title else ""
