"""The phrases that the index knows whole, so that the commonest need no look into the texts."""

import hashlib
from pathlib import Path

from .folding import fold

LIST = Path(__file__).parent.parent / "data" / "phrases.txt"  # its first lines say what it is for

_lines = LIST.read_text(encoding="utf-8").splitlines()
_phrases = [fold(one) for line in _lines if not line.startswith("#") for one in line.split()]
PHRASES = {phrase: place for place, phrase in enumerate(dict.fromkeys(_phrases), 1)}
DIGEST = hashlib.sha256("\n".join(PHRASES).encode()).hexdigest()[:16]
