"""Who handled and who wrote up a case, where the names stand on lines below their label."""

import re
from collections.abc import Sequence

from ..documents import Line
from .shapes import section_mark

LABEL = re.compile(
    r"\s{0,9}(?:(?P<offices>(?:主办|承办|办案|报送)(?:单位|机关|(?:检察)?院))"
    r"|(?:主办|承办|办案)检察官|案例(?:撰写|撰稿|编写|审稿)人?)\s{0,9}[:：]"
)
PERSON = "(?!案例|[案事]件|典型|附件|目录|第)[\u4e00-\u9fff·]{2,4}"
PERSONS = re.compile(rf"{PERSON}(?:[\s、]{{1,9}}{PERSON}){{0,9}}等?(?<!案)")
ENDS = re.compile("(?:院|机关)\\Z")  # else a PDF has broken the name
LONGEST = 40  # characters of names below their label
MOST = 1_000  # characters of a credit: what goes on behind them is no name any more
OFFICES = re.compile(r"[^，。；：《》]{2,60}(?:检察院|分院|检察机关)")


def whole_credits(lines: Sequence[Line]) -> list[Line]:
    """The lines with each credit on one: 办案检察院：甲省检察院, and 乙市检察院 below it."""
    whole: list[Line] = []
    for line in lines:
        if not line.text.strip():
            continue
        if whole and _goes_on(whole[-1].text, line.text.strip()):
            above, below = whole[-1].text.rstrip(), line.text.strip()
            gap = " " if ENDS.search(above) else ""
            whole[-1] = whole[-1]._replace(text=above + gap + below)
        else:
            whole.append(line)
    return whole


def _goes_on(above: str, below: str) -> bool:
    label = LABEL.match(above)
    if label is None or len(above) > MOST or section_mark(below):
        return False
    if label["offices"]:
        is_broken = not ENDS.search(above.rstrip()) and bool(ENDS.search(below[:LONGEST]))
        return bool(OFFICES.fullmatch(below)) or is_broken
    return bool(PERSONS.fullmatch(below))
