"""How slowly a client may take a file: a thread, a place and one state of the data wait for it."""

import errno
import logging
import socket
from collections.abc import Generator, Iterable, Iterator
from time import monotonic

from django.conf import settings

from ..storage.databases import log_size

logger = logging.getLogger(__name__)

PIECE = 1 << 16  # bytes sent at once
STUCK_SECONDS = 10  # a client that takes no piece for so long makes way for others


class TooSlow(BrokenPipeError):
    """A download is broken off; the server takes it for a client that has gone."""

    def __init__(self, reason: str) -> None:
        super().__init__(errno.EPIPE, reason)
        logger.info("a download was broken off: %s", reason)


class Delivery:
    """A file on its way to a client, which may take STALLED_SECONDS in all, and in addition the
    time of what it has taken at LEAST_RATE, but never saves up more than STALLED_SECONDS."""

    def __init__(self, connection: socket.socket | None) -> None:
        self.connection = connection  # None for a server that does not show it
        self.began = monotonic()
        self.credit = float(settings.STALLED_SECONDS)
        self.sending_since: float | None = None

    def pieces(self, chunks: Iterable[bytes]) -> Generator[bytes]:
        """The bytes in pieces; raises TooSlow between two of them."""
        DELIVERIES.append(self)
        try:
            for chunk in chunks:
                for start in range(0, len(chunk), PIECE):
                    yield from self.sent(chunk[start : start + PIECE])
        finally:
            DELIVERIES.remove(self)

    def sent(self, piece: bytes) -> Iterator[bytes]:
        """One piece, and the account of how long the client took for it."""
        self.check_log()
        if self.connection is not None:
            self.connection.settimeout(self.credit)
        self.sending_since = start = monotonic()
        yield piece
        self.sending_since = None
        earned = self.credit - (monotonic() - start) + len(piece) / settings.LEAST_RATE
        self.credit = min(earned, settings.STALLED_SECONDS)
        if self.credit <= 0:
            raise TooSlow(f"less than {settings.LEAST_RATE} bytes a second")

    def check_log(self) -> None:
        """Raise TooSlow if the write-ahead log cannot shrink because of this and other reads."""
        is_old = monotonic() - self.began > STUCK_SECONDS
        if is_old and log_size() > settings.LARGEST_LOG:
            raise TooSlow(f"the write-ahead log is larger than {settings.LARGEST_LOG} bytes")

    def stuck_for(self) -> float:
        """The seconds for which the present piece has waited for the client."""
        since = self.sending_since
        return monotonic() - since if since is not None else 0

    def break_off(self) -> None:
        """Wake the thread that waits for the client."""
        if self.connection is not None:
            self.connection.shutdown(socket.SHUT_RDWR)


DELIVERIES: list[Delivery] = []


def break_off_slowest() -> None:
    """End the delivery that has been stuck for longest, if one is, so that its place is free."""
    slowest = max(list(DELIVERIES), key=Delivery.stuck_for, default=None)
    if slowest is not None and slowest.stuck_for() > STUCK_SECONDS:
        try:
            slowest.break_off()
        except OSError:  # gone meanwhile
            return
