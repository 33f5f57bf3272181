"""What the page of an import showed of each input, so that no editor overwrites another's.

The page sends back fingerprints of what it showed: with what is stored and what was typed, they
tell who changed what. Knows no request.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

DIGITS = 12  # of a fingerprint; by chance one in 10^14 is that of another text


class Clash(NamedTuple):
    """An input that two editors changed, each in another way; what is stored stays."""

    place: str  # the row, or the batch
    label: str
    stored: str
    typed: str


class Shown:
    """The fingerprints of one row, or of the batch, by the name of the input."""

    def __init__(self, text: str) -> None:
        """`text` is what shown_texts() made; empty where the form does not say."""
        pairs = (part.partition("=") for part in text.split())
        self.fingerprints = {name: value for name, _equals, value in pairs}

    def fingerprint_of(self, name: str, stored: str) -> str:
        """Of what the page showed; of what is stored where the form does not say."""
        return self.fingerprints.get(name, fingerprint("" if self.fingerprints else stored))

    def is_typed(self, name: str, stored: str, typed: str) -> bool:
        """Whether the sender changed an input, unless to what is stored by now."""
        return fingerprint(typed) not in (self.fingerprint_of(name, stored), fingerprint(stored))

    def is_overtaken(self, name: str, stored: str) -> bool:
        """Whether somebody else changed it since the page was made."""
        return self.fingerprint_of(name, stored) != fingerprint(stored)


def shown_texts(texts: Mapping[str, str]) -> str:
    """The fingerprints of what a page shows, as one hidden field; by the name of the input."""
    return " ".join(f"{name}={fingerprint(text)}" for name, text in texts.items())


def fingerprint(text: str) -> str:
    """A short digest of a text; browsers send line breaks as CRLF."""
    return sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:DIGITS]
