"""A saved web page in one file (.mht, .mhtml) → the HTML in it."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from .decoding import decoded
from .limits import broken

KIND = "网页（.mht）"


def page_in_mht(data: bytes) -> str:
    """The source of the first page in the file; raises ValidationError if there is none."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        page = next(part for part in message.walk() if part.get_content_type() == "text/html")
        content = page.get_payload(decode=True)
    except (StopIteration, RecursionError, ValueError, LookupError):
        raise broken(KIND) from None
    if not isinstance(page, EmailMessage) or not isinstance(content, bytes):
        raise broken(KIND)
    charset = page.get_content_charset()
    try:
        return content.decode(charset) if charset else decoded(content)
    except (UnicodeDecodeError, LookupError):
        return decoded(content)
