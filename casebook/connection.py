"""A connection of the worker, and what has arrived of requests that no thread has taken yet."""

import fcntl
import re
import socket
import sys
import termios
from collections.abc import Callable
from time import monotonic
from typing import Any

from gunicorn import http
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn

ARRIVAL_SECONDS = 10  # for the head of a request and a small body
SMALL_BODY = 1 << 16  # the most that a stranger may send: STRANGERS_BODY in bodies.py
LEAST_RATE = 20_000  # bytes a second of a large body
LONGEST_LINE = 8190  # limit_request_line in gunicorn.conf.py
CUT_LINE = 7000  # above LONGEST_ADDRESS in middleware.py, so that the page 414 follows
END_OF_HEAD = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,12})[ \t]*\r\n", re.IGNORECASE)


class PacedUnreader(SocketUnreader):
    """Reads a body from a socket, at LEAST_RATE after the first seconds."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.begin()

    def begin(self, seconds: int = 0) -> None:
        """The next request begins, whose body has this time to arrive."""
        self.deadline = monotonic() + seconds

    def chunk(self) -> bytes:
        """The next bytes; raises TimeoutError where they are late."""
        before, left = self.sock.gettimeout(), max(self.deadline - monotonic(), 0.001)
        self.sock.settimeout(left if before is None else min(before, left))
        try:
            data = super().chunk()
        finally:
            self.sock.settimeout(before)
        self.deadline += len(data) / LEAST_RATE
        return data


class Connection(TConn):
    """A connection, and what has arrived of its next request."""

    parser: Any  # gunicorn's; None before the first request

    def __init__(self, cfg: Any, sock: socket.socket, client: Any, server: Any) -> None:
        super().__init__(cfg, sock, client, server)
        self.arrived = bytearray()
        self.has_large_body = False
        self.linger: Callable[[Connection], None] = TConn.close

    def is_whole(self) -> bool:
        """Whether the head has arrived, and the body if it is small."""
        end = self.arrived.find(END_OF_HEAD)
        if end < 0:
            return False
        size = self.body_size(end)
        return size > SMALL_BODY or len(self.arrived) >= end + len(END_OF_HEAD) + size

    def body_size(self, end: int) -> int:
        """The bytes of the body as the head that ends there says; 0 where it says it oddly."""
        length = LENGTH.search(self.arrived, 0, end + 2)
        return int(length[1]) if length else 0

    def begin_request(self) -> None:
        """Let the parser start with what has arrived.

        A thread waits for more only of a large body: however odd a head, no other takes it longer.
        """
        self.has_large_body = self.body_size(self.arrived.find(END_OF_HEAD)) > SMALL_BODY
        shorten_address(self.arrived)
        if self.parser is None:
            self.parser = http.get_parser(self.cfg, self.sock, self.client)
            self.parser.unreader = PacedUnreader(self.sock)
            self.initialized = True
        self.parser.unreader.begin(ARRIVAL_SECONDS if self.has_large_body else 0)
        self.parser.unreader.unread(bytes(self.arrived))
        self.arrived.clear()
        self.data_ready = True

    def has_whole_body(self) -> bool:
        """Whether nothing of the body of the last request is left to read."""
        return getattr(self.parser.mesg.body.reader, "length", None) == 0

    def unread(self) -> int:
        """The bytes of its responses that the client has not taken."""
        sizes = fcntl.ioctl(self.sock, termios.TIOCOUTQ, bytes(4))
        return int.from_bytes(sizes, sys.byteorder)

    def take_back(self) -> bool:
        """Take back what the parser has read beyond the last request; returns whether it has."""
        self.arrived += self.parser.unreader.take_buffered()
        return bool(self.arrived)

    def close(self, graceful: bool = False) -> None:
        """Close at once, or after the client has; gunicorn's poller would wait for that client."""
        if graceful:
            self.linger(self)
        else:
            super().close()


def shorten_address(arrived: bytearray) -> None:
    """Cut an address that gunicorn would refuse without a page to one that we refuse with ours."""
    end = arrived.find(b"\r\n")
    if end > LONGEST_LINE and (version := arrived.rfind(b" ", 0, end)) > CUT_LINE:
        del arrived[CUT_LINE:version]
