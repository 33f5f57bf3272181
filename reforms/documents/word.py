"""A Word document (.docx) → lines: styles, bold, centring, tables, numbers that Word makes.

Reads the parts of the archive that hold text (ECMA-376, part 1); macros, pictures and footnotes
are left out. Walks the XML without recursion, so no nesting is too deep.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from .limits import MOST_CHARACTERS, member, too_large, xml_events
from .line import Line
from .table_rows import OUTSIDE, Cell, Places, joined_rows
from .word_numbering import Numbering, read_numbering
from .word_styles import Style, is_on, read_styles

KIND = "Word "
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROW, CELL = f"{W}tr", f"{W}tc"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Text in these is not shown: deleted text, codes of fields, a picture for programs of before 2010.
UNSEEN = frozenset([f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", FALLBACK])


@dataclass(slots=True)
class Run:
    """A piece of a paragraph with one look."""

    pieces: list[str] = field(default_factory=list)
    bold: bool | None = None
    hidden: bool = False

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass
class Paragraph:
    """A paragraph as far as it has been read."""

    style: str = ""
    centred: bool | None = None
    number: tuple[str, int] | None = None  # list and level
    runs: list[Run] = field(default_factory=list)
    in_properties: bool = False
    place: Cell = OUTSIDE


def word_lines(archive: ZipFile) -> list[Line]:
    """The lines of a document in the order of reading; raises ValidationError if it is broken."""
    names = set(archive.namelist())
    styles = read_styles(_part(archive, names, "word/styles.xml"))
    numbering = read_numbering(_part(archive, names, "word/numbering.xml"))
    paragraphs = _paragraphs(member(archive, "word/document.xml", KIND))
    placed = ((each.place, _lines(each, styles, numbering)) for each in paragraphs)
    return list(joined_rows(placed))


def _part(archive: ZipFile, names: set[str], name: str) -> bytes:
    return member(archive, name, KIND) if name in names else b""


def _paragraphs(data: bytes) -> Iterator[Paragraph]:
    """The paragraphs; one in a text box comes before the one that the box is anchored in."""
    open_paragraphs: list[Paragraph] = []
    places = Places()
    unseen = characters = 0
    for event, element in xml_events(data, KIND):
        tag = element.tag
        if tag in UNSEEN:
            unseen += 1 if event == "start" else -1
        elif tag in (ROW, CELL):
            places.take(event, tag == ROW)
        elif tag == f"{W}p":
            if event == "start":
                open_paragraphs.append(Paragraph(place=places.here))
            else:
                yield open_paragraphs.pop()
        elif open_paragraphs and not unseen:
            characters += _take(open_paragraphs[-1], event, element, tag.removeprefix(W))
            if characters > MOST_CHARACTERS:
                raise too_large(KIND)


def _take(paragraph: Paragraph, event: str, element: Element, tag: str) -> int:
    """Add what an element says to a paragraph; returns how many characters that adds."""
    value = element.get(f"{W}val", "")
    if tag == "pPr":
        paragraph.in_properties = event == "start"
    elif event == "start":
        _take_property(paragraph, tag, value)
        if tag == "r":
            paragraph.runs.append(Run())
    elif paragraph.runs and not paragraph.in_properties:
        text = {"t": element.text or "", "tab": " ", "br": "\n", "cr": "\n"}.get(tag, "")
        if text:
            paragraph.runs[-1].pieces.append(text)
        return len(text)
    return 0


def _take_property(paragraph: Paragraph, tag: str, value: str) -> None:
    if tag == "pStyle":
        paragraph.style = value
    elif tag == "jc" and paragraph.in_properties:
        paragraph.centred = value == "center"
    elif tag == "numId" and paragraph.in_properties:
        paragraph.number = (value, paragraph.number[1] if paragraph.number else 0)
    elif tag == "ilvl" and paragraph.in_properties:
        paragraph.number = (paragraph.number[0] if paragraph.number else "", int(value or 0) % 9)
    elif paragraph.runs and not paragraph.in_properties:
        if tag == "b":
            paragraph.runs[-1].bold = is_on(value)
        elif tag == "vanish":
            paragraph.runs[-1].hidden = is_on(value)


def _lines(paragraph: Paragraph, styles: dict[str, Style], numbering: Numbering) -> list[Line]:
    """The lines of a paragraph: those that a line break parts, each with the paragraph's look."""
    style = styles.get(paragraph.style, Style())
    runs = [run for run in paragraph.runs if not run.hidden]
    text = "".join(run.text for run in runs)
    list_level = paragraph.number or style.number
    if list_level and text.strip():
        text = numbering.next_label(*list_level) + text
    seen = [run for run in runs if run.text.strip()]
    bold = bool(seen) and all(style.bold if run.bold is None else run.bold for run in seen)
    centred = style.centred if paragraph.centred is None else paragraph.centred
    parts = [part.strip() for part in text.split("\n")]
    return [Line(part, bold, style.heading, centred) for part in parts if part]
