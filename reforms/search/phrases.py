"""The phrases that the index knows whole, so that the commonest need no look into the texts."""

import hashlib
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .folding import fold

LIST = Path(__file__).parent.parent / "data" / "phrases.txt"  # its first lines say what it is for
HEAD = 3  # characters, the fewest that a phrase has: shorter terms are units of the index anyway

_lines = LIST.read_text(encoding="utf-8").splitlines()
_phrases = [fold(entry) for line in _lines if not line.startswith("#") for entry in line.split()]
_long = [phrase for phrase in _phrases if len(phrase) >= HEAD]
PHRASES = {phrase: place for place, phrase in enumerate(dict.fromkeys(_long), 1)}
DIGEST = hashlib.sha256("\n".join(PHRASES).encode()).hexdigest()[:16]
BY_HEAD: dict[str, list[str]] = defaultdict(list)
for _phrase in PHRASES:
    BY_HEAD[_phrase[:HEAD]].append(_phrase)


def heads(text: str) -> NDArray[np.int64]:
    """Each run of three characters as one number, of 21 bits a character."""
    codes = np.frombuffer(text.encode("utf-32-le"), "<u4").astype(np.int64)
    return codes[:-2] << 42 | codes[1:-1] << 21 | codes[2:]


HEADS = np.sort(np.concatenate([heads(head) for head in BY_HEAD]))


def known(text: str) -> set[str]:
    """The phrases that a folded text has. To look for each alone takes three times as long."""
    numbers = heads(text)
    nearest = HEADS.take(HEADS.searchsorted(numbers), mode="clip")
    return {
        phrase
        for place in np.flatnonzero(nearest == numbers).tolist()
        for phrase in BY_HEAD[text[place : place + HEAD]]
        if text.startswith(phrase, place)
    }
