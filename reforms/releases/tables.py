"""Cases that stand in a table: its head names the columns, each row is a case."""

import re
from collections.abc import Sequence

from ..documents import Line
from .heads import Head
from .release import ENOUGH
from .shapes import Marker, section_mark

CELLS = re.compile(r"\s{2,99}")
COLUMNS = (
    ("number", re.compile("序号|编号|案例编号")),
    ("title", re.compile("(?:典型|优秀|精品|入选)?(?:案例|案件|事例)(?:名称|标题)?|名称|标题")),
    ("bodies", re.compile("(?:.{0,4})(?:单位|检察院|机关|院)(?:名称)?")),
)


def tabled_heads(lines: Sequence[Line]) -> list[Head]:
    """The heads of the cases in the first table with a column of titles; none without one.

    A table above the texts of the cases is a table of contents and gives none.
    """
    for n, line in enumerate(lines):
        columns = _columns(line.text)
        if "title" in columns and len(columns) > 1:
            heads = _rows(lines, n + 1, columns)
            below = lines[heads[-1].end :] if heads else ()
            return [] if any(section_mark(line.text) for line in below) else heads
    return []


def _columns(line: str) -> list[str]:
    """What the columns hold under a head; empty where the line is no head."""
    cells = CELLS.split(line.strip())
    columns = [
        next((name for name, pattern in COLUMNS if pattern.fullmatch(cell)), "") for cell in cells
    ]
    return columns if len(line) <= 60 and columns.count("title") == 1 else []


def _rows(lines: Sequence[Line], start: int, columns: Sequence[str]) -> list[Head]:
    heads = []
    for n, line in enumerate(lines[start:], start):
        cells = CELLS.split(line.text.strip())
        if len(cells) != len(columns):
            break
        row = dict(zip(columns, cells, strict=True))
        number = row.get("number", "")
        mark = Marker(3, int(number), number, row["title"]) if number.isdecimal() else None
        credit = (f"（{row['bodies']}）",) if row.get("bodies") else ()
        heads.append(Head(n, n + 1, mark, (row["title"], *credit)))
    return heads[:ENOUGH]
