"""Files over real sockets: gunicorn, and nginx before it. What is cut off never looks whole."""

import gzip
import random
import socket
import time
from collections import Counter
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPConnection, IncompleteRead

import psutil
import pytest

from benchmarks import synthetic
from benchmarks.server import HOST, nginx
from reforms import history, models
from reforms.exports.export import BLOCK_OF_BODIES
from reforms.models import Case, JsonLine, Revision
from tests.support import cast, gunicorn_site
from tests.support.gunicorn_site import asked

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SHARED = 1  # seconds for which the cache gives a page without asking
CASES = 3 * BLOCK_OF_BODIES
WHOLE = "/cases.jsonl?body=1&sort=reference"


@contextmanager
def site():
    """The port of a site that soon drops who takes nothing."""
    given = {"THREADS": "2", "STALLED_SECONDS": "2", "SHARED_CACHE_SECONDS": str(SHARED)}
    with gunicorn_site.site(**given) as (_server, port):
        yield port


@contextmanager
def proxied(folder):
    """The port of a real nginx before a real gunicorn."""
    with site() as behind, nginx(folder, behind, behind) as port:
        yield port


@pytest.fixture(params=["gunicorn", "nginx"])
def port(request, tmp_path):
    synthetic.fill(CASES)
    with site() if request.param == "gunicorn" else proxied(tmp_path) as server:
        yield server


def spoil_last() -> None:
    """A case that no file can be made of: its time is past the calendar in Shanghai."""
    with models.recording():
        last = Case.objects.order_by("reference_key").last()
        Case.objects.filter(pk=last.pk).update(updated_at=datetime(9999, 12, 31, 23, tzinfo=UTC))
        JsonLine.objects.filter(case=last).delete()


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
    # Not one row more than was made; compression may hold the last of them back.
    assert 0 < cut.value.partial.count(b"\n") <= CASES - BLOCK_OF_BODIES
    assert b"Error" not in cut.value.partial[-1000:]


def test_a_client_that_takes_nothing_is_dropped():
    synthetic.fill(10 * BLOCK_OF_BODIES)  # more than sockets hold
    with site() as port, socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect((HOST, port))
        client.sendall(f"GET {WHOLE} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        time.sleep(4)
        answer = b"".join(iter(partial(received, client), b""))
        assert answer.startswith(b"HTTP/1.1 200")
        assert not answer.endswith(b"0\r\n\r\n")
        assert lines_of(port, WHOLE) == 10 * BLOCK_OF_BODIES


def received(client: socket.socket) -> bytes:
    try:
        return client.recv(1 << 16)
    except ConnectionResetError:
        return b""


# ---------------------------------------------------------------- pages from the cache


def reading(count: int) -> list[str]:
    """What readers ask for: few pages often, many seldom."""
    chance = random.Random(2021)
    references = list(Case.objects.values_list("reference", flat=True))[:40]
    pages = ["/", "/cases/", "/en/cases/", "/themes/supervisory/", "/statistics/"]
    pages += [f"/cases/?page={page}" for page in range(2, 12)]
    pages += [f"/cases/{reference}/" for reference in references]
    return chance.choices(pages, [1 / (place + 1) for place in range(len(pages))], k=count)


def test_nineteen_of_twenty_pages_come_from_the_cache(tmp_path):
    synthetic.fill(CASES)
    with proxied(tmp_path) as port:
        addresses = reading(2000)
        cache_states = Counter(asked(port, address)[1]["X-Cache"] for address in addresses)
    assert cache_states["MISS"] + cache_states["EXPIRED"] + cache_states["BYPASS"] <= 100


def test_a_published_change_shows_within_twice_the_stated_time(tmp_path):
    synthetic.fill(CASES)
    with proxied(tmp_path) as port:
        before = asked(port, "/cases/")[1]["X-Revision"]
        assert asked(port, "/cases/")[1]["X-Cache"] == "HIT"
        history.publish([cast.draft()])
        time.sleep(2 * SHARED + 0.5)
        asked(port, "/cases/")  # may still be the old page, while the new one is fetched
        time.sleep(0.5)
        assert int(asked(port, "/cases/")[1]["X-Revision"]) > int(before)


def test_a_withdrawn_case_goes_from_the_cache_too(tmp_path):
    case = cast.case()
    page = f"/cases/{case.reference}/"
    with proxied(tmp_path) as port:
        assert asked(port, page)[0] == 200
        history.withdraw([case], "issuer")
        time.sleep(2 * SHARED + 0.5)
        asked(port, page)
        time.sleep(0.5)
        assert asked(port, page)[0] == 410
        time.sleep(2 * SHARED + 0.5)
        assert asked(port, page)[0] == 410


@pytest.mark.parametrize("name", ["__Host-session", "sessionid"])
def test_an_editor_sees_what_is_new_at_once(tmp_path, name):
    case = cast.case()
    with proxied(tmp_path) as port:
        assert asked(port, "/cases/")[1]["X-Cache"] in ("MISS", "HIT")
        history.withdraw([case], "issuer")
        headers = asked(port, "/cases/", Cookie=f"theme=dark; {name}=abc")[1]
        assert headers["X-Cache"] == "BYPASS"
        assert headers["X-Revision"] == str(Revision.current().number)


def test_a_page_comes_as_its_reader_takes_it(tmp_path):
    synthetic.fill(CASES)
    with proxied(tmp_path) as port:
        _status, zipped, packed = asked(port, "/cases/", **{"Accept-Encoding": "gzip"})
        _status, plain, page = asked(port, "/cases/")
        assert (zipped["Content-Encoding"], plain.get("Content-Encoding")) == ("gzip", None)
        assert gzip.decompress(packed) == page
        for kept_apart in ("/admin/login/", "/readyz"):
            assert asked(port, kept_apart)[1].get("X-Cache", "MISS") in ("MISS", "BYPASS")


def test_readers_go_on_reading_what_is_kept_while_the_site_is_down(tmp_path):
    synthetic.fill(CASES)
    with proxied(tmp_path) as port:
        assert asked(port, "/cases/")[0] == 200
        behind = next(p for p in psutil.Process().children() if "gunicorn" in p.cmdline())
        for process in [behind, *behind.children()]:
            process.kill()
        time.sleep(SHARED + 1.5)  # nginx counts whole seconds
        status, headers, _page = asked(port, "/cases/")
        assert (status, headers["X-Cache"]) == (200, "STALE")
