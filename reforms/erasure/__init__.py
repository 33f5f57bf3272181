"""Erasure for privacy: removes a phrase, or the text of a case, from wherever it is stored.

Knows no request."""

from .erasing import compact, erase, others_with, preview
from .phrases import Phrase, checked_phrase

__all__ = [
    "Phrase",
    "checked_phrase",
    "compact",
    "erase",
    "others_with",
    "preview",
]
