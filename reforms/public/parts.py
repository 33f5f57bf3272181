"""The full text of a case in parts, and its opening where there is no summary."""

from ..releases import Part, parts_of
from ..text.lines import text_lines

OPENING = ("要旨", "做法履职", "背景案情")  # roles of parts, the first one wanted most
LONGEST = 200  # characters of an opening


def parts(body: str) -> tuple[Part, ...]:
    """The parts of a full text, in order; none of an empty one."""
    return parts_of(text_lines(body))


def opening(body: str) -> str:
    """The beginning of the gist (要旨) or else of the main part of a text, as it is printed."""
    texts = [part for part in parts(body) if part.text]
    texts.sort(key=lambda part: OPENING.index(part.role) if part.role in OPENING else len(OPENING))
    text = " ".join(texts[0].text.split("\n")) if texts else ""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
