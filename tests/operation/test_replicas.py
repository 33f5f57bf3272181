"""The site on three PostgreSQL servers, one of which copies to the others: each goes away in turn.

Two pools of the same code: the desk asks for the server that takes writes, the public pages
prefer a copy. nginx sends an editor to the desk's pool everywhere, so that own writes are seen.
"""

import re
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection, IncompleteRead
from threading import Event, Thread
from urllib.parse import urlencode

import pytest

from benchmarks.databases import ROOT
from benchmarks.server import HOST, nginx
from tests.support import gunicorn_site
from tests.support.postgresql_cluster import Cluster, any_of

pytestmark = pytest.mark.slow

PASSWORD = "correct horse battery staple"
CASE = "spp-reform-1-01"  # the first of the seed, whose key is 1
REVISION = "SELECT number FROM reforms_revision"
PAGES = ("/", "/cases/", "/en/cases/?theme=political", f"/cases/{CASE}/", "/cases.csv")


def manage(url: str, *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    given = {"DATABASE_URL": url, "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    subprocess.run(
        command, cwd=ROOT, env=gunicorn_site.environment() | given, check=True, capture_output=True
    )


@contextmanager
def pool(url: str):
    """The port of a gunicorn on a database."""
    given = {"DATABASE_URL": url, "THREADS": "4", "SHARED_CACHE_SECONDS": "1"}
    with gunicorn_site.site(alive="/healthz", **given) as (_server, port):
        yield port


class Browser:
    """Asks one address after another and keeps the cookies."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}

    def ask(self, method: str, address: str, **form: str) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        with closing(HTTPConnection(HOST, self.port, timeout=60)) as there:
            there.request(method, address, urlencode(form) if form else None, headers)
            answer = there.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _equals, rest = cookie.partition("=")
                self.cookies[name] = rest.partition(";")[0]
            return answer.status, answer.read().decode()

    def send(self, address: str, **form: str) -> int:
        """Fill in a form of a page and send it."""
        status, page = self.ask("GET", address)
        if status != 200:
            return status
        hidden = dict(re.findall('<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
        return self.ask("POST", address, **hidden | form)[0]

    def log_in(self) -> "Browser":
        assert self.send("/admin/login/", username="editor", password=PASSWORD) == 302
        return self

    def withdraw(self) -> int:
        form = {"action": "withdraw_cases", "_selected_action": "1", "reason": "catalogue"}
        return self.send("/admin/reforms/case/", **form)

    def publish(self) -> int:
        return self.send("/admin/reforms/case/1/publish/")

    def sees(self) -> int:
        return self.ask("GET", f"/cases/{CASE}/")[0]


class Readers:
    """Ask for pages all the while; `answers` counts them by status."""

    def __init__(self, port: int) -> None:
        self.answers, self.is_over, self.browser = Counter(), Event(), Browser(port)
        self.threads = [Thread(target=self.read) for _reader in range(4)]

    def read(self) -> None:
        while not self.is_over.is_set():
            for address in PAGES:
                try:
                    self.answers[self.browser.ask("GET", address)[0]] += 1
                except IncompleteRead:  # a file whose server went away breaks off, as it must
                    self.answers["cut"] += 1

    def __enter__(self) -> "Readers":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join()


def soon(state, wanted: object, seconds: float = 20) -> bool:
    """Whether it is so within some seconds."""
    end = time.monotonic() + seconds
    while state() != wanted:
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture
def servers():
    """A primary and two copies; each follows whichever of the others takes writes."""
    with ExitStack() as stack:
        primary = stack.enter_context(Cluster())
        manage(primary.url, "migrate")
        manage(primary.url, "seed")
        manage(primary.url, "createsuperuser", "--noinput", "--username=editor", "--email=")
        first = Cluster()
        second = Cluster(follows=(primary, first))
        first.follows = (primary, second)
        yield primary, stack.enter_context(first), stack.enter_context(second)


@pytest.fixture
def site(servers, tmp_path):
    """The ports of nginx, which is before two pools, and of the pool of the public pages."""
    with (
        pool(any_of(servers, "read-write")) as desk,
        pool(any_of(servers, "prefer-standby")) as readers,
        nginx(tmp_path, readers, desk) as port,
    ):
        yield port, readers


def test_each_server_goes_away_in_turn_and_one_is_promoted(servers, site):
    primary, first, second = servers
    assert [server.asked("SELECT pg_is_in_recovery()") for server in servers] == [False, True, True]
    front, behind = site
    editor, reader = Browser(front).log_in(), Browser(front)
    with Readers(behind) as readers:
        for copy in (first, second):
            copy.stop()
            assert (editor.withdraw(), editor.sees()) == (302, 410)
            assert soon(reader.sees, 410)
            assert (editor.publish(), editor.sees()) == (302, 200)
            assert soon(reader.sees, 200)
            copy.start()
        assert soon(lambda: primary.asked("SELECT count(*) FROM pg_stat_replication"), 2)
        primary.stop()
        assert editor.publish() == 503  # nobody takes writes: it says so, and to come again
        assert reader.sees() == 200
        first.promote()
        assert soon(editor.withdraw, 302)
        assert editor.sees() == 410
        assert soon(reader.sees, 410)
        assert (editor.publish(), editor.sees()) == (302, 200)
        assert soon(lambda: second.asked(REVISION) == first.asked(REVISION), True)
        assert soon(reader.sees, 200)
    total = sum(readers.answers.values())
    # A withdrawn case is gone by design, and one file too many waits its turn.
    assert set(readers.answers) <= {200, 410, 429, 503, "cut"}
    assert total > 100
    assert readers.answers[503] + readers.answers["cut"] <= 0.03 * total
