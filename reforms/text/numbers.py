"""Numbers and keys as people and forms send them: the one parser of them."""

import re

# 18 digits fit every integer column, of 63 bits; Python refuses to read more than 4,300 digits,
# SQLite more than 63 bits. ASCII only: int() also takes digits of other scripts.
NUMBER = re.compile("[0-9]{1,18}", re.ASCII)


def number(text: str) -> int | None:
    """The whole number that a text is; None where it is none, or none that a database has."""
    return int(text) if NUMBER.fullmatch(text) else None


def numbers(texts: list[str]) -> list[int]:
    """The whole numbers among texts."""
    return [value for value in map(number, texts) if value is not None]
