"""Clients that take a file slowly, without ever stopping: they are dropped, honest ones go on."""

import socket
import threading
import time
from contextlib import ExitStack, closing, contextmanager, suppress

import pytest
from django.db import connection

from benchmarks import synthetic
from benchmarks.server import HOST, nginx
from reforms import history
from reforms.downloads.pace import Delivery, TooSlow
from reforms.exports.export import BLOCK_OF_BODIES
from tests.support import cast, gunicorn_site
from tests.support.gunicorn_site import asked

pytestmark = pytest.mark.slow

WHOLE = "/cases.jsonl?body=1&sort=reference"
CASES = 10 * BLOCK_OF_BODIES  # more than sockets hold
MB = 1 << 20


def drain(client: socket.socket, size: int, pause: float) -> None:
    """Take so many bytes at a time, with a pause after each."""
    try:
        while client.recv(size):
            time.sleep(pause)
    except OSError:
        return


@contextmanager
def taking(size: int, pause: float):
    """The sending end of a connection, whose other end takes its bytes at a pace."""
    sender, client = socket.socketpair()
    for end in (sender, client):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    reader = threading.Thread(target=drain, args=[client, size, pause])
    reader.start()
    with closing(sender), closing(client):
        yield sender
        sender.close()
        reader.join()


def send(connection: socket.socket, size: int) -> None:
    """Send a file as gunicorn does."""
    for piece in Delivery(connection).pieces([bytes(size)]):
        connection.sendall(piece)


def test_a_client_below_the_least_rate_is_dropped(settings):
    settings.STALLED_SECONDS, settings.LEAST_RATE = 1, MB
    with taking(1024, 0.01) as connection, pytest.raises((TimeoutError, TooSlow)):
        send(connection, 10 * MB)


def test_what_a_client_took_fast_is_not_saved_up(settings):
    settings.STALLED_SECONDS, settings.LEAST_RATE = 1, 1000
    with taking(MB, 0) as connection:
        delivery = Delivery(connection)
        for piece in delivery.pieces([bytes(10 * MB)]):
            connection.sendall(piece)
        assert delivery.credit <= 1


def test_a_client_above_it_gets_the_whole_file_however_long_it_takes(settings):
    settings.STALLED_SECONDS, settings.LEAST_RATE = 1, 10_000
    start = time.monotonic()
    with taking(4096, 0.02) as connection:
        send(connection, MB // 2)
    assert time.monotonic() - start > 2


@contextmanager
def sipping(port: int, address: str = HOST, size: int = 1024, pause: float = 1):
    """A client that takes a file at a pace; the thread that ends when the file does."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.bind((address, 0))
    client.connect((HOST, port))
    request = f"GET {WHOLE} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n"
    client.sendall(request.encode())
    thread = threading.Thread(target=drain, args=[client, size, pause])
    thread.start()
    with closing(client):
        yield thread
        with suppress(OSError):  # dropped by the site
            client.shutdown(socket.SHUT_RDWR)
        thread.join()


def whole(port: int) -> bool:
    """Whether a download is whole; False if it is asked to come again."""
    status, headers, body = asked(port, WHOLE)
    assert status in (200, 429)
    assert status == 429 or body.count(b"\n") == int(headers["X-Total-Count"]) == CASES
    return status == 200


def seconds_until(condition, most: float) -> float:
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < most
        time.sleep(0.2)
    return time.monotonic() - start


@pytest.mark.faults  # half a minute
@pytest.mark.django_db(transaction=True)
def test_slow_readers_leave_places_to_others(tmp_path):
    synthetic.fill(CASES)
    given = {"THREADS": "4", "EXPORTS_AT_ONCE": "3", "STALLED_SECONDS": "600"}
    with (
        gunicorn_site.site(**given) as (_server, behind),
        nginx(tmp_path, behind, behind) as port,
        ExitStack() as readers,
    ):
        first = [readers.enter_context(sipping(port, "127.0.0.2")) for _ in range(4)]
        time.sleep(3)
        assert [reader.is_alive() for reader in first].count(True) == 2  # the others are refused
        assert all(whole(port) for _time in range(3))
        for last in (3, 4, 5):  # all places are taken, until the slowest makes way
            readers.enter_context(sipping(port, f"127.0.0.{last}"))
        seconds_until(lambda: whole(port), 40)


@pytest.mark.faults  # half a minute
@pytest.mark.django_db(transaction=True)
def test_no_file_lets_the_log_grow_without_end():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no such log")
    synthetic.fill(CASES)
    given = {"STALLED_SECONDS": "600", "LARGEST_LOG_MB": "1", "LEAST_RATE": "1"}
    with (
        gunicorn_site.site(**given) as (_server, port),
        sipping(port, size=20_000, pause=0.1) as reader,
    ):
        case = cast.case(1)
        for number in range(60):
            case.summary = f"第 {number} 次" * 1000
            history.save_case(case)
        seconds_until(lambda: not reader.is_alive(), 30)
