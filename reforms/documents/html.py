"""A web page, whole or as pasted source → the lines of its text.

Leaves out what no reader sees, navigation, and lists of links.
"""

import re

from .html_tokens import html_tokens
from .limits import MOST_TAGS, MOST_TEXT_BYTES, too_large
from .line import Line
from .table_rows import Cell, Places, joined_rows

KIND = "网页"
BLOCK_NAMES = """
address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead
td th tr ul"""
UNSEEN_NAMES = """
applet audio button canvas datalist embed head iframe math noscript object script select style svg
template textarea title video"""
VOID_NAMES = "area base br col embed hr img input link meta source track wbr"
BLOCKS = frozenset(BLOCK_NAMES.split())
UNSEEN = frozenset(UNSEEN_NAMES.split())
OF_ROWS = frozenset(["tr", "td", "th"])
AROUND = frozenset(["aside", "footer", "nav"])
VOID = frozenset(VOID_NAMES.split())
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
HIDDEN = re.compile(
    r"display\s?:\s?none|visibility\s?:\s?hidden|font-size\s?:\s?0(?:px|pt|em)?\s?(?:;|$)"
)
BOLD = re.compile(r"font-weight\s?:\s?(?:bold|[6-9]00)")
CENTRED = re.compile(r"text-align\s?:\s?center")
TAG = re.compile(
    r"</?(?:p|div|br|span|li|td|tr|h[1-6]|section|html|body)\b[^<>]{0,500}>", re.IGNORECASE
)
CLOSED_BY_NEXT = frozenset(["p", "li", "tr", "td", "th", "dt", "dd", "option"])
DEEPEST = 500  # elements in one another; deeper ones are read as if they were beside each other
FEWEST_LINKS = 3  # lines with nothing but a link, side by side, that make a list
DEEPEST_MISMATCH = 50  # elements that an end tag may close besides its own


def has_tags(text: str) -> bool:
    """Whether a text is the source of a page, not a text that mentions a tag."""
    return len(TAG.findall(text[:20_000])) >= 3


class PageLines:
    """Collects the lines that a reader of the page sees."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.places: list[Cell] = []  # of the lines, in tables
        self._places = Places()
        self._stack: list[tuple[str, list[str]]] = []  # tag, and its effects
        self._active = {"hide": 0, "bold": 0, "centre": 0, "head": 0, "link": 0}
        self._pieces: list[tuple[str, bool]] = []
        self._is_link = True
        self.links: list[int] = []  # the lines that lead to other pages and say nothing else
        self._centred = self._heading = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take a start tag."""
        if tag in BLOCKS:
            self._end_line()
        if tag in VOID or len(self._stack) >= DEEPEST:
            return
        if self._stack and self._stack[-1][0] == tag in CLOSED_BY_NEXT:
            self._leave(tag)
        effects = _effects(tag, attributes)
        self._stack.append((tag, effects))
        if tag in OF_ROWS:
            self._places.take("start", tag == "tr")
        for effect in effects:
            self._active[effect] += 1

    def end(self, tag: str) -> None:
        """Take an end tag."""
        if tag in BLOCKS:
            self._end_line()
        if any(name == tag for name, _ in self._stack[-DEEPEST_MISMATCH:]):
            self._leave(tag)

    def _leave(self, tag: str) -> None:
        """Close the innermost element of this name and those left open inside it."""
        name = ""
        while name != tag:
            name, effects = self._stack.pop()
            if name in OF_ROWS:
                self._end_line()
                self._places.take("end", name == "tr")
            for effect in effects:
                self._active[effect] -= 1

    def text(self, data: str) -> None:
        """Take the text between two tags."""
        if self._active["hide"]:
            return
        self._pieces.append((re.sub(r"\s+", " ", data), self._active["bold"] > 0))
        self._is_link = self._is_link and (self._active["link"] > 0 or not data.strip())
        self._centred = self._centred or self._active["centre"] > 0
        self._heading = self._heading or self._active["head"] > 0

    def close(self) -> None:
        """Take the end of the page."""
        self._end_line()

    def _end_line(self) -> None:
        text = "".join(piece for piece, _ in self._pieces).strip()
        bold = all(is_bold for piece, is_bold in self._pieces if piece.strip())
        if text and self._is_link:
            self.links.append(len(self.lines))
        if text:
            self.places.append(self._places.here)
            self.lines.append(Line(text, bold, self._heading, self._centred))
        self._pieces, self._centred, self._heading, self._is_link = [], False, False, True


def _effects(tag: str, attributes: dict[str, str]) -> list[str]:
    style = attributes.get("style", "")[:2000].lower()
    effects = {
        "hide": tag in UNSEEN
        or tag in AROUND
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(HIDDEN.search(style)),
        "bold": tag in ("b", "strong", "th") or bool(BOLD.search(style)),
        "centre": tag == "center"
        or attributes.get("align", "").lower() == "center"
        or bool(CENTRED.search(style)),
        "head": tag in HEADINGS,
        "link": tag == "a" and not (attributes.get("href") or "#").startswith("#"),
    }
    return [effect for effect, applies in effects.items() if applies]


def _run(links: set[int], n: int) -> int:
    """How many lines with nothing but a link stand together around line n, up to three each way."""
    before = next((step for step in range(1, 4) if n - step not in links), 4)
    after = next((step for step in range(1, 4) if n + step not in links), 4)
    return before + after - 1


def html_lines(source: str) -> list[Line]:
    """The lines of a page, without scripts, hidden parts, navigation and lists of links.

    Raises ValidationError if the source is too long or has too many tags.
    """
    if len(source) > MOST_TEXT_BYTES or source.count("<") > MOST_TAGS:
        raise too_large(KIND)
    page = PageLines()
    for token in html_tokens(source):
        if token.is_end:
            page.end(token.name)
        elif token.name:
            page.start(token.name, token.attributes)
        elif token.text:
            page.text(token.text)
    page.close()
    links = set(page.links)
    listed = {n for n in links if _run(links, n) >= FEWEST_LINKS}
    lines = zip(page.places, page.lines, strict=True)
    return list(joined_rows((at, [line]) for n, (at, line) in enumerate(lines) if n not in listed))
