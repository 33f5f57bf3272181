"""The site as it is really served, one worker on the loopback, and a client that waits for it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from .databases import ROOT

HOST = "127.0.0.1"
LIMIT = 3600  # seconds that a server may live, whatever becomes of its measurement
START = 60  # seconds that it may take to answer
PAUSE = 0.005  # seconds between two looks at its memory
PROXY = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  proxy_cache_path {folder}/cache keys_zone=casebook:10m;
  limit_conn_zone $binary_remote_addr zone=casebook_files:10m;
  map $request_method $casebook_upload {{ default ""; POST $binary_remote_addr; }}
  limit_req_zone $casebook_upload zone=casebook_uploads:1m rate=20r/m;
  upstream casebook {{ server {host}:{site}; keepalive 16; }}
  upstream casebook_desk {{ server {host}:{desk}; keepalive 4; }}
  map $http_cookie $casebook_editor {{ include {deployed}/editor.map; }}
  server {{ listen {host}:{port}; include {deployed}/pages.conf; }}
}}
"""


@dataclass(frozen=True)
class Site:
    """A running site: where it listens, and the process that answers."""

    port: int
    worker: psutil.Process

    def busy(self) -> float:
        """Seconds of processor time that the worker has used; many looks add up right, while
        one has the grain of the system's clock, 10 ms."""
        times = self.worker.cpu_times()
        return times.user + times.system


@contextmanager
def serving(port: int | None = None) -> Iterator[Site]:
    """The site on the database that DATABASE_URL names, for as long as the block lasts."""
    port = port or free_port()
    given = {"HOST": HOST, "PORT": str(port), "WEB_CONCURRENCY": "1", "THREADS": "4"}
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
    with running(command, os.environ | given, port, "/about/") as server:
        [worker] = psutil.Process(server.pid).children()
        yield Site(port, worker)


@contextmanager
def running(
    command: list[str], environment: dict[str, str], port: int, address: str
) -> Iterator[subprocess.Popen]:
    """A server that answers at an address, stopped at the end of the block."""
    with TemporaryFile() as log:
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            # An alarm outlives exec: it ends the server even where this process is gone.
            preexec_fn=partial(signal.alarm, LIMIT),
        )
        try:
            if not answers(server, port, address):
                log.seek(0)
                sys.exit(f"the server did not start:\n{log.read().decode()}")
            yield server
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return listener.getsockname()[1]


def answers(server: subprocess.Popen, port: int, address: str) -> bool:
    """Whether it answers before its time is up."""
    end = time.monotonic() + START
    while server.poll() is None and time.monotonic() < end:
        try:
            with urlopen(f"http://{HOST}:{port}{address}") as answer:
                return answer.status == 200
        except URLError:  # not there yet
            time.sleep(0.1)
    return False


class Answer(NamedTuple):
    status: int
    head: str
    seconds: float


class Client:
    """One kept connection. Plain sockets: http.client would cost as much as a short answer."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=LIMIT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)

    def get(self, address: str, *headers: str) -> Answer:
        lines = [f"GET {address} HTTP/1.1", f"Host: {HOST}", *headers, "", ""]
        request = "\r\n".join(lines).encode()
        start = time.perf_counter()
        self.socket.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self.receive()
        head, _, body = received.partition(b"\r\n\r\n")
        status = int(head[9:12])
        if re.search(rb"^transfer-encoding: *chunked", head, re.IGNORECASE | re.MULTILINE):
            while not body.endswith(b"0\r\n\r\n"):
                body += self.receive()
        else:
            missing = body_length(head.decode(), status) - len(body)
            while missing > 0:
                missing -= len(self.receive())
        return Answer(status, head.decode(), time.perf_counter() - start)

    def receive(self) -> bytes:
        data = self.socket.recv(1 << 16)
        if not data:
            raise ConnectionError("the server closed the connection")
        return data


def body_length(head: str, status: int) -> int:
    if status == 304:
        return 0
    return int(header(head, "Content-Length"))


def header(head: str, name: str) -> str:
    match = re.search(rf"^{name}: *(.*?)\r?$", head, re.IGNORECASE | re.MULTILINE)
    if not match:
        raise ValueError(f"no {name} in the answer:\n{head}")
    return match[1]


class Download(NamedTuple):
    status: int
    total: int  # rows that it promises
    lines: int
    size: int
    first_byte: float
    seconds: float


def download(site: Site, address: str) -> Download:
    """Take a file as fast as it comes, and keep nothing but its measures."""
    connection = HTTPConnection(HOST, site.port, timeout=LIMIT)
    start = time.perf_counter()
    connection.request("GET", address)
    response = connection.getresponse()
    lines = size = 0
    first_byte = None
    while chunk := response.read1(1 << 16):
        first_byte = first_byte or time.perf_counter() - start
        lines += chunk.count(b"\n")
        size += len(chunk)
    seconds = time.perf_counter() - start
    total = int(response.headers.get("X-Total-Count", -1))
    connection.close()
    return Download(response.status, total, lines, size, first_byte or seconds, seconds)


@contextmanager
def nginx(folder: Path, site: int, desk: int) -> Iterator[int]:
    """The port of nginx, with the site's own configuration, before the ports of the public pages
    and of the desk."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    port, file = free_port(), folder / "nginx.conf"
    names = {"folder": folder, "host": HOST, "port": port, "site": site, "desk": desk}
    file.write_text(PROXY.format(**names, deployed=ROOT / "deploy" / "nginx"))
    with running([program, "-c", str(file)], dict(os.environ), port, "/about/"):
        yield port


@contextmanager
def repeating(look: Callable[[], None], pause: float) -> Iterator[None]:
    """Look again and again while the block lasts, with so many seconds between."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(pause):
            look()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


@contextmanager
def peak_memory(process: psutil.Process) -> Iterator[list[int]]:
    """The most resident memory that a process had during the block, in bytes, as one item."""
    peak = [process.memory_info().rss]

    def look() -> None:
        peak[0] = max(peak[0], process.memory_info().rss)

    with repeating(look, PAUSE):
        yield peak
