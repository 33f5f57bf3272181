"""What the command for assistants says of a site that does not answer as it should."""

import socket
from contextlib import closing
from threading import Thread

import pytest

from casebook_mcp.site import Refused, Site

HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


def site_that_answers(answer: bytes) -> Site:
    """A site on this machine that gives one answer, whatever is asked, and hangs up."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with closing(listening), listening.accept()[0] as connection:
            connection.recv(65536)
            connection.sendall(answer)

    Thread(target=serve, daemon=True).start()
    return Site(f"http://127.0.0.1:{listening.getsockname()[1]}")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"no HTTP\r\n\r\n",
        HEAD + b"Content-Length: 9\r\n\r\n{}",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n9\r\n{}",
        b"HTTP/1.1 503 Down\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nx",
        HEAD + b"\r\n<html>",
        HEAD + b"\r\n\xff",
    ],
)
def test_an_answer_that_breaks_off_or_is_none_is_refused(answer):
    with pytest.raises(Refused):
        site_that_answers(answer).json("/cases.json")


def test_the_site_s_own_words_are_passed_on():
    answer = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 9\r\n\r\nno year x"
    with pytest.raises(Refused, match="no year x"):
        site_that_answers(answer).json("/cases.json", year="x")


def test_an_address_that_is_none_is_refused():
    with pytest.raises(Refused, match="does not answer"):
        Site("http://[::1").text("/")
