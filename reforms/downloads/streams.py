"""Files as streams: how many at once, from one consistent read, to clients slow and stalled."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from threading import BoundedSemaphore

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.cache import patch_vary_headers

from ..exports import FORMATS, Format, compressed
from ..public.page_cache import takes_gzip
from ..storage.databases import consistent_read
from .responses import Busy

# One thread of the process stays free for pages while all others make files.
AT_ONCE = settings.EXPORTS_AT_ONCE
SLOTS = BoundedSemaphore(AT_ONCE)
PIECE = 1 << 18


def take_place(stack: ExitStack) -> None:
    """A place among those who make files, and one consistent read, until the stack is closed."""
    if not SLOTS.acquire(blocking=False):
        raise Busy
    stack.callback(SLOTS.release)
    stack.enter_context(consistent_read())


def stream(
    request: HttpRequest, chunks: Iterator[bytes], kind: Format, stack: ExitStack
) -> StreamingHttpResponse:
    """The first chunk is made at once, for HEAD too: what goes wrong there is still an answer of
    its own."""
    stack.callback(chunks.close)
    content: Iterable[bytes] = chain([next(chunks, b"")], chunks)
    packed = kind is not FORMATS["xlsx"] and takes_gzip(request)
    content = compressed(content) if packed else content
    response = StreamingHttpResponse(pieces(content), content_type=kind.content_type)
    patch_vary_headers(response, ["Accept-Encoding"])
    if packed:
        response["Content-Encoding"] = "gzip"
    if connection := request.META.get("gunicorn.socket"):
        connection.settimeout(settings.STALLED_SECONDS)
    return response


def pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Nothing larger than a slow client takes before it is dropped."""
    for chunk in chunks:
        for start in range(0, len(chunk), PIECE):
            yield chunk[start : start + PIECE]
