"""Line breaks and blanks in a text, and lists of values written as one text.

Knows no column and no field.
"""

import re

SEPARATOR = ";"  # between the values of a stored list, in files as in the database
SEPARATORS = re.compile("[;；、\n]")
STRONG_SEPARATORS = re.compile("[;；\n]")


def one_line(text: str) -> str:
    """The text on one line, every run of white space as one space."""
    return " ".join(text.split())


def whole_text(text: str) -> str:
    """The text with LF for every line break, without white space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def text_lines(text: str) -> list[str]:
    """The lines of a text that are not empty, without white space around them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def split_values(text: str) -> list[str]:
    """The values of a list as editors write it, separated by ; ； 、 or a line break.

    Empty values are left out.
    """
    return [value.strip() for value in SEPARATORS.split(text) if value.strip()]


def joined_values(text: str) -> str:
    """A list as editors write it → the stored list."""
    return SEPARATOR.join(split_values(text))


def split_words(text: str) -> list[str]:
    """The words of a list, which 、 parts only where no ; ； or line break does.

    减刑、假释案件 is one keyword among others.
    """
    if not STRONG_SEPARATORS.search(text):
        return split_values(text)
    return [value.strip() for value in STRONG_SEPARATORS.split(text) if value.strip()]


def joined_words(text: str) -> str:
    """A list of words as editors write it → the stored list."""
    return SEPARATOR.join(split_words(text))


def parallel_values(text: str) -> list[str]:
    """The values of a list whose n-th value belongs to the n-th value of another list.

    Separated by ; ； or a line break. Empty values keep their place.
    """
    if not text.strip():
        return []
    return [value.strip() for value in STRONG_SEPARATORS.split(whole_text(text))]
