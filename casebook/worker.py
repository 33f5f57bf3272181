"""A worker of gunicorn whose threads see whole requests only; silent clients cost no thread.

gunicorn's own gthread gives a connection to a thread with its first byte, and the thread then waits
for the rest of the head and for the body without an end: as many half requests as there are threads
stop the site. Here the poller collects the head of a request and a small body, with a deadline; a
large body, which only editors may send, is read at a least rate, by threads of its own: readers of
files and senders of bodies together could otherwise take all of them.
"""

import errno
import socket
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from selectors import EVENT_READ
from time import monotonic
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from .connection import ARRIVAL_SECONDS, SMALL_BODY, Connection

THREADS_FOR_BODIES = 2  # in addition to the threads of gunicorn.conf.py
DRAIN_SECONDS = 0.1  # for the rest of a body that nobody has read
LINGER_SECONDS = 2  # for a client to close after the response: RFC 9112, 9.6
SEND_SECONDS = 30  # for each piece of a response; files set their own
LARGEST_HEAD = 1 << 16
SEND_BUFFER = 1 << 19  # most pages fit, so that a slow reader of one holds no thread
MOST_UNREAD = 1 << 17  # beside which one more page fits
# The last one: the site stops, and gunicorn.conf.py has shut the listener down.
NOTHING_TO_ACCEPT = {errno.EAGAIN, errno.ECONNABORTED, errno.EINVAL}
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n"


