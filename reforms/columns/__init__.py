"""The columns of a case: name, heading, meaning, value; for files, versions and the codebook.

Knows no file format.
"""

from ..text.lines import SEPARATOR
from .column import Cell, Column, Value, cell, joined, plain
from .part_columns import PART_COLUMNS
from .table import BATCH_COLUMNS, BODY, BODY_COLUMNS, BY_NAME, COLUMNS, PARTS, values

__all__ = [
    "BATCH_COLUMNS",
    "BODY",
    "BODY_COLUMNS",
    "BY_NAME",
    "COLUMNS",
    "PARTS",
    "PART_COLUMNS",
    "SEPARATOR",
    "Cell",
    "Column",
    "Value",
    "cell",
    "joined",
    "plain",
    "values",
]
