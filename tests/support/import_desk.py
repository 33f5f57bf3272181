"""A publisher at a running site, who imports and publishes, and what is then to be there."""

import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote, urlencode

import psutil
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from benchmarks.server import HOST
from reforms import importing
from reforms.models import Batch, BatchImport, Case, CaseText, Version
from reforms.search import tiers
from tests.support import cast, gunicorn_site
from tests.support.killed_processes import PATIENCE
from tests.support.publishing import confirming

TOKEN = "k" * 32
BATCHES = 10
HEADINGS = "batch,batch_title,issuers,released_on,title,bodies,themes,summary,body"


def table(rows: int) -> bytes:
    """New cases in some new batches."""
    lines = [HEADINGS]
    for number in range(rows):
        of = number % BATCHES
        summary, body = f"流程监控{number}；" * 20, f"全程留痕{number}。" * 30
        lines.append(
            f"kill-{of},第{of}批,某省人民检察院,2021-07-29,第{number}件中断时的案例,"
            f"广州市南沙区检察院,政治责任,{summary},{body}"
        )
    return "\n".join(lines).encode()


def button(batch_import: BatchImport, step: str) -> tuple[str, dict[str, str]]:
    """Where the button of a step sends what."""
    if step == "apply":
        return reverse("admin:reforms_batchimport_change", args=[batch_import.pk]), {"_apply": "1"}
    return reverse(f"admin:reforms_import_{step}", args=[batch_import.pk]), {}


class Unavailable(OSError):
    """The site says 503: seconds to wait, and its page."""


class Desk:
    """A publisher at a running site."""

    def __init__(self, rows: int) -> None:
        cast.theme("political")
        self.rows, self.raw = rows, table(rows)
        self.acknowledged: set[Model] = set()  # what the site said that it had done
        person = get_user_model().objects.create_superuser("desk")
        client = Client()
        client.force_login(person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        names = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: TOKEN}
        cookies = "; ".join(f"{name}={value}" for name, value in names.items())
        self.headers = {"Cookie": cookies, "X-CSRFToken": TOKEN}

    def prepared(self) -> BatchImport:
        return importing.start_upload(io.BytesIO(self.raw), "table.csv")

    @contextmanager
    def site(self, **options: str) -> Iterator[psutil.Process]:
        with gunicorn_site.site(**options) as (server, self.port):
            yield psutil.Process(server.pid)

    def ask(self, method: str, at: str, **form: str) -> tuple[int, str]:
        http = HTTPConnection(HOST, self.port, timeout=PATIENCE)
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        try:
            http.request(method, at, urlencode(form), self.headers | kind)
            answer = http.getresponse()
            page = answer.read().decode()
        finally:
            http.close()
        if answer.status == 503:
            raise Unavailable(answer.headers["Retry-After"], page)
        return answer.status, page

    def press(self, batch_import: BatchImport, step: str) -> tuple[int, str]:
        at, form = button(batch_import, step)
        return self.ask("POST", at, **form)

    def publish(self, batch: Batch) -> float:
        """Let the site publish a batch; returns how many seconds it took."""
        start = time.monotonic()
        at = reverse("admin:reforms_batch_changelist")
        form = {"action": "publish_batches", "_selected_action": batch.pk, **confirming(batch)}
        assert self.ask("POST", at, **form)[0] == 302
        self.acknowledged.add(batch)
        return time.monotonic() - start

    def apply(self, batch_import: BatchImport) -> float:
        """Let the site apply an import; returns how many seconds it took."""
        start = time.monotonic()
        status, page = self.press(batch_import, "apply")
        if "导入停在这里" in page:
            raise Unavailable("", page)
        assert status in (200, 302), page
        self.acknowledged.add(batch_import)
        batch_import.refresh_from_db()
        return time.monotonic() - start

    @contextmanager
    def at_work(self, work: Callable[[], object]) -> Iterator[psutil.Process]:
        """A site that was just asked to do something."""
        with self.site() as server, meanwhile(work):
            yield server

    def is_whole(self, batch_import: BatchImport) -> bool:
        """Whether all is there; fails where it is neither all nor nothing."""
        batch_import.refresh_from_db()
        count = {"prepared": 0, "applied": self.rows}[batch_import.state]
        assert count or batch_import not in self.acknowledged
        assert Case.objects.count() == count
        versions = Version.objects.filter(subject=Version.Subject.CASE, note=f"导入 {batch_import}")
        assert versions.count() == count
        return bool(count)

    def finish(self, batch_import: BatchImport) -> None:
        """Apply unless it is applied, and take all back."""
        if not self.is_whole(batch_import):
            assert self.press(batch_import, "apply")[0] in (200, 302)
        assert self.is_whole(batch_import)
        assert self.ask("GET", f"/cases/?q={quote('中断时')}")[0] == 200
        assert self.ask("GET", "/readyz")[0] == 200
        texts_equal_data()
        importing.undo(batch_import)
        assert not Case.objects.exists()
        assert not CaseText.objects.exists()


@contextmanager
def meanwhile(work: Callable[[], object]) -> Iterator[None]:
    asking = threading.Thread(target=unless_killed, args=[work])
    asking.start()
    yield
    asking.join()


def unless_killed(work: Callable[[], object]) -> None:
    try:
        work()
    except (HTTPException, OSError, OperationalError, InterfaceError):
        return  # cut off by the kill
    finally:
        connection.close()  # this thread's own


def texts_equal_data() -> None:
    rows = CaseText.objects.values_list("pk", "title", "summary", "rest")
    stored = {pk: texts for pk, *texts in rows}
    cases = Case.objects.with_relations()
    assert stored == {case.pk: [*tiers(case.texts())] for case in cases}
