"""Addresses beyond the limit of gunicorn are answered by our own page."""

import pytest

from casebook.connection import shorten_address
from tests.support import gunicorn_site
from tests.support.gunicorn_site import asked


def shortened(head: bytes) -> bytes:
    arrived = bytearray(head)
    shorten_address(arrived)
    return bytes(arrived)


def test_an_address_beyond_the_limit_is_cut_and_the_rest_of_the_head_stays():
    head = b"GET /cases/?q=" + b"%E6%A1%88" * 1000 + b" HTTP/1.1\r\nHost: a b\r\n\r\nbody"
    cut = shortened(head)
    assert cut.startswith(b"GET /cases/?q=%E6%A1%88%E6")
    assert cut.endswith(b" HTTP/1.1\r\nHost: a b\r\n\r\nbody")
    assert cut.index(b"\r\n") == 7009


@pytest.mark.parametrize(
    "head",
    [
        b"GET /cases/?q=a HTTP/1.1\r\nHost: a\r\nX: " + b"a b" * 5000 + b"\r\n\r\n",
        b"x" * 9000 + b"\r\n\r\n",
        b"GET " + b"x" * 9000 + b"\r\n\r\n",
        b"",
    ],
)
def test_any_other_head_stays(head):
    assert shortened(head) == head


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_search_of_two_thousand_characters_is_told_so_on_a_page():
    with gunicorn_site.site() as (_server, port):
        status, _headers, body = asked(port, "/en/cases/?q=" + "%E6%A1%88" * 2000)
    assert status == 414
    assert "The address is too long" in body.decode()
