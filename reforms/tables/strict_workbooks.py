"""Workbooks in the strict form of Office Open XML (ISO/IEC 29500-1), which openpyxl cannot read.

They differ from the usual, transitional form (29500-4) in the names of their namespaces.
"""

import re
from io import RawIOBase
from typing import IO, Any
from zipfile import ZipFile

STRICT, TRANSITIONAL = b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/"
NAMES = (
    (STRICT + b"spreadsheetml/main", TRANSITIONAL + b"spreadsheetml/2006/main"),
    (STRICT + b"officeDocument/", TRANSITIONAL + b"officeDocument/2006/"),
)
HEAD = 1 << 16  # bytes in which the first tag of a part ends
FIRST_TAG = re.compile(rb"\A[^<]*(?:<[?!][^>]*>[^<]*)*<[^>]*>")


def opened(archive: ZipFile) -> ZipFile:
    """The archive of a workbook, or one that reads a strict workbook as a transitional one."""
    if STRICT in archive.read("xl/workbook.xml")[:HEAD]:
        return StrictArchive(archive.fp or archive.filename or "")
    return archive


def renamed(data: bytes) -> bytes:
    """The bytes with the names of the transitional form."""
    for strict, transitional in NAMES:
        data = data.replace(strict, transitional)
    return data


class StrictArchive(ZipFile):
    """An archive whose parts come with the namespaces of the transitional form."""

    def open(self, name: Any, *args: Any, **options: Any) -> IO[bytes]:
        part = super().open(name, *args, **options)
        whole = str(getattr(name, "filename", name)).endswith(".rels")
        return RenamedPart(part, whole)  # type: ignore[return-value]  # reads as one


class RenamedPart(RawIOBase):
    """A part whose first tag, or with `whole` all of it, is renamed. Texts stay what they are."""

    def __init__(self, part: IO[bytes], whole: bool) -> None:
        self.part = part
        head = part.read(-1 if whole else HEAD)
        first_tag = FIRST_TAG.match(head)
        end = len(head) if whole else first_tag.end() if first_tag else 0
        self.head = renamed(head[:end]) + head[end:]

    def read(self, size: int = -1) -> bytes:
        head, self.head = self.head, b""
        return head + self.part.read(size) if size < 0 or not head else head

    def close(self) -> None:
        self.part.close()
        super().close()
