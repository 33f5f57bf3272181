"""The site is restarted and stopped while readers are there: real gunicorn, real signals."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path
from threading import Event, Thread

import psutil
import pytest

from benchmarks import synthetic
from benchmarks.databases import ROOT
from benchmarks.server import HOST, free_port
from reforms.exports.export import BLOCK_OF_BODIES
from tests.support import cast
from tests.support.gunicorn_site import asked, site
from tests.support.killed_processes import kill

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CASES = 10 * BLOCK_OF_BODIES  # more than sockets hold
WHOLE = "/cases.jsonl?body=1"
READERS = 8
GRACEFUL_SECONDS = 30  # graceful_timeout in gunicorn.conf.py
PROCESSES = {"WEB_CONCURRENCY": "2", "THREADS": "2"}
RELEASE = ("casebook", "reforms", "templates", "static", "locale")


def release(folder: Path) -> Path:
    """A copy of the code, to be changed."""
    for name in RELEASE:
        shutil.copytree(ROOT / name, folder / name)
    (folder / "tests").mkdir()
    for name in ("gunicorn.conf.py", "manage.py", "tests/__init__.py", "tests/settings.py"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@contextmanager
def reading(port: int):
    """Readers who go on asking; a list of what they were answered."""
    over, answers = Event(), []

    def read() -> None:
        while not over.is_set():
            try:
                answers.append(asked(port, "/cases/", Connection="close")[0])
            except OSError as error:
                answers.append(repr(error))

    readers = [Thread(target=read) for _number in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        yield answers
    finally:
        over.set()
        for reader in readers:
            reader.join()


def wait_for(happened) -> None:
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_new_release_is_served_after_a_reload_and_no_request_fails(tmp_path):
    cast.case()
    folder = release(tmp_path)
    with site(folder, **PROCESSES) as (server, port), reading(port) as answers:
        before = asked(port, "/about/")[1]["ETag"]
        with (folder / "templates" / "public" / "about.html").open("a") as page:
            page.write("\n")
        server.send_signal(signal.SIGHUP)
        wait_for(lambda: asked(port, "/about/")[1]["ETag"] != before)
        time.sleep(1)
    assert len(answers) > 10
    assert set(answers) == {200}


@contextmanager
def half_read(port: int):
    """A file of which a reader has the beginning."""
    with closing(HTTPConnection(HOST, port, timeout=60)) as there:
        there.sock = socket.create_connection((HOST, port))
        there.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
        there.request("GET", WHOLE, headers={"Connection": "close"})
        answer = there.getresponse()
        yield answer, answer.read(100)


def refused(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=5).close()
    except (ConnectionRefusedError, ConnectionResetError):  # reset: while it closes
        return True
    return False


def test_a_file_is_finished_before_the_site_stops():
    synthetic.fill(CASES)
    with site(**PROCESSES) as (server, port), half_read(port) as (answer, first):
        server.terminate()
        wait_for(lambda: refused(port))
        assert (first + answer.read()).count(b"\n") == CASES


def test_a_stop_logs_no_error(tmp_path):
    log = tmp_path / "log"
    with site(ROOT, "--error-logfile", str(log), **PROCESSES) as (server, _port):
        server.terminate()
        assert server.wait(timeout=30) == 0
    lines = log.read_text(encoding="utf-8")
    assert "Shutting down" in lines
    assert "ERROR" not in lines
    assert "Traceback" not in lines


def test_what_a_site_writes_is_for_its_account_alone():
    with site() as (server, _port):
        [worker] = psutil.Process(server.pid).children()
        umask = re.search(r"Umask:\s*(\d+)", Path(f"/proc/{worker.pid}/status").read_text())[1]
    assert umask == "0077"


def test_a_file_that_takes_too_long_for_the_stop_breaks_off():
    synthetic.fill(CASES)
    at_once = ("--graceful-timeout", "1")
    with site(ROOT, *at_once, **PROCESSES) as (server, port), half_read(port) as (answer, _):
        server.terminate()
        server.wait(timeout=30)
        with pytest.raises(IncompleteRead):
            answer.read()


def test_a_file_whose_server_is_killed_breaks_off():
    synthetic.fill(CASES)
    with site(**PROCESSES) as (server, port), half_read(port) as (answer, _first):
        kill(psutil.Process(server.pid))
        with pytest.raises((IncompleteRead, ConnectionResetError)):
            answer.read()


def test_a_wrong_setting_stops_the_start_with_one_message():
    given = {"DJANGO_SETTINGS_MODULE": "casebook.settings", "SECRET_KEY": "", "HOST": HOST}
    command = [sys.executable, "-m", "gunicorn"]
    environment = os.environ | given | {"PORT": str(free_port())}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr.count("the environment variable SECRET_KEY is not set") == 1


def test_a_stop_does_not_wait_for_readers_who_ask_nothing():
    with site(**PROCESSES) as (server, port), ExitStack() as open_connections:
        for address in ("/about/", "/cases/"):
            kept = HTTPConnection(HOST, port, timeout=60)
            open_connections.enter_context(closing(kept))
            kept.request("GET", address)
            assert kept.getresponse().read()
        silent = socket.create_connection((HOST, port))
        open_connections.enter_context(closing(silent))
        start = time.monotonic()
        server.terminate()
        assert server.wait(timeout=60) == 0
        assert time.monotonic() - start < GRACEFUL_SECONDS * 2 / 3


def test_who_has_asked_before_a_stop_is_answered():
    with (
        site(**PROCESSES) as (server, port),
        closing(HTTPConnection(HOST, port, timeout=60)) as kept,
    ):
        for _ in range(2):  # the second on a connection that was kept
            kept.request("GET", "/about/")
            answer = kept.getresponse()
            assert answer.status == 200
            assert answer.read()
        kept.sock.sendall(b"GET /about/ HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        time.sleep(0.5)
        server.terminate()
        time.sleep(0.5)
        kept.sock.sendall(b"\r\n")
        assert kept.sock.recv(100).startswith(b"HTTP/1.1 200")
