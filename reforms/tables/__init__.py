"""A table as it comes (CSV, JSON Lines, Excel, web page) → rows of our columns.

Knows file formats, headings and limits; knows nothing of the catalogue or of imports.
"""

from .opening import check_start, fingerprint, misnamed, read_table
from .rows import EXPLAINS, REASONS, Remark, Row, Table
from .text_tables import unguarded
from .workbooks import sheet_titles

__all__ = [
    "EXPLAINS",
    "REASONS",
    "Remark",
    "Row",
    "Table",
    "check_start",
    "fingerprint",
    "misnamed",
    "read_table",
    "sheet_titles",
    "unguarded",
]