class DeadlineWorker(ThreadWorker):
    """gthread with a deadline for requests to arrive."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lingering: deque[Connection] = deque()
        self.threads_for_bodies = ThreadPoolExecutor(THREADS_FOR_BODIES)

    def accept(self, listener: socket.socket) -> None:
        """Take a connection, if need be in place of the one that has been silent for longest."""
        try:
            sock, client = listener.accept()
        except OSError as error:
            if error.errno not in NOTHING_TO_ACCEPT:
                raise
            return
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        connection = Connection(self.cfg, sock, client, listener.getsockname())
        connection.linger = self.linger
        self.nr_conns += 1
        self.await_request(connection)
        if self.nr_conns >= self.worker_connections:
            self.drop_idle()

    def await_request(self, connection: Connection) -> None:
        """Collect what arrives; the deque stays ordered by deadline."""
        connection.timeout = monotonic() + ARRIVAL_SECONDS
        self.pending_conns.append(connection)
        arrives = partial(self.on_pending_socket_readable, connection)
        self.poller.register(connection.sock, EVENT_READ, arrives)

    def on_client_socket_readable(self, connection: Connection, sock: socket.socket) -> None:
        """The next request begins to arrive on a connection that was kept."""
        if is_closed(sock):
            return
        self.poller.unregister(sock)
        self.keepalived_conns.remove(connection)
        self.await_request(connection)

    def on_pending_socket_readable(self, connection: Connection, sock: socket.socket) -> None:
        """More of a request has arrived; a thread takes it once it is whole."""
        if is_closed(sock):
            return
        data = receive(sock)
        if data is None:
            return
        connection.arrived += data
        if data and not connection.is_whole():
            if len(connection.arrived) <= LARGEST_HEAD + SMALL_BODY:
                return
            send(sock, TOO_LARGE)
            data = b""
        self.poller.unregister(sock)
        self.pending_conns.remove(connection)
        if data:
            self.begin_request(connection)
        else:
            self.drop(connection)

    def begin_request(self, connection: Connection) -> None:
        """Let a thread take a whole request, unless its client leaves the last responses unread."""
        if connection.unread() > MOST_UNREAD:
            self.drop(connection)
        else:
            connection.begin_request()
            self.enqueue_req(connection)

    def enqueue_req(self, connection: Connection) -> None:
        """Let a thread take a request."""
        pool = self.threads_for_bodies if connection.has_large_body else self.tpool
        request = pool.submit(self.handle, connection)
        finish = partial(self.method_queue.defer, self.finish_request, connection)
        request.add_done_callback(finish)

    def finish_request(self, connection: Connection, request: "Future[Any]") -> None:
        """After a response: the client may have sent its next request together with the last."""
        if not (self.alive and is_kept(request) and connection.take_back()):
            super().finish_request(connection, request)
        elif connection.is_whole():
            self.begin_request(connection)
        else:
            connection.sock.setblocking(False)
            self.await_request(connection)

    def drop_idle(self) -> None:
        """Close the connection that has been silent for longest, those that have had a response
        before those whose request is still to arrive."""
        idle = self.keepalived_conns or self.pending_conns
        if idle:
            connection = idle.popleft()
            self.poller.unregister(connection.sock)
            self.drop(connection)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """While the site stops, answer who has asked or has just come, and close kept connections.

        gunicorn waits for these as long as for a download, half a minute.
        """
        if self.alive:
            super().wait_for_and_dispatch_events(timeout)
            return
        super().wait_for_and_dispatch_events(0)
        while self.keepalived_conns:
            connection = self.keepalived_conns.popleft()
            self.poller.unregister(connection.sock)
            self.drop(connection)
        if self.nr_conns:
            super().wait_for_and_dispatch_events(min(timeout, 1))  # who comes has a deadline

    def drop(self, connection: Connection) -> None:
        self.nr_conns -= 1
        connection.close()

    def handle_request(self, request: Any, connection: Connection) -> bool:
        connection.sock.settimeout(SEND_SECONDS)
        try:
            return super().handle_request(request, connection)
        except TimeoutError as error:  # logged without the stack, like a client that has gone
            raise BrokenPipeError(errno.EPIPE, "the client was too slow") from error

    def handle_error(self, request: Any, client: Any, _address: Any, error: Exception) -> None:
        """Answer what is no request as gunicorn does, whose log would name the client's address."""
        super().handle_error(request, client, ("-", 0), error)

    def _keepalive_after(self, connection: Connection, keepalive: bool) -> bool:
        """Whether the connection can take another request: not if a body is still to arrive."""
        if not keepalive:
            return False
        if connection.has_whole_body():  # however long the machine lets this thread wait
            return True
        return bool(connection.parser.finish_body(deadline=monotonic() + DRAIN_SECONDS))

    def linger(self, connection: Connection) -> None:
        """Wait, without a thread, for a client to close: it may not have read the response yet."""
        try:
            connection.sock.shutdown(socket.SHUT_WR)
            connection.sock.setblocking(False)
            discard = partial(self.on_lingering_socket_readable, connection)
            self.poller.register(connection.sock, EVENT_READ, discard)
        except (OSError, ValueError):  # gone already
            connection.close()
            return
        connection.timeout = monotonic() + LINGER_SECONDS
        self.lingering.append(connection)

    def on_lingering_socket_readable(self, connection: Connection, sock: socket.socket) -> None:
        """Discard what a client still sends, until it closes."""
        if is_closed(sock):
            return
        if receive(sock) == b"":
            self.poller.unregister(sock)
            self.lingering.remove(connection)
            connection.close()

    def murder_pending(self) -> None:
        """Close what is late. gunicorn calls it at least once a second."""
        super().murder_pending()
        while self.lingering and self.lingering[0].timeout <= monotonic():
            connection = self.lingering.popleft()
            self.poller.unregister(connection.sock)
            connection.close()


def is_kept(request: "Future[Any]") -> bool:
    """Whether a request has ended so that its connection can take another."""
    return not request.cancelled() and not request.exception() and bool(request.result())


def is_closed(sock: socket.socket) -> bool:
    """Whether the worker itself has closed a socket.

    The poller reports events in batches, and drop_idle() may close a socket whose event comes later
    in the same batch.
    """
    return sock.fileno() < 0


def receive(sock: socket.socket) -> bytes | None:
    """What has arrived; nothing where the connection has ended, None where there is nothing yet."""
    try:
        return sock.recv(1 << 16)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def send(sock: socket.socket, response: bytes) -> None:
    """Send a short response as far as it goes without waiting."""
    try:
        sock.send(response)
    except OSError:
        return
