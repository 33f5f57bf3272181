"""The source of a web page → its tags and texts, in time proportional to its length.

Python's html.parser (3.11) takes quadratic time for unfinished comments, tags and attributes, and
fails on marked sections such as `<![x]>`, which Word's own pages have. Here the source is split at
each `<`, and every piece is read once. What is no tag is text, as a browser shows it.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

NAME = re.compile(r"(/?)([a-zA-Z][^\s/<>]{0,40})")
# A tag up to its end; a > between quotes does not end it.
TAG_END = re.compile(r"""\A[^"'>]*+(?:"[^"]*+"[^"'>]*+|'[^']*+'[^"'>]*+)*+>""")
CLOSED_QUOTES = re.compile(r"""[^"']*+(?:"[^"]*+"[^"']*+|'[^']*+'[^"']*+)*+""")
ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]{1,40})\s{0,9}(?:=\s{0,9}(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]*+)))?"""
)
LONG_NUMBER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")
RAW = frozenset(["script", "style"])  # in these, < begins no tag
# A quoted value with < in it reaches over so many pieces at most.
MOST_PIECES = 40
LONGEST_TAG = 5_000


class Token(NamedTuple):
    """A start tag, an end tag, or a text without tag."""

    text: str = ""
    name: str = ""
    is_end: bool = False
    attributes: dict[str, str] = {}  # never changed


def html_tokens(source: str) -> Iterator[Token]:
    """The tags and texts of a page, without comments, declarations, scripts and styles."""
    first, *pieces = source.split("<")
    yield Token(unescaped(first))
    last_comment_end = max((n for n, piece in enumerate(pieces) if "-->" in piece), default=-1)
    n = 0
    while n < len(pieces):
        if pieces[n].startswith("!--") and n <= last_comment_end:
            n, text = _after_comment(pieces, n)
        else:
            size = _pieces_of_tag(pieces, n)
            tag, text = _tag_and_text("<".join(pieces[n : n + size]))
            n += size
            if tag.name:
                yield tag
            if tag.name in RAW and not tag.is_end:
                n, text = _end_of_raw(pieces, n, tag.name), ""
        yield Token(unescaped(text))


def unescaped(text: str) -> str:
    """A text with its entities as characters; numbers beyond Unicode become U+FFFD.

    html.unescape() does so too, but raises ValueError for more than 4,300 digits.
    """
    return html.unescape(LONG_NUMBER.sub("\ufffd", text))


def _after_comment(pieces: list[str], start: int) -> tuple[int, str]:
    """The number of the piece after a comment, and the text between its end and that piece."""
    for n in range(start, len(pieces)):
        _comment, end, text = pieces[n].partition("-->")
        if end:
            return n + 1, text
    return len(pieces), ""


def _end_of_raw(pieces: list[str], start: int, name: str) -> int:
    """The number of the piece that ends a script or style; without one it takes the rest."""
    numbers = range(start, len(pieces))
    end = f"/{name}"
    return next((n for n in numbers if pieces[n][: len(end)].lower() == end), len(pieces))


def _pieces_of_tag(pieces: list[str], n: int) -> int:
    """How many pieces a tag takes: more than one if a quoted value has < in it."""
    piece = pieces[n]
    if not NAME.match(piece) or TAG_END.match(piece):
        return 1
    open_quote = CLOSED_QUOTES.match(piece)
    quote = piece[open_quote.end() : open_quote.end() + 1] if open_quote else ""
    for size in range(2, MOST_PIECES + 1 if quote else 2):
        if quote in "".join(pieces[n + size - 1 : n + size]):
            joined = "<".join(pieces[n : n + size])[:LONGEST_TAG]
            return size if TAG_END.match(joined) else 1
    return 1


def _tag_and_text(piece: str) -> tuple[Token, str]:
    """The tag of a piece that stood behind a <, without name if it is none, and the text after."""
    name = NAME.match(piece)
    if not name and not piece.startswith(("!", "?", "/")):
        return Token(), "<" + piece
    end = TAG_END.match(piece) if name else None
    size = end.end() if end else piece.find(">") + 1
    if not size:
        return Token(), "<" + piece
    if not name:
        return Token(), piece[size:]
    attributes = {} if name[1] else _attributes(piece[name.end() : size - 1])
    return Token("", name[2].lower(), bool(name[1]), attributes), piece[size:]


def _attributes(source: str) -> dict[str, str]:
    """The attributes of a tag; of two with one name the first counts, as in a browser."""
    attributes: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(source):
        attributes.setdefault(name.lower(), unescaped("".join(values)))
    return attributes
