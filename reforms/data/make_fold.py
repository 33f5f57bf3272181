"""Make fold.txt, the table of reforms.text.folding. Run again only to follow newer tables:

    pip install opencc unicodedata2 && python -m reforms.data.make_fold > reforms/data/fold.txt

A new table asks for `manage.py reindex`; the site says so by itself.
"""

import sys
from collections.abc import Iterator
from importlib.metadata import version
from itertools import groupby

import unicodedata2 as unicodedata
from opencc import OpenCC

from reforms.text.cleaning import DECODED

HEADER = f"""\
# How searches see a character. Made by make_fold.py, never by hand.
# FIRST-LAST: kept as they are. CODE TEXT: folded to TEXT. Not listed: dropped.
# Facts from: Unicode Character Database {unicodedata.unidata_version} (NFKD, lower case, category
# L or N), (c) Unicode, Inc., Unicode License V3; OpenCC {version("opencc")} (traditional to
# simplified, one character at a time), (c) its authors, Apache License 2.0; clean.txt (radicals
# and what is taken out, before all else)."""
HANGUL = range(0xAC00, 0xD7A4)  # folded by the arithmetic of the standard: see folding.py
convert = OpenCC("t2s").convert


def simplified(character: str) -> str:
    """Simplified as far as it goes, since a few results have a simpler form themselves."""
    while len(simpler := convert(character)) == 1 and simpler != character:
        character = simpler
    return character


def fold(character: str) -> str:
    clean = character.translate(DECODED)  # what cleaning takes out folds to nothing
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", clean).lower())
    return "".join(simplified(part) for part in plain if unicodedata.category(part)[0] in "LN")


def lines() -> Iterator[str]:
    codes = [code for code in range(sys.maxunicode + 1) if code not in HANGUL]
    folded = {code: text for code in codes if (text := fold(chr(code)))}
    kept = [code for code in folded if folded[code] == chr(code)]
    for _, run in groupby(enumerate(kept), lambda pair: pair[1] - pair[0]):
        codes = [code for _, code in run]
        yield f"{codes[0]:X}-{codes[-1]:X}"
    yield from (f"{code:X} {text}" for code, text in folded.items() if text != chr(code))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    print(HEADER)
    print(*lines(), sep="\n")
