"""The text of a release → the facts of its batch and its cases, and what was not clear.

Knows how such releases are written, nothing of the catalogue."""

from .reading import read
from .release import THEME_NAMES, Question, ReadCase, Release

__all__ = [
    "THEME_NAMES",
    "Question",
    "ReadCase",
    "Release",
    "read",
]
