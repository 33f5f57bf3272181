"""Clients that begin a request and send no more, at the site without a proxy before it."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from benchmarks.databases import ROOT
from benchmarks.server import HOST
from tests.support import gunicorn_site
from tests.support.gunicorn_site import asked
from tests.support.silent_clients import BEGINNINGS, ending, silent

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAGE = b"GET /about/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
ARRIVAL = 10  # seconds, as docs/operation.md states


@pytest.fixture
def port():
    with gunicorn_site.site(THREADS="2") as (_server, port):
        yield port


def test_they_take_no_thread_and_are_closed_after_ten_seconds(port):
    with silent(port, 30) as clients:
        start = time.monotonic()
        for _time in range(5):
            assert asked(port, "/about/")[0] == 200
        assert time.monotonic() - start < ARRIVAL / 2  # none had to be waited for
        with ThreadPoolExecutor(len(clients)) as pool:
            endings = list(pool.map(ending, clients))
        assert time.monotonic() - start < ARRIVAL + 5
    # Only the large body was answered, by its head, and the one whose length is odd.
    answered = [ending[9:12] for ending in endings if ending]
    assert answered == [b"403", b"405"] * (30 // len(BEGINNINGS))


def test_the_oldest_of_too_many_makes_room(port):
    with silent(port, 600) as clients:
        assert asked(port, "/about/")[0] == 200
        assert ending(clients[0]) == b""


@contextmanager
def stopped(process: int) -> Iterator[None]:
    """Let a process sleep, so that what happens meanwhile reaches it at the same moment."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def workers_of(server: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split()]


def test_readers_who_have_their_page_make_room_for_the_next():
    """As many as a process has places keep their connections, as browsers do."""
    with (
        gunicorn_site.site(ROOT, "--worker-connections", "20", THREADS="2") as (_server, port),
        silent(port, 19, [PAGE]) as clients,
    ):
        for client in clients:
            assert client.recv(12) == b"HTTP/1.1 200"
        for _ in range(3):
            assert asked(port, "/about/")[0] == 200


@pytest.mark.parametrize("asking", [1, 19], ids=["silent from the start", "silent after a page"])
def test_a_client_that_speaks_while_it_has_to_make_room_does_no_harm(asking):
    with (
        gunicorn_site.site(ROOT, "--worker-connections", "20", THREADS="2") as (server, port),
        silent(port, 19, [b""]) as clients,
    ):
        for client in clients[-asking:]:  # the last was accepted last
            client.sendall(PAGE)
            assert client.recv(12) == b"HTTP/1.1 200"
        [worker] = workers_of(server.pid)
        with stopped(worker), socket.create_connection((HOST, port), timeout=30):
            clients[0].sendall(b"G")
        assert asked(port, "/about/")[0] == 200
        assert workers_of(server.pid) == [worker]


def test_a_head_without_an_end_is_refused(port):
    with silent(port, 1) as [client]:
        client.sendall(b"GET / HTTP/1.1\r\n")
        for _line in range(140):
            client.sendall(b"X-Long: " + b"x" * 1000 + b"\r\n")
        assert ending(client)[:12] == b"HTTP/1.1 431"


def test_who_asks_for_page_after_page_and_reads_none_holds_nobody(port):
    head = f"GET /cases/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
    with ExitStack() as stack:
        for _number in range(4):
            client = stack.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect((HOST, port))
            client.sendall(300 * head)
        time.sleep(3)  # no more fits into the buffers
        start = time.monotonic()
        for _time in range(5):
            assert asked(port, "/about/")[0] == 200
        assert time.monotonic() - start < ARRIVAL / 2


def test_requests_in_small_pieces_on_one_connection_are_answered(port):
    with socket.create_connection((HOST, port), timeout=30) as client:
        for _time in range(3):
            for byte in f"GET /healthz HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode():
                client.sendall(bytes([byte]))
            response = b""
            while not response.endswith(b"\r\n\r\nok\n"):
                response += client.recv(1 << 16)
            assert response[:12] == b"HTTP/1.1 200"


def test_a_client_that_does_not_close_holds_nobody(port):
    """gunicorn waits for it in the loop that takes new connections."""
    clients = [socket.create_connection((HOST, port), timeout=30) for _ in range(5)]
    start = time.monotonic()
    for client in clients:
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert [ending(client)[:12] for client in clients] == [b"HTTP/1.1 200"] * 5
    assert asked(port, "/about/")[0] == 200
    assert time.monotonic() - start < 5  # of two seconds each
    for client in clients:
        client.close()


def test_an_editor_may_send_a_large_form_slowly_but_not_for_ever(port):
    client = Client()
    client.force_login(User.objects.create_superuser("editor"))
    [cookie] = client.cookies.values()
    head = (
        "POST /admin/reforms/batch/add/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Cookie: {cookie.key}={cookie.value}; csrftoken={'a' * 32}\r\n"
        "Content-Length: 1000000\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    with silent(port, 2, [head.encode()]) as editors:
        start = time.monotonic()
        assert asked(port, "/about/")[0] == 200
        assert time.monotonic() - start < ARRIVAL / 2
        assert {ending(editor)[9:12] for editor in editors} == {b"403"}  # without its token
        assert time.monotonic() - start < ARRIVAL + 5
        assert asked(port, "/about/")[0] == 200


def answers(client: socket.socket, count: int) -> list[bytes]:
    """The first lines of so many answers, none of which has a body."""
    received = b""
    while received.count(b"\r\n\r\n") < count:
        data = client.recv(1 << 16)
        assert data, received
        received += data
    return [answer.partition(b"\r\n")[0] for answer in received.split(b"\r\n\r\n")[:count]]


def test_requests_that_arrive_together_are_answered_one_after_the_other(port):
    paths = ["/healthz", "/nothing-here/", "/about/"] * 10
    heads = [f"HEAD {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode() for path in paths]
    with socket.create_connection((HOST, port), timeout=30) as client:
        client.sendall(b"".join(heads))
        statuses = [line[9:12] for line in answers(client, len(heads))]
    assert statuses == [b"200", b"404", b"200"] * 10


def test_the_end_of_a_request_may_arrive_after_the_answer_to_the_one_before(port):
    head = f"HEAD /healthz HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
    with socket.create_connection((HOST, port), timeout=30) as client:
        client.sendall(head + head[:-1])
        assert answers(client, 1) == [b"HTTP/1.1 200 OK"]
        client.sendall(head[-1:] + head)
        assert answers(client, 2) == [b"HTTP/1.1 200 OK"] * 2
