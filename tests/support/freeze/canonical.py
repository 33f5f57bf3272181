"""A page as a tree in text: two pages that browsers take for the same look the same."""

import json
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

BLANK = re.compile(r"[ \t\n\r\f]+")
EXACT = {"pre", "textarea", "script", "style"}  # every blank counts
# Between these, and at their edges, blanks are nothing that a reader could see.
BLOCK_NAMES = """
html head title meta link base style script noscript body header footer main nav section article
aside div p h1 h2 h3 h4 h5 h6 hgroup ul ol li dl dt dd table caption colgroup col thead tbody tfoot
tr th td form fieldset legend figure figcaption blockquote pre hr br details summary address select
option optgroup datalist search dialog svg g path rect circle line polyline polygon defs desc"""
BLOCKS = set(BLOCK_NAMES.split())
# What is another one each time: tokens, and passwords as the desk shows them, by random salt.
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')
PASSWORD = re.compile(r"\w*\*{8,}")
INVITATION = re.compile(r"(/admin/invitation/)\w+/[\w-]+")


def masked(markup: str) -> str:
    """The page without what chance put into it."""
    for pattern in (TOKEN, INVITATION):
        markup = pattern.sub(r"\1MASKED", markup)
    return PASSWORD.sub("MASKED", markup)


def canonical(markup: str) -> str:
    """The page with one element or text a line, attributes in order, without comments."""
    doctype = markup.lstrip().partition(">")[0].lower()
    return "\n".join([f"{doctype}>", *lines(tree(markup))]) + "\n"


def tree(markup: str) -> Element:
    return html5lib.parse(markup, treebuilder="etree", namespaceHTMLElements=False)


def lines(element: Element, depth: int = 0, exact: bool = False) -> Iterator[str]:
    yield f"{'  ' * depth}{opening(element)}"
    exact = exact or name_of(element) in EXACT
    for child in children(element, exact):
        if isinstance(child, str):
            yield f"{'  ' * (depth + 1)}{json.dumps(child, ensure_ascii=False)}"
        else:
            yield from lines(child, depth + 1, exact)


def name_of(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def opening(element: Element) -> str:
    pairs = (
        f" {name.rpartition('}')[2]}={json.dumps(value, ensure_ascii=False)}"
        for name, value in sorted(element.items())
    )
    return f"<{name_of(element)}{''.join(pairs)}>"


def children(element: Element, exact: bool) -> list[Element | str]:
    """What an element holds, in order, without comments and without blanks that say nothing."""
    pieces = joined(pieces_of(element))
    if exact:
        return pieces
    is_block = name_of(element) in BLOCKS
    kept = []
    for place, piece in enumerate(pieces):
        if isinstance(piece, str):
            piece = BLANK.sub(" ", piece)
            before, after = around(pieces, place, is_block)
            piece = piece.lstrip(" ") if before else piece
            piece = piece.rstrip(" ") if after else piece
        if piece != "":
            kept.append(piece)
    return kept


def pieces_of(element: Element) -> Iterator[Element | str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield child
        yield child.tail or ""


def joined(pieces: Iterator[Element | str]) -> list[Element | str]:
    """The pieces with texts that only a comment parted made one; without empty texts."""
    whole: list[Element | str] = []
    for piece in pieces:
        if isinstance(piece, str) and whole and isinstance(whole[-1], str):
            whole[-1] += piece
        elif not isinstance(piece, str) or piece:
            whole.append(piece)
    return whole


def around(pieces: list[Element | str], place: int, is_block: bool) -> tuple[bool, bool]:
    """Whether a text has the edge of a block before it, and after it."""
    neighbours = (place - 1, place + 1)
    return tuple(
        name_of(pieces[beside]) in BLOCKS if 0 <= beside < len(pieces) else is_block
        for beside in neighbours
    )
