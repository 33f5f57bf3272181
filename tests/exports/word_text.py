"""The text of a Word document, by its own XML."""

import io
import zipfile
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(content: bytes, name: str = "word/document.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def paragraphs(content: bytes) -> list[tuple[str, str]]:
    """Style and text of each paragraph that has any."""
    paragraphs = []
    for paragraph in ElementTree.fromstring(part(content)).iter(f"{W}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if text:
            paragraphs.append(("" if style is None else style.get(f"{W}val"), text))
    return paragraphs
