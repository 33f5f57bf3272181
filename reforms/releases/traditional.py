"""Releases in traditional characters are read like the rest, in simplified ones."""

import re
from collections.abc import Sequence
from functools import cache

from ..documents import Line
from ..text.fold_table import FOLDING

TRADITIONAL = re.compile("檢察|發佈|發布|關鍵|機關|辦案|責任編輯|訴訟")
HAN = range(0x4E00, 0xA000)


@cache
def forms() -> dict[int, str]:
    """Code point of a traditional character → its simplified form, by the table of searches."""
    return {code: form for code, form in FOLDING.items() if code in HAN and len(form) == 1}


def simplified(lines: Sequence[Line]) -> tuple[list[Line], bool]:
    """The lines in simplified characters, and whether they were in traditional ones."""
    if not any(TRADITIONAL.search(line.text) for line in lines):
        return list(lines), False
    return [line._replace(text=line.text.translate(forms())) for line in lines], True
