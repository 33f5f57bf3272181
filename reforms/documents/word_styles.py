"""The styles of a Word document: which are headings, bold, centred, numbered."""

from typing import NamedTuple

from .limits import xml_events

KIND = "Word "
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADINGS = ("heading", "title", "subtitle", "标题", "副标题")
DEEPEST = 20  # styles that a style is based on


class Style(NamedTuple):
    """What a style says of its paragraphs."""

    heading: bool = False
    bold: bool = False
    centred: bool = False
    number: tuple[str, int] | None = None


def is_on(value: str) -> bool:
    """The value of an on/off property: given without a value, it is on."""
    return value not in ("0", "false", "off", "none")


def read_styles(data: bytes) -> dict[str, Style]:
    """The styles by their ids, each with what it inherits."""
    facts: dict[str, dict[str, str]] = {}
    current: dict[str, str] = {}
    for event, element in xml_events(data, KIND) if data else ():
        tag, value = element.tag.removeprefix(W), element.get(f"{W}val", "")
        if event == "end":
            continue
        if tag == "style":
            current = facts.setdefault(element.get(f"{W}styleId", ""), {})
        elif tag in ("name", "basedOn", "b", "jc", "outlineLvl", "numId", "ilvl"):
            current.setdefault(tag, value)
    return {name: _inherited(name, facts) for name in facts}


def _inherited(name: str, facts: dict[str, dict[str, str]]) -> Style:
    merged: dict[str, str] = {}
    own = facts.get(name, {})
    names = []
    for _step in range(DEEPEST):
        merged = {**own, **merged}
        names.append(own.get("name", "").lower())
        own = facts.get(own.get("basedOn", ""), {})
        if not own:
            break
    number = (merged["numId"], int(merged.get("ilvl") or 0) % 9) if merged.get("numId") else None
    return Style(
        heading=any(title.startswith(HEADINGS) for title in names) or "outlineLvl" in merged,
        bold="b" in merged and is_on(merged["b"]),
        centred=merged.get("jc") == "center",
        number=number,
    )
