"""Words of the field, from which synthetic cases are made, and rare words beyond them."""

import random
import tomllib
from itertools import accumulate
from pathlib import Path

# The commonest first: the weight of a word falls with its place.
WRITTEN = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))

COMMON, VERBS, WAYS, MATTERS, AIMS, COUNTIES = (
    WRITTEN[name].split() for name in ("common", "verbs", "ways", "matters", "aims", "counties")
)
SUBJECTS = {subject: text.split() for subject, text in WRITTEN["subjects"].items()}
PLACES = WRITTEN["places"]  # slug, full name, cities, weight

RARE = 40_000  # words of the long tail
HAN = ((0x4E00, 0x9FA5), (0x20000, 0x2A6D6))  # CJK Unified Ideographs and Extension B
LATIN = "abcdefghijklmnopqrstuvwxyz"


def common_characters() -> list[str]:
    """The 3,755 characters of level 1 in GB/T 2312: rows 16 to 55, of which the last is short."""
    rows = (bytes((0xA0 + row, 0xA1 + cell)) for row in range(16, 56) for cell in range(94))
    return [character for two in rows if (character := two.decode("gb2312", "ignore"))]


def rare_words(seed: int) -> tuple[list[str], list[float]]:
    """The long tail and its accumulated weights: mostly names, some of characters few can read."""
    chance = random.Random(f"{seed}:rare")
    everyday = common_characters()
    words = [rare_word(chance, everyday) for _ in range(RARE)]
    return words, list(accumulate((rank + 10) ** -0.8 for rank in range(RARE)))


def rare_word(chance: random.Random, everyday: list[str]) -> str:
    kind = chance.random()
    if kind < 0.03:
        return "".join(chance.choices(LATIN, k=chance.randint(3, 8)))
    if kind < 0.06:
        return str(chance.randint(100, 99_999))
    first, last = HAN[kind > 0.995]
    beyond = [chr(chance.randint(first, last))] * (kind > 0.9)
    return "".join([*chance.choices(everyday, k=chance.randint(2, 4) - len(beyond)), *beyond])
