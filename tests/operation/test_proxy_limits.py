"""What the shipped nginx lets through: deadlines, bodies, downloads of one address."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.server import HOST, nginx
from tests.support import gunicorn_site
from tests.support.gunicorn_site import asked
from tests.support.silent_clients import ending, silent

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
IMPORT = "/admin/reforms/batchimport/add/"


@pytest.fixture
def port(tmp_path):
    with gunicorn_site.site() as (_server, behind), nginx(tmp_path, behind, behind) as port:
        yield port


def status_of_body(port: int, method: str, address: str, size: int) -> bytes:
    """What is answered to the head of a request whose body never comes."""
    head = f"{method} {address} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {size}\r\n\r\n"
    with socket.create_connection((HOST, port), timeout=30) as client:
        client.sendall(head.encode())
        return client.recv(1 << 16)[9:12]


def test_it_refuses_bodies_by_their_heads(port, tmp_path):
    mb = 1 << 20
    for address in ("/", "/cases/", "/cases.csv", "/en/data/changes.json"):
        assert status_of_body(port, "POST", address, 600 * mb) in (b"405", b"413")
        assert status_of_body(port, "GET", address, 600 * mb) == b"413"
    assert status_of_body(port, "POST", "/admin/login/", 12 * mb) == b"413"
    assert status_of_body(port, "POST", "/admin/reforms/batch/add/", 12 * mb) == b"413"
    assert status_of_body(port, "POST", IMPORT, 61 * mb) == b"413"
    assert not [file for file in (tmp_path / "body").rglob("*") if file.is_file()]


def test_it_drops_who_is_silent_after_ten_seconds(port):
    with silent(port, 30) as clients:
        start = time.monotonic()
        for _time in range(5):
            assert asked(port, "/about/")[0] == 200
        assert time.monotonic() - start < 5
        with ThreadPoolExecutor(len(clients)) as pool:
            list(pool.map(ending, clients))
        assert time.monotonic() - start < 15
