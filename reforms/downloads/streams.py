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
from .pace import Delivery, break_off_slowest
from .responses import Busy

# One thread of the process stays free for pages while all others make files.
AT_ONCE = settings.EXPORTS_AT_ONCE
SLOTS = BoundedSemaphore(AT_ONCE)


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
    take_slot(held)
    held.enter_context(consistent_read())


def take_slot(held: ExitStack) -> None:
    """A place among those who make files, until `held` is closed; raises Busy if all are taken."""
    if not SLOTS.acquire(blocking=False):
        break_off_slowest()
        raise Busy
    held.callback(SLOTS.release)


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
    body = delivered(request, content, held.pop_all())
    response = StreamingHttpResponse(body, content_type=content_type)
    patch_vary_headers(response, ["Accept-Encoding"])
    if is_zipped:
        response["Content-Encoding"] = "gzip"
    return response


def delivered(request: HttpRequest, content: Iterable[bytes], held: ExitStack) -> Content:
    """Content that breaks off where the client takes it too slowly."""
    delivery = Delivery(request.META.get("gunicorn.socket"))
    pieces = delivery.pieces(content)
    held.callback(pieces.close)
    return Content(pieces, held)
