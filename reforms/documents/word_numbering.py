"""The numbers that Word puts before paragraphs and does not store in their text."""

import re
from typing import Any, NamedTuple

from .limits import xml_events

KIND = "Word "
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HAN = "零一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
)


class Level(NamedTuple):
    """A level of a list: how it counts, and the text around the number."""

    form: str = "decimal"
    text: str = ""
    start: int = 1


class Numbering:
    """The lists of a document, and how far each has been counted."""

    def __init__(self, levels: dict[tuple[str, int], Level], abstract: dict[str, str]) -> None:
        self._levels, self._abstract = levels, abstract
        self._counts: dict[tuple[str, int], int] = {}

    def next_label(self, number_id: str, depth: int) -> str:
        """The label of the next paragraph of a list; empty for bullets and unknown lists."""
        name = self._abstract.get(number_id, "")
        level = self._levels.get((name, depth))
        if level is None or level.form in ("bullet", "none"):
            return ""
        self._counts[name, depth] = self._counts.get((name, depth), level.start - 1) + 1
        for deeper in range(depth + 1, 9):
            self._counts.pop((name, deeper), None)
        return re.sub("%([1-9])", lambda match: self._figure(name, int(match[1]) - 1), level.text)

    def _figure(self, name: str, depth: int) -> str:
        level = self._levels.get((name, depth), Level())
        return figure(self._counts.get((name, depth), level.start), level.form)


def figure(value: int, form: str) -> str:
    """A number as a list of this form prints it; forms that are not known count in digits."""
    if form in CHINESE and 0 < value < 100:
        tens, units = divmod(value, 10)
        ten = ("" if tens == 1 else HAN[tens]) + "十" if tens else ""
        return ten + (HAN[units] if units else "")
    if form.startswith("decimalEnclosedCircle") and value <= len(CIRCLED):
        return CIRCLED[value - 1]
    return f"{value:02}" if form == "decimalZero" else str(value)


def read_numbering(data: bytes) -> Numbering:
    """The lists that a document defines."""
    levels: dict[tuple[str, int], Level] = {}
    abstract: dict[str, str] = {}
    name = number = ""
    depth = 0
    for event, element in xml_events(data, KIND) if data else ():
        tag, value = element.tag.removeprefix(W), element.get(f"{W}val", "")
        if event == "end":
            continue
        if tag == "abstractNum":
            name = element.get(f"{W}abstractNumId", "")
        elif tag == "lvl":
            depth = _whole(element.get(f"{W}ilvl", "0")) % 9
        elif tag == "num":
            number = element.get(f"{W}numId", "")
        elif tag == "abstractNumId":
            abstract[number] = value
        elif tag in ("numFmt", "lvlText", "start"):
            level = levels.get((name, depth), Level())
            change: dict[str, dict[str, Any]] = {
                "numFmt": {"form": value},
                "lvlText": {"text": value[:40]},
                "start": {"start": _whole(value)},
            }
            levels[name, depth] = level._replace(**change[tag])
    return Numbering(levels, abstract)


def _whole(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 6 else 0
