"""A connection takes another request unless a body is left to read."""

import socket

import pytest
from gunicorn.config import Config

from casebook import worker
from casebook.connection import Connection


@pytest.mark.parametrize(
    ("request_", "is_kept"),
    [
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na=1", False),
    ],
)
def test_it_needs_no_time_where_there_is_no_body(monkeypatch, request_, is_kept):
    monkeypatch.setattr(worker, "DRAIN_SECONDS", -1)  # a machine that lets the thread wait
    config, (ours, theirs) = Config(), socket.socketpair()
    with ours, theirs:
        connection = Connection(config, ours, ("127.0.0.1", 1), ("127.0.0.1", 2))
        connection.arrived += request_
        connection.begin_request()
        next(connection.parser)
        assert worker.DeadlineWorker._keepalive_after(None, connection, True) is is_kept
