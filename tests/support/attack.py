"""Silent, slow and hostile clients together, at a site behind the shipped nginx."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from http.client import HTTPException
from itertools import count
from multiprocessing import get_context
from typing import NamedTuple
from urllib.parse import quote

from benchmarks.server import HOST
from tests.support import hostile_workbooks as hostile
from tests.support.gunicorn_site import asked
from tests.support.import_desk import Desk
from tests.support.silent_clients import BEGINNINGS
from tests.support.uploading import upload

PAGES = ("/", "/cases/", "/cases/?q={}", "/en/cases/?theme=political&q={}", "/statistics/?q={}")
FILES = ("/cases.jsonl?body=1", "/cases.csv?body=1", "/cases/?q={}")
NUMBERS = count()


class PageTimes(NamedTuple):
    """The seconds that pages took one after another, and the answers that were no page."""

    seconds: list[float]
    failures: list[int]


def page_times(port: int, seconds: float) -> PageTimes:
    """Ask for pages for so long."""
    end, times, failures = time.monotonic() + seconds, [], []
    while time.monotonic() < end:
        for page in PAGES:  # no two searches are the same: neither cache has them
            start = time.monotonic()
            status, _headers, _body = asked(port, page.format(quote(f"案例{next(NUMBERS)}")))
            times.append(time.monotonic() - start)
            failures += [status] if status != 200 else []
    return PageTimes(times, failures)


def be_silent(port: int, number: int, ends: threading.Event) -> None:
    """Begin a request and wait until the connection is closed."""
    beginnings = list(BEGINNINGS.values())
    with socket.create_connection((HOST, port), timeout=1) as client:
        client.sendall(beginnings[number % len(beginnings)])
        while not ends.is_set():
            with suppress(TimeoutError):
                if not client.recv(1 << 16):
                    return


def be_slow(port: int, number: int, ends: threading.Event) -> None:
    """Take a file or a page, a kilobyte a second."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.bind((f"127.0.1.{number + 1}", 0))
        client.settimeout(10)
        client.connect((HOST, port))
        address = FILES[number % len(FILES)].format(next(NUMBERS))
        client.sendall(f"GET {address} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        while not ends.wait(1) and client.recv(1024):
            pass


def be_hostile(desk: Desk, number: int, ends: threading.Event) -> None:
    """Upload a workbook that takes long to read."""
    files = hostile_files()
    upload(desk, files[number % len(files)])
    ends.wait(1)


@cache
def hostile_files() -> tuple[bytes, ...]:
    """Made when they are needed, which takes seconds."""
    return (
        hostile.with_rows(b"".join(b'<row r="%d"/>' % line for line in range(10, 900_000))),
        hostile.with_rows(b'<row r="4000000000000"/>'),
        hostile.strings(900_000),
    )


@contextmanager
def attack(desk: Desk, silent: int = 30, slow: int = 30, uploads: int = 12) -> Iterator[None]:
    """All of them, again and again, while the block lasts; in a process of their own, so that they
    do not slow down who measures."""
    parts = [(be_silent, desk.port, silent), (be_slow, desk.port, slow)]
    parts += [(be_hostile, desk, uploads)]
    hostile_files()  # before the fork, once for all threads
    attackers = get_context("fork").Process(target=run, args=[parts], daemon=True)
    attackers.start()
    try:
        yield
    finally:
        attackers.kill()
        attackers.join()


def run(parts: list[tuple[Callable[..., None], int | Desk, int]]) -> None:
    """The process of the attackers: a thread for each client."""
    os.nice(19)  # they have machines of their own
    ends = threading.Event()

    def again(act: Callable[..., None], target: int | Desk, number: int) -> None:
        while not ends.is_set():
            with suppress(OSError, HTTPException):
                act(target, number, ends)

    for act, target, clients in parts:
        for number in range(clients):
            threading.Thread(target=again, args=[act, target, number]).start()
