"""Selection → cross tables with links, and the figures of a selection.

Knows no request."""

from .cross_tables import OVERVIEW, TABLES, as_csv, shown_table, table
from .figures import Credits, credits_of

__all__ = [
    "OVERVIEW",
    "TABLES",
    "Credits",
    "as_csv",
    "credits_of",
    "shown_table",
    "table",
]
