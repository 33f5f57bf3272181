"""Selection → cross tables with links, and the figures of a selection.

Knows no request."""

from .cross_tables import (
    BATCHES_BESIDE_OTHERS,
    BESIDE_OTHERS,
    OVERVIEW,
    TABLES,
    as_csv,
    shown_table,
    table,
)
from .figures import Credits, credits_of

__all__ = [
    "BATCHES_BESIDE_OTHERS",
    "BESIDE_OTHERS",
    "OVERVIEW",
    "TABLES",
    "Credits",
    "as_csv",
    "credits_of",
    "shown_table",
    "table",
]
