"""Silent, slow and hostile clients at once, through nginx: readers notice little.

A minute of it, and the memory of 15,000 searches, are in make test-faults.
"""

import random
import time
from urllib.parse import quote

import psutil
import pytest
from django.db import connection

from benchmarks import synthetic
from benchmarks.server import HOST, Client, nginx
from reforms.exports.export import BLOCK_OF_BODIES
from reforms.models import BatchImport
from tests.support import gunicorn_site
from tests.support.attack import attack, page_times
from tests.support.import_desk import Desk

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MB = 1 << 20


# Only the long form is timed: the machine of the short one may be busy with other tests.
@pytest.mark.parametrize(
    ("seconds", "times"),
    [(8, None), pytest.param(60, 3, marks=pytest.mark.faults)],
    ids=["short", "long"],
)
def test_no_page_fails_or_takes_three_times_as_long(tmp_path, seconds, times, record_property):
    synthetic.fill(5 * BLOCK_OF_BODIES)
    desk = Desk(rows=1)
    given = {"WEB_CONCURRENCY": "2", "THREADS": "4", "EXPORTS_AT_ONCE": "3"}
    with (
        gunicorn_site.site(READ_IN_BACKGROUND="1", **given) as (_server, behind),
        nginx(tmp_path, behind, behind) as desk.port,
    ):
        quiet, _count, failures = page_times(desk.port, seconds / 2)
        assert not failures
        with attack(desk):
            time.sleep(2)
            attacked, count, failures = page_times(desk.port, seconds)
        BatchImport.objects.filter(state="reading").update(state="discarded")
    connection.close()
    record_property("fault", f"median {quiet:.3f} s, attacked {attacked:.3f} s, {count} pages")
    assert failures == []
    assert times is None or attacked <= times * quiet


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
