"""Files as streams: how many at once, from one consistent read, to clients slow and stalled."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from threading import BoundedSemaphore

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.cache import patch_vary_headers

from ..exports import compressed
from ..public.page_cache import takes_gzip
from ..storage.databases import consistent_read
from .responses import Busy

# One thread of the process stays free for pages while all others make files.
AT_ONCE = settings.EXPORTS_AT_ONCE
SLOTS = BoundedSemaphore(AT_ONCE)
PIECE = 1 << 18  # bytes


class Content(Iterator[bytes]):
    """The bytes of a file, and what is held until the response is closed, begun or not."""

    def __init__(self, chunks: Iterable[bytes], held: ExitStack) -> None:
        self.chunks, self.held = iter(chunks), held

    def __next__(self) -> bytes:
        return next(self.chunks)

    def close(self) -> None:
        """Django calls it with the response's own close()."""
        self.held.close()


def take_place(held: ExitStack) -> None:
    """A place among those who make files, and one consistent read, until `held` is closed.

    Raises Busy where all places are taken.
    """
    if not SLOTS.acquire(blocking=False):
        raise Busy
    held.callback(SLOTS.release)
    held.enter_context(consistent_read())


def stream(
    request: HttpRequest,
    chunks: Generator[bytes],
    content_type: str,
    held: ExitStack,
    zips: bool = True,
) -> StreamingHttpResponse:
    """A file as a response that closes what was held for it.

    It is compressed if `zips` and the client takes gzip.

    The first chunk is made at once, for HEAD too: what goes wrong there gets a response of its own.
    """
    held.callback(chunks.close)
    content: Iterable[bytes] = chain([next(chunks, b"")], chunks)
    is_zipped = zips and takes_gzip(request)
    content = compressed(content) if is_zipped else content
    body = Content(pieces(content), held.pop_all())
    response = StreamingHttpResponse(body, content_type=content_type)
    patch_vary_headers(response, ["Accept-Encoding"])
    if is_zipped:
        response["Content-Encoding"] = "gzip"
    if connection := request.META.get("gunicorn.socket"):
        connection.settimeout(settings.STALLED_SECONDS)
    return response


def pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Nothing larger than a slow client takes before it is dropped."""
    for chunk in chunks:
        for start in range(0, len(chunk), PIECE):
            yield chunk[start : start + PIECE]
