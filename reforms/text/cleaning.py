"""Text as a person means it: `clean` for every text that comes in, whatever the way.

Radicals become ideographs, what nobody can see goes, blanks that are only layout become one.
What a person must decide stays: reforms.text.validation refuses it. Knows no field and no form.
"""

import re
import unicodedata
from pathlib import Path

from .entities import decode_entities
from .lines import one_line

TABLE = Path(__file__).parent.parent / "data" / "clean.txt"  # its first lines say what it is from
LINE_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
ODD_BLANKS = (
    "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u2800"
)
WIDE_BLANK = "\u3000"
DECODED_WIDE_BLANK = "\ue5e5"  # what Python's gb18030 makes of the bytes A3 A0

# These keep their place where they decide how people read a word: inside words of scripts that
# join their letters, and inside emoji.
JOINERS = "\u180b\u180c\u180d\u180e\u180f\u200c\u200d\ufe0e\ufe0f"
JOINED = "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\u1810-\u18af\ua840-\ua87f"
EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
JOINER = re.compile(
    f"((?<=[{JOINED}])(?:[\u180b-\u180f]|[\u200c\u200d](?=[{JOINED}]))"
    f"|(?<=[{EMOJI}])[\ufe0e\ufe0f]"
    f"|(?:(?<=[{EMOJI}])|(?<=[{EMOJI}]\ufe0f))\u200d(?=[{EMOJI}]))"
    f"|[{JOINERS}]"
)
STAYS = re.compile("[0-9A-Za-z\u4e00-\u9fff]")  # whatever follows, a text is not cleaned away
MOST_MARKS = 30  # on a letter: the limit of the Stream-Safe Text Format, UAX #15
BLANKS = re.compile("[ \t\u3000]{2,}|\u3000")  # those that do not stay as they are
BLANK_SIGNS = ("  ", "\t", "\u3000")  # without any of these a text has none of those


def read_table(table: str) -> dict[int, str]:
    """Code point → what it becomes; empty for what is taken out."""
    replacements: dict[int, str] = {}
    for line in table.splitlines():
        code, _, text = line.partition(" ")
        if code != "#" and text:
            replacements[int(code, 16)] = text
        elif code != "#":
            first, last = (int(end, 16) for end in code.split("-"))
            replacements |= dict.fromkeys(range(first, last + 1), "")
    return replacements


REPLACEMENTS = {
    **{code: "" for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)},
    **dict.fromkeys(map(ord, LINE_BREAKS), "\n"),
    **dict.fromkeys(map(ord, ODD_BLANKS), " "),
    **read_table(TABLE.read_text(encoding="utf-8")),
    ord(DECODED_WIDE_BLANK): WIDE_BLANK,
}
DECODED = REPLACEMENTS | {ord("\r"): ""}  # of entities
UNCLEAN = re.compile(
    f"[{re.escape(''.join(chr(code) for code in REPLACEMENTS if code < 0x10000))}&]"
)
# One range is searched faster than three, and most texts have nothing there.
UNCLEAN_BEYOND_BMP = re.compile("[\U0001bca0-\U000e0fff]")
for _joiner in JOINERS:
    del REPLACEMENTS[ord(_joiner)]


def clean(text: str) -> str:
    """A text of any number of lines as a person means it: stored texts are what this returns.

    Lines lose their indents, and runs of blanks in them become one. Never raises; cleaning twice
    changes nothing more; the result is at most three times as long (NFC).
    """
    text = clean_characters(text)
    if any(blanks in text for blanks in BLANK_SIGNS):
        text = BLANKS.sub(one_blank, text)
    text = text.strip(" \t\n")
    if "\n" not in text:
        return text
    return "\n".join(line.strip(" \t") for line in text.split("\n"))


def clean_line(text: str) -> str:
    """A text as a person means it, on one line."""
    return one_line(clean_characters(text))


def clean_code(text: str) -> str:
    """A code of letters and digits as a person types it: 123-456, １２３ ４５６ → 123456."""
    plain = unicodedata.normalize("NFKC", clean_line(text)).lower()
    return "".join(character for character in plain if character.isalnum())


def same_text(text: str, other: str) -> bool:
    """Whether two texts mean the same, so that neither needs to replace the other."""
    if text == other:
        return True
    if not (text and other) and STAYS.match(text or other):
        return False
    return clean(text) == clean(other)


def clean_characters(text: str) -> str:
    """The characters that a person means, in NFC, with LF for every line break.

    Blanks keep their number, and U+3000 stays: the indents of a pasted release say where its
    paragraphs begin.
    """
    if not UNCLEAN.search(text) and not UNCLEAN_BEYOND_BMP.search(text):
        return composed(text)
    text = composed(text.replace("\r\n", "\n").translate(REPLACEMENTS))
    if any(joiner in text for joiner in JOINERS):
        text = JOINER.sub(lambda match: match[1] or "", text)
    return composed(decode_entities(text, DECODED))


def composed(text: str) -> str:
    """The text in NFC. One with too many marks on a letter stays as it is, to be refused."""
    if unicodedata.is_normalized("NFC", text) or has_too_many_marks(text):
        return text
    return unicodedata.normalize("NFC", text)


def has_too_many_marks(text: str) -> bool:
    """Whether a letter has more combining marks than any language needs.

    Ordering the marks of a letter takes Python the square of their number.
    """
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > MOST_MARKS:
            return True
    return False


def one_blank(blanks: re.Match[str]) -> str:
    """What a run of blanks becomes: a tab if it has one, since that parts the cells of a row."""
    return "\t" if "\t" in blanks[0] else " "
