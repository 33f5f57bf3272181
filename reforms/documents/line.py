"""The line of a document: its text, and how the document sets it off."""

from typing import NamedTuple


class Line(NamedTuple):
    """A paragraph or a printed line, without its marks."""

    text: str
    bold: bool = False
    heading: bool = False
    centred: bool = False

    @property
    def is_set_off(self) -> bool:
        """Whether the document prints the line as a title may be printed."""
        return self.bold or self.heading or self.centred
