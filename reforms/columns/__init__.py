"""The columns of a case: name, heading, meaning, value. Files, versions and the codebook read it.

Knows no file format."""

from .column import SEPARATOR, Cell, Column, Value, cell, joined, plain
from .table import BODY, BY_NAME, COLUMNS, values

__all__ = [
    "BODY",
    "BY_NAME",
    "COLUMNS",
    "SEPARATOR",
    "Cell",
    "Column",
    "Value",
    "cell",
    "joined",
    "plain",
    "values",
]
