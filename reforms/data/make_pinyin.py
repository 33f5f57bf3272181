"""Make pinyin.txt, the table of reforms.text.pinyin. Run again only to follow newer readings:

pip install pypinyin && python -m reforms.data.make_pinyin > reforms/data/pinyin.txt
"""

import sys
from collections import defaultdict
from importlib.metadata import version

from pypinyin import lazy_pinyin

HEADER = f"""\
# The commonest reading of each Han character of GB/T 2312, without its tone: SYLLABLE CHARACTERS.
# Made by make_pinyin.py, never by hand, from pypinyin {version("pypinyin")} (MIT License)."""


def characters() -> list[str]:
    """The 6,763 characters of GB/T 2312: rows 16 to 87."""
    rows = (bytes((0xA0 + row, 0xA1 + cell)) for row in range(16, 88) for cell in range(94))
    return [character for pair in rows if (character := pair.decode("gb2312", "ignore"))]


def lines() -> list[str]:
    by_syllable = defaultdict(list)
    for character in characters():
        [syllable] = lazy_pinyin(character, v_to_u=False)
        by_syllable[syllable].append(character)
    return [f"{syllable} {''.join(by_syllable[syllable])}" for syllable in sorted(by_syllable)]


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    print(HEADER)
    print(*lines(), sep="\n")
