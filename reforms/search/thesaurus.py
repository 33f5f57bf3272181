"""Words of the field and their other writings (data/terms.txt), folded. Knows no catalogue."""

from functools import cache
from pathlib import Path

from ..text.folding import fold

TABLE = Path(__file__).parent.parent / "data" / "terms.txt"


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Folded word → the other writings of the same things, as written."""
    others: dict[str, dict[str, None]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        writings = [] if line.startswith("#") else line.split("|")
        for writing in writings:
            rest = others.setdefault(fold(writing), {})
            rest.update(dict.fromkeys(other for other in writings if other != writing))
    return {word: tuple(rest) for word, rest in others.items()}
