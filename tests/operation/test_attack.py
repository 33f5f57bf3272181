"""Silent, slow and hostile clients at once, through nginx and without it: readers notice little.

A minute of it, and the memory of 15,000 searches, are in make test-faults; make bench-attack prints
the medians of a quarter of a minute.
"""

import os
import random
import statistics
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
from django.db import connection

from benchmarks import synthetic
from benchmarks.server import HOST, Client, nginx
from reforms.exports.export import BLOCK_OF_BODIES
from reforms.models import BatchImport
from tests.support import gunicorn_site
from tests.support.attack import PageTimes, attack, page_times
from tests.support.import_desk import Desk

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MB = 1 << 20
ROUNDS = 3
SECONDS = int(os.environ.get("ATTACK_SECONDS", "60"))


@contextmanager
def nothing(_folder: Path, site: int, _desk: int) -> Iterator[int]:
    """In the place of nginx: the site itself."""
    yield site


# Only the long form is timed: the machine of the short one may be busy with other tests.
@pytest.mark.parametrize(
    ("through", "seconds", "times"),
    [
        (nginx, 8, None),
        pytest.param(nginx, SECONDS, 3, marks=pytest.mark.faults),
        pytest.param(nothing, SECONDS, 3, marks=pytest.mark.faults),
    ],
)
def test_no_page_fails_or_takes_three_times_as_long(
    tmp_path, through, seconds, times, record_property
):
    synthetic.fill(5 * BLOCK_OF_BODIES)
    desk = Desk(rows=1)
    given = {"WEB_CONCURRENCY": "2", "THREADS": "4", "EXPORTS_AT_ONCE": "3"}
    with (
        gunicorn_site.site(READ_IN_BACKGROUND="1", **given) as (_server, behind),
        through(tmp_path, behind, behind) as desk.port,
    ):
        rounds = [quiet_and_attacked(desk, seconds / ROUNDS) for _round in range(ROUNDS)]
        BatchImport.objects.filter(state="reading").update(state="discarded")
    connection.close()
    quiet, attacked = (joined(measured) for measured in zip(*rounds, strict=True))
    medians = [statistics.median(measured.seconds) for measured in (quiet, attacked)]
    pages = f"{len(quiet.seconds)} and {len(attacked.seconds)} pages"
    record_property("fault", f"median {medians[0]:.4f} s, attacked {medians[1]:.4f} s, {pages}")
    assert quiet.failures == attacked.failures == []
    assert times is None or medians[1] <= times * medians[0]


def quiet_and_attacked(desk: Desk, seconds: float) -> tuple[PageTimes, PageTimes]:
    """Half as long without the attack as with it, in turn: others may load the machine as well."""
    quiet = page_times(desk.port, seconds / 2)
    with attack(desk):
        time.sleep(2)
        attacked = page_times(desk.port, seconds)
    time.sleep(2)  # what has been uploaded is read no more
    return quiet, attacked


def joined(measured: Iterable[PageTimes]) -> PageTimes:
    """All times and all failures."""
    times, failures = zip(*measured, strict=True)
    return PageTimes([*chain(*times)], [*chain(*failures)])


@pytest.mark.faults
def test_memory_is_flat_after_many_searches(record_property):
    synthetic.fill(5 * BLOCK_OF_BODIES)
    chance = random.Random(2021)
    with gunicorn_site.site() as (server, port):
        [worker] = psutil.Process(server.pid).children()
        client = Client(port)
        sizes = []
        for _third in range(4):
            for _time in range(5000 if sizes else 500):
                text = "".join(chance.choices("检察机关办案流程监控评估量化责任清单考核", k=4))
                status = client.get(f"/cases/?q={quote(text)}&sort=newest").status
                assert status == 200
            sizes.append(worker.memory_info().rss / MB)
    record_property("fault", f"{[round(size) for size in sizes]} MB at {HOST}")
    assert sizes[-1] - sizes[0] <= 50
    assert sizes[-1] - sizes[-2] <= 10
