"""Lines, whole texts, and several values in one text."""

import re

SEPARATOR = ";"  # between the values of a stored list, in files as in the database


def one_line(text: str) -> str:
    """The text on one line, with single blanks."""
    return " ".join(text.split())


def whole_text(text: str) -> str:
    """The text with LF for every line break, without blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def same_text(text: str, other: str) -> bool:
    """Whether two texts differ in line breaks and outer blanks at most."""
    return whole_text(text) == whole_text(other)


def split_values(text: str) -> list[str]:
    """The values of a list as editors write it: by semicolon, enumeration comma or line."""
    return [part.strip() for part in re.split(r"[;；、\n]", text) if part.strip()]


def joined_values(text: str) -> str:
    """A list as editors write it → the stored list."""
    return SEPARATOR.join(split_values(text))


def parallel_values(text: str) -> list[str]:
    """The values of one of several parallel lists: empty ones keep their place."""
    return [part.strip() for part in re.split("[;；\n]", whole_text(text))] if text.strip() else []
