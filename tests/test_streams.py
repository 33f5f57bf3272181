"""Files over real sockets: gunicorn, and nginx before it. What is cut off never looks whole."""

import os
import shutil
import socket
import sys
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPConnection, IncompleteRead

import pytest
from django.db import connection

from benchmarks import synthetic
from benchmarks.databases import ROOT, beside
from benchmarks.server import HOST, free_port, running
from reforms import history
from reforms.exports import BLOCK_OF_BODIES
from reforms.models import Case

pytestmark = pytest.mark.django_db(transaction=True)

CASES = 3 * BLOCK_OF_BODIES
WHOLE = "/cases.jsonl?body=1&sort=reference"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
# What the README asks of a proxy, on a folder and ports of the test's own.
PROXY = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen {host}:{port};
    location / {{
      proxy_pass http://{host}:{site};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
    }}
  }}
}}
"""


def database_url() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return beside(os.environ["DATABASE_URL"], name)


@contextmanager
def site():
    """The port of a real gunicorn on the test's database."""
    port = free_port()
    given = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database_url(),
        "HOST": HOST,
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        "THREADS": "2",
        "STALLED_SECONDS": "2",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
    with running(command, os.environ | given, port, "/about/"):
        yield port


@contextmanager
def proxied(folder):
    """The port of a real nginx before a real gunicorn."""
    with site() as behind:
        port = free_port()
        file = folder / "nginx.conf"
        file.write_text(PROXY.format(folder=folder, host=HOST, port=port, site=behind))
        with running([NGINX, "-c", str(file)], dict(os.environ), port, "/about/"):
            yield port


@pytest.fixture(params=["gunicorn", "nginx"])
def port(request, tmp_path):
    synthetic.fill(CASES)
    with site() if request.param == "gunicorn" else proxied(tmp_path) as found:
        yield found


def spoil_last() -> None:
    """A case that no file can be made of: its time is past the calendar in Shanghai."""
    with history.recording():
        last = Case.objects.order_by("reference_key").last()
        Case.objects.filter(pk=last.pk).update(updated_at=datetime(9999, 12, 31, 23, tzinfo=UTC))


def lines_of(port: int, address: str) -> int:
    with closing(HTTPConnection(HOST, port, timeout=60)) as there:
        there.request("GET", address)
        response = there.getresponse()
        assert response.status == 200
        return response.read().count(b"\n")


def test_a_whole_file_ends_as_whole(port):
    assert lines_of(port, WHOLE) == CASES


def test_a_file_that_fails_halfway_is_an_incomplete_read(port):
    spoil_last()
    with pytest.raises(IncompleteRead) as cut:
        lines_of(port, WHOLE)
    assert cut.value.partial.count(b"\n") == CASES - BLOCK_OF_BODIES
    assert b"Error" not in cut.value.partial[-1000:]


def test_a_client_that_takes_nothing_is_dropped():
    synthetic.fill(10 * BLOCK_OF_BODIES)  # more than sockets hold
    with site() as port, socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect((HOST, port))
        client.sendall(f"GET {WHOLE} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        time.sleep(4)
        found = b"".join(iter(partial(received, client), b""))
        assert found.startswith(b"HTTP/1.1 200")
        assert not found.endswith(b"0\r\n\r\n")
        assert lines_of(port, WHOLE) == 10 * BLOCK_OF_BODIES


def received(client: socket.socket) -> bytes:
    try:
        return client.recv(1 << 16)
    except ConnectionResetError:
        return b""
