"""Many editors and readers at once: no fault, no lost update, no deadlock."""

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from threading import Event

import pytest
from django.db import connections, transaction

from benchmarks.server import HOST
from reforms import history
from reforms.models import Case, Revision, Version
from reforms.storage.databases import with_pauses
from tests.admin.test_two_editors import at_once
from tests.downloads.test_streams import site
from tests.support import cast
from tests.support.import_desk import texts_equal_data

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
EDITORS, READERS = 20, 200
PAGES = (
    "/",
    "/cases/",
    "/en/cases/?theme=political",
    "/cases/?q=摘要",
    "/statistics/",
    "/cases.csv",
)


def edit(key: int, end: float) -> int:
    """Save one case again and again; how often."""
    saved = 0
    try:
        while time.monotonic() < end:
            case = Case.objects.get(pk=key)
            case.summary = f"第 {saved + 1} 次保存"
            history.save_case(case)
            saved += 1
    finally:
        connections.close_all()
    return saved


def read(seed: int, port: int, end: float) -> Counter:
    """Ask for one page after another; how often each answer came."""
    chance, statuses = random.Random(seed), Counter()
    while time.monotonic() < end:
        with closing(HTTPConnection(HOST, port, timeout=60)) as there:
            address = chance.choice(PAGES).replace("摘要", "%E6%91%98%E8%A6%81")
            there.request("GET", address)
            answer = there.getresponse()
            answer.read()
            statuses[answer.status] += 1
    return statuses


@pytest.mark.parametrize(
    "seconds", [6, pytest.param(60, marks=pytest.mark.faults)], ids=["short", "long"]
)
def test_twenty_editors_and_two_hundred_readers_at_once(seconds):
    cases = [cast.case(number, themes=("political",)) for number in range(1, EDITORS + 1)]
    before, versions = Revision.current().number, Version.objects.count()
    with site() as port, ThreadPoolExecutor(EDITORS + READERS) as pool:
        end = time.monotonic() + seconds
        editors = [pool.submit(edit, case.pk, end) for case in cases]
        readers = [pool.submit(read, seed, port, end) for seed in range(READERS)]
        saved = [editor.result() for editor in editors]
        answers = sum((reader.result() for reader in readers), Counter())
    assert min(saved) > 0
    # Too many files at once are asked to come again: that is no fault.
    assert set(answers) <= {200, 429}
    assert answers[200] >= READERS
    assert Revision.current().number - before == Version.objects.count() - versions == sum(saved)
    for case, count in zip(cases, saved, strict=True):
        assert Case.objects.get(pk=case.pk).summary == f"第 {count} 次保存"
    texts_equal_data()


def test_an_editor_is_let_in_between_the_blocks_of_a_long_work():
    """Each block takes the lock at once again: SQLite would let nobody else in for long."""
    case, saved = cast.case(), Event()

    def work() -> None:
        end = time.monotonic() + 8
        for _block in with_pauses(iter(lambda: saved.is_set() or time.monotonic() > end, True)):
            with transaction.atomic():
                list(Case.objects.select_for_update().filter(pk=case.pk))
                time.sleep(0.3)

    def save() -> float:
        time.sleep(0.1)
        start = time.monotonic()
        history.save_case(Case.objects.get(pk=case.pk))
        saved.set()
        return time.monotonic() - start

    _nothing, waited = at_once(work, save)
    assert waited < 4
