"""Text that was read in the wrong encoding: UTF-8 as GBK (浙江 → 娴欐睙) or as Latin-1 (æµ™æ±Ÿ).

No honest text looks so: among 1.5 million characters of releases and of this project there is not
one run of two.
"""

import re
from typing import NamedTuple

# UTF-8 of Han characters and of the punctuation of Chinese.
UTF_8 = rb"(?:[\xe3-\xe9][\x80-\xbf]{2}|\xe2[\x80-\x9f][\x80-\xbf]|\xef[\xbc\xbd][\x80-\xbf])"
RUN = re.compile(UTF_8 + rb"{3,}")
WHOLE = re.compile(UTF_8 + rb"{2,}")
LONGEST = 40  # characters decoded to show what they were
LEADS, TRAILS = range(0xE3, 0xEA), range(0x80, 0xC0)
# The first character of a run, which is a rare one.
RARE = "".join(bytes([lead, trail]).decode("gbk", "ignore") for lead in LEADS for trail in TRAILS)
STARTS = re.compile(f"[{RARE}]")
CONTINUED = "\x80-\xbf" + bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
LATIN_LEAD = re.compile("[\xe3-\xe9]")  # which most texts lack, is found faster than the run
LATIN = re.compile(f"(?:[\xe3-\xe9][{CONTINUED}]{{1,2}}){{3,}}")


class Misread(NamedTuple):
    """A run of characters, where it stands, and what it was; that is empty if it is lost."""

    position: int
    text: str
    meant: str


def find_misread(text: str) -> Misread | None:
    """The first run of a text that was read in the wrong encoding; None if there is none."""
    for start in STARTS.finditer(text):
        piece = text[start.start() : start.start() + LONGEST]
        data = piece.encode("gbk", "replace")
        if run := RUN.match(data) or (WHOLE.fullmatch(data) if piece == text else None):
            meant = run[0].decode("utf-8")
            return Misread(start.start(), data[: run.end()].decode("gbk", "ignore"), meant)
    if (lead := LATIN_LEAD.search(text)) and (latin := LATIN.search(text, lead.start())):
        return Misread(latin.start(), latin[0][:LONGEST], "")
    return None
