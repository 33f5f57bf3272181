"""HTML entities in text that was copied from the source of a page: &nbsp; &#160; &amp;ldquo; …

Knows only the entities that editors of web pages write; &alpha; stays as it is.
"""

import re
import unicodedata
from html.entities import html5

NAMES = (
    *("amp", "lt", "gt", "quot", "apos", "nbsp", "ensp", "emsp", "thinsp", "shy"),
    *("ldquo", "rdquo", "lsquo", "rsquo", "laquo", "raquo", "mdash", "ndash", "hellip"),
    *("middot", "bull", "times", "zwj", "zwnj", "lrm", "rlm", "copy", "reg"),
)
ENTITY = re.compile(rf"&(?:({'|'.join(NAMES)})|#0*([0-9]{{2,7}})|#[xX]0*([0-9a-fA-F]{{2,6}}));\Z")
LONGEST = 16  # characters of an entity; one with more leading zeros stays as it is
MARKUP = frozenset("&<>\"'\t\n ")  # of ASCII: any other could complete another entity


def decode_entities(text: str, replacements: dict[int, str]) -> str:
    """The text with entities as what they stand for, also those that were escaped twice.

    `replacements` (code point → text) says what becomes of a decoded character. One pass, and
    the result has no entity left: each semicolon looks back at what is decoded already.
    """
    if "&" not in text or ";" not in text:
        return text
    decoded: list[str] = []
    for character in text:
        decoded.append(character)
        entity = ENTITY.search("".join(decoded[-LONGEST:])) if character == ";" else None
        if entity and (value := meaning(entity)) is not None:
            del decoded[-len(entity[0]) :]
            decoded += value.translate(replacements)
    return "".join(decoded)


def meaning(entity: re.Match[str]) -> str | None:
    """The character that an entity stands for (NFC); None for one that stays as it is."""
    name, decimal, hexadecimal = entity.groups()
    if name:
        return html5[f"{name};"]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return None
    character = unicodedata.normalize("NFC", chr(code))
    return character if character in MARKUP or not character.isascii() else None
