"""Clients that begin a request and do not go on."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from benchmarks.server import HOST

BEGINNINGS = {
    "nothing": b"",
    "half a request line": b"GET /cases/?q=",
    "half a head": b"GET /cases/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    "half a password": (
        b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\nusername="
    ),
    "half a password whose length is odd": (
        b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0000000000100\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n"
        b"Cookie: csrftoken=abcdefghijklmnopqrstuvwxyz123456\r\n\r\nusername="
    ),
    "half a file": (
        b"POST /cases/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 600000000\r\n"
        b"Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
    ),
}


@contextmanager
def silent(
    port: int, count: int, beginnings: Sequence[bytes] = tuple(BEGINNINGS.values())
) -> Iterator[list[socket.socket]]:
    """Connections that have sent the beginnings in turn."""
    clients = [socket.create_connection((HOST, port), timeout=60) for _ in range(count)]
    try:
        for number, client in enumerate(clients):
            client.sendall(beginnings[number % len(beginnings)])
        yield clients
    finally:
        for client in clients:
            client.close()


def ending(client: socket.socket) -> bytes:
    """What a connection gives until it ends."""
    received = b""
    try:
        while data := client.recv(1 << 16):
            received += data
    except ConnectionResetError:
        pass
    return received
