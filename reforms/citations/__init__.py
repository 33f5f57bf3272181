"""A case, a batch or a selection → its citations and the metadata that reference managers read.

Knows no request."""

from .metadata import MetaTag, coins, meta_tags, report, script_safe
from .styles import FOR_PEOPLE, STYLES, Citation, biblatex, bibtex, csl, gbt7714, in_all_styles, ris
from .work import (
    CATALOGUE,
    CATALOGUE_EN,
    CITED,
    ColumnValues,
    Work,
    day,
    of_batch,
    of_case,
    of_selection,
    words_in,
)

__all__ = [
    "CATALOGUE",
    "CATALOGUE_EN",
    "CITED",
    "FOR_PEOPLE",
    "STYLES",
    "Citation",
    "ColumnValues",
    "MetaTag",
    "Work",
    "biblatex",
    "bibtex",
    "coins",
    "csl",
    "day",
    "gbt7714",
    "in_all_styles",
    "meta_tags",
    "of_batch",
    "of_case",
    "of_selection",
    "report",
    "ris",
    "script_safe",
    "words_in",
]
