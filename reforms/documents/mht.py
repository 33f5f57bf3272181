"""A saved web page in one file (.mht, .mhtml; RFC 2557) → the HTML in it."""

import re
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32

from .decoding import decoded
from .limits import MOST_TEXT_BYTES, broken, too_large

KIND = "网页（.mht）"
LONGEST_HEADER = 2_000  # characters; parameters are read in quadratic time
MOST_LINES = 1_000_000  # 50 MB in Base64 have 700,000
MOST_PARTS = 5_000
MOST_MULTIPARTS = 20  # parts of parts; each line is compared with the boundary of each around it
MULTIPART = re.compile(rb"multipart/", re.IGNORECASE)
CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE)


class ShortHeaders(Compat32):
    """Reads no more than the beginning of a header."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return str(value)[:LONGEST_HEADER]


def page_in_mht(data: bytes) -> str:
    """The source of the first page in the file.

    Raises ValidationError if there is none or the file would take too much work.
    """
    lines = max(data.count(b"\n"), data.count(b"\r"))
    if lines > MOST_LINES or data.count(b"\n--") > MOST_PARTS:
        raise too_large(KIND)
    if len(MULTIPART.findall(data)) > MOST_MULTIPARTS:
        raise broken(KIND)
    try:
        message = message_from_bytes(data, policy=ShortHeaders())
        page = next(part for part in message.walk() if part.get_content_type() == "text/html")
        content = page.get_payload(decode=True)
    except (StopIteration, RecursionError, ValueError, LookupError):
        raise broken(KIND) from None
    if not isinstance(content, bytes):
        raise broken(KIND)
    if len(content) > MOST_TEXT_BYTES:
        raise too_large(KIND)
    return decoded(content, _charset(page))


def _charset(page: Message) -> str:
    match = CHARSET.search(page.get("Content-Type", ""))
    return match[1] if match else ""
