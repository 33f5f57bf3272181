"""How Chinese sounds, in Latin letters without tones: 检察官 → jianchaguan.

One reading a character (data/pinyin.txt): enough to see that two words sound alike.
"""

from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent.parent / "data" / "pinyin.txt"


@cache
def _syllables() -> dict[int, str]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ") for line in lines if not line.startswith("#"))
    return {ord(character): syllable for syllable, characters in rows for character in characters}


def pinyin(text: str) -> str:
    """A text with its Han characters as syllables; what has no reading stays as it is."""
    return text.translate(_syllables())
