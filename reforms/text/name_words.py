"""Chinese surnames, and the ordinary words and places that begin like a name (data/names.txt)."""

from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).parent.parent / "data" / "names.txt"


def _words(kind: str) -> Iterator[str]:
    """The words of a kind. Surnames of one character stand without blanks between them."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        heading, *words = line.split(" ")
        if heading == kind:
            yield from words if len(words) > 1 else words[0]


SURNAMES = frozenset(_words("surname"))
ORDINARY = frozenset(_words("ordinary"))
