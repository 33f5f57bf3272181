"""Erasure for privacy: removes a phrase, or the text of a case, from wherever it is stored.

Whose a row is (owners) → rows with the phrase in any written form (phrases, places) or with the
text (whole) → what is shown before (previews) → one transaction (erasing), files of snapshots
included → the files of the database, until they are clean (cleaning). Knows no request."""

from .cleaning import finish, unfinished
from .erasing import erase
from .owners import Owner
from .phrases import Phrase, checked_phrase
from .previews import Holder, Preview, preview
from .snapshots import unchecked_files

__all__ = [
    "Holder",
    "Owner",
    "Phrase",
    "Preview",
    "checked_phrase",
    "erase",
    "finish",
    "preview",
    "unchecked_files",
    "unfinished",
]
