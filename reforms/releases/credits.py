"""Who handled and who wrote up a case, where the names stand on lines below their label."""

import re
from collections.abc import Sequence

from ..documents import Line
from .shapes import section_mark

LABEL = re.compile(
    r"\s{0,9}(?:(?P<offices>(?:主办|承办|办案|报送)(?:单位|机关|(?:检察)?院))"
    r"|(?:主办|承办|办案)检察官|案例(?:撰写|撰稿|编写|审稿)人?)\s{0,9}[:：]"
)
PERSON = "[\u4e00-\u9fff·]{2,4}"
PERSONS = re.compile(rf"{PERSON}(?:[\s、]{{1,9}}{PERSON}){{0,9}}等?(?<!案)")
OFFICES = re.compile(r"[^，。；：《》]{2,60}(?:检察院|分院|检察机关)")


def whole_credits(lines: Sequence[Line]) -> list[Line]:
    """The lines with each credit on one: 办案检察院：甲省检察院, and 乙市检察院 below it."""
    whole: list[Line] = []
    for line in lines:
        if not line.text.strip():
            continue
        if whole and _goes_on(whole[-1].text, line.text.strip()):
            whole[-1] = whole[-1]._replace(text=f"{whole[-1].text.rstrip()} {line.text.strip()}")
        else:
            whole.append(line)
    return whole


def _goes_on(above: str, below: str) -> bool:
    label = LABEL.match(above)
    if label is None or section_mark(below):
        return False
    return bool((OFFICES if label["offices"] else PERSONS).fullmatch(below))
