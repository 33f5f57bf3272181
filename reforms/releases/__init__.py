"""The text of a release → the facts of its batch and its cases, and what was not clear.

Knows how such releases are written, nothing of the catalogue."""

from .parts import parts_of, parts_of_roles
from .reading import read
from .release import NO_THEME, Part, Question, ReadCase, Release

__all__ = [
    "NO_THEME",
    "Part",
    "Question",
    "ReadCase",
    "Release",
    "parts_of",
    "parts_of_roles",
    "read",
]
