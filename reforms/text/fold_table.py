"""The table that folds a character: case, width, traditional form, marks and punctuation.

The table, not Python's own `unicodedata`, decides: that differs from one Python to the next, and
the folds that a site has stored must outlive an update of its Python. Needs no NumPy.
"""

import unicodedata
from bisect import bisect_right
from pathlib import Path

TABLE = Path(__file__).parent.parent / "data" / "fold.txt"  # its first lines say what it is from
HANGUL = range(0xAC00, 0xD7A4)  # 11,172 syllables, taken apart by arithmetic that never changes


class Folding(dict[int, str]):
    """Code point → its fold. Asked for by str.translate; a character met once is remembered."""

    def __init__(self, table: str) -> None:
        self.starts: list[int] = []  # of the runs of characters that are kept as they are
        self.ends: list[int] = []
        for line in table.splitlines():
            code, _, text = line.partition(" ")
            if text and code != "#":
                self[int(code, 16)] = text
            elif code != "#":
                first, last = code.split("-")
                self.starts.append(int(first, 16))
                self.ends.append(int(last, 16))

    def __missing__(self, code: int) -> str:
        if code in HANGUL:
            folded = unicodedata.normalize("NFKD", chr(code))
        else:
            run = bisect_right(self.starts, code) - 1
            folded = chr(code) if run >= 0 and code <= self.ends[run] else ""
        self[code] = folded
        return folded


FOLDING = Folding(TABLE.read_text(encoding="utf-8"))
