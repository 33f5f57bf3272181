"""The encoding of an uploaded text file."""

import codecs
import re
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .rows import BLOCK

ENCODINGS = {
    "utf-8-sig": "UTF-8（带 BOM）",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "gb18030": "GB18030",
    "big5": "Big5",
}
# Words of such tables in traditional characters. GB18030 decodes most of Big5, to nonsense.
TRADITIONAL = re.compile("標題|單位|檢察|批次|案例")
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def encoding_of(file: BinaryIO) -> str:
    """The name of the codec: by the byte order mark, else UTF-8 or GB18030, whichever decodes all.

    Raises ValidationError if no encoding decodes the whole file, or if lines differ in encoding.
    """
    file.seek(0)
    start = file.read(4096)
    for bom, encoding in BOMS:
        if start.startswith(bom):
            return verified(file, encoding)
    if b"\x00" in start:
        return verified(file, utf_16_without_bom(start))
    broken = {encoding: first_broken_line(file, encoding) for encoding in ("utf-8", "gb18030")}
    if not broken["utf-8"]:
        return "utf-8"
    mixed = broken["gb18030"] or first_line_in_utf_8(file)
    if mixed:
        line = max(mixed, broken["utf-8"]) if broken["gb18030"] else mixed
        raise ValidationError(
            _("第 %d 行的编码与其他行不同，可能拼接过几个文件。请用 Excel 另存为“CSV UTF-8”。")
            % line
        )
    return "big5" if is_big5(file, start) else "gb18030"


def is_big5(file: BinaryIO, start: bytes) -> bool:
    """Whether a file is Big5, by words that it has in Big5 alone."""
    words = {name: TRADITIONAL.search(start.decode(name, "ignore")) for name in ("big5", "gb18030")}
    return bool(words["big5"]) and not words["gb18030"] and not first_broken_line(file, "big5")


def utf_16_without_bom(start: bytes) -> str:
    """The byte order: the zero byte of ASCII characters comes first in big-endian text."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if min(even, odd) or max(even, odd) * 10 < len(start):
        raise ValidationError(_("文件里有空字节，不是文本表格，或已损坏。"))
    return "utf-16-le" if odd else "utf-16-be"


def verified(file: BinaryIO, encoding: str) -> str:
    """The encoding again; raises ValidationError if it does not decode the whole file."""
    if line := first_broken_line(file, encoding):
        message = _("文件开头说是 %(encoding)s，但第 %(line)d 行读不出来，可能已损坏。")
        raise ValidationError(message % {"encoding": ENCODINGS[encoding], "line": line})
    return encoding


def first_broken_line(file: BinaryIO, encoding: str) -> int:
    """The number of the first line that does not decode; 0 if the whole file does."""
    file.seek(0)
    decoder, line = codecs.getincrementaldecoder(encoding.removesuffix("-sig"))(), 1
    while True:
        block = file.read(BLOCK)
        try:
            line += decoder.decode(block, final=not block).count("\n")
        except UnicodeDecodeError as error:
            return line + block[: error.start].count(b"\n")
        if not block:
            return 0


def first_line_in_utf_8(file: BinaryIO) -> int:
    """The number of the first line that is clearly UTF-8; 0 if there is none.

    For files that as a whole are not UTF-8.
    """
    file.seek(0)
    for number, line in enumerate(file, 1):
        # Four characters of three bytes: GB18030 text reads so by chance once in 10^6 lines.
        if len(re.findall(rb"[\xe2-\xef][\x80-\xbf]{2}", line)) >= 4 and decodes(line):
            return number
    return 0


def decodes(line: bytes) -> bool:
    """Whether a line is valid UTF-8."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
