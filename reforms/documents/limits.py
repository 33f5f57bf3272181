"""What a document may make us do, and reading the members of an archive within it."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError

MOST_BYTES = 50 << 20  # of a document as uploaded
MOST_TEXT_BYTES = 5 << 20  # of a text or a web page; saved ones of news sites have up to 2 MB
MOST_TAGS = 300_000  # of a web page; they take two seconds
MOST_LINES = 200_000  # also empty ones
MOST_UNPACKED = 60 << 20  # bytes of one member of an archive, and of all that are read
MOST_MEMBERS = 5_000
MOST_EVENTS = 1_000_000  # starts and ends of XML elements
MOST_PAGES = 400
MOST_CHARACTERS = 2_000_000  # of all lines; the longest releases known have 100,000
# One name takes 46 bytes and itself; Word's and OFD's names have up to 60 characters.
LARGEST_DIRECTORY = 200 * MOST_MEMBERS
DIRECTORY_END = b"PK\x05\x06"  # APPNOTE 4.3.16
ZIP64_LOCATOR = b"PK\x06\x07"
DECLARED = re.compile(rb"""<\?xml[^>]{0,99}?encoding\s{0,9}=\s{0,9}["']([^"'>]{0,40})""")
DOCTYPE = re.compile(rb"<!\s{0,9}(?:DOCTYPE|ENTITY)", re.IGNORECASE)


# Django is imported where an error is made: the reader of releases works without it.


def broken(kind: str) -> "ValidationError":
    """The error for a document that cannot be read as what it says it is."""
    from django.core.exceptions import ValidationError
    from django.utils.translation import gettext as _

    return ValidationError(
        _("这个%s文件已损坏或不完整，读不出来。请重新下载，或打开后另存一份再上传。") % kind
    )


def too_large(kind: str) -> "ValidationError":
    """The error for a document that would take too much work."""
    from django.core.exceptions import ValidationError
    from django.utils.translation import gettext as _

    return ValidationError(_("这个%s文件太大（内容展开后超过上限），请只上传发布稿本身。") % kind)


def member(archive: ZipFile, name: str, kind: str) -> bytes:
    """The bytes of a member of an archive; raises ValidationError if it is too large or broken.

    The size is counted while unpacking: what the archive's directory says may be a lie.
    """
    try:
        with archive.open(name) as file:
            data = file.read(MOST_UNPACKED + 1)
    except (BadZipFile, KeyError, EOFError, OSError, RuntimeError, ValueError, NotImplementedError):
        raise broken(kind) from None
    except Exception as error:  # zlib.error and what other decompressors raise
        raise broken(kind) from error
    if len(data) > MOST_UNPACKED:
        raise too_large(kind)
    return data


def check_directory(data: bytes) -> None:
    """Raise ValidationError if an archive has too many members, before zipfile reads their names.

    It takes four seconds for 400,000, and goes by the size of the directory, not by its count.
    """
    tail = data[-(1 << 16) - 22 :]
    for start in (match.start() for match in re.finditer(DIRECTORY_END, tail)):
        count = int.from_bytes(tail[start + 10 : start + 12], "little")
        size = int.from_bytes(tail[start + 12 : start + 16], "little")
        is_zip64 = tail[max(start - 20, 0) : start].startswith(ZIP64_LOCATOR)
        if count > MOST_MEMBERS or size > LARGEST_DIRECTORY or is_zip64:
            raise too_large("")


def _is_utf8(data: bytes) -> bool:
    """Whether XML is in UTF-8 as far as its first bytes tell: only in that is DOCTYPE seen."""
    declared = DECLARED.match(data)
    is_declared = not declared or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii")
    return data.startswith(b"<") and data[1:2] != b"\0" and is_declared


def xml_events(data: bytes, kind: str) -> Iterator[tuple[str, Element]]:
    """The starts and ends of the elements of an XML document, in UTF-8 and without entities.

    An element is emptied after its end, so that the whole tree is never in memory. Raises
    ValidationError where the document is broken or has too many elements.
    """
    data = data.removeprefix(BOM_UTF8)
    if not _is_utf8(data) or DOCTYPE.search(data):
        raise broken(kind)
    events = ElementTree.iterparse(BytesIO(data), ["start", "end"])
    try:
        for count, (event, element) in enumerate(events):
            if count > MOST_EVENTS:
                raise too_large(kind)
            yield event, element
            if event == "end":
                element.clear()
    except ElementTree.ParseError:
        raise broken(kind) from None
