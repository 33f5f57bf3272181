"""The memory of a process after very many different requests (make test-faults)."""

import random
from urllib.parse import quote

import psutil
import pytest

from benchmarks import synthetic
from benchmarks.server import Client
from reforms.vocabulary import Level, Province
from tests.support import gunicorn_site

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
CASES, REQUESTS, LOOK_EVERY = 5000, 15_000, 1500
GROWTH, FLAT = 50, 10  # MB: in all, and in the second half
WORDS = "检察院监督责任办案质量评查流程监控业绩考核羁押审查未成年人公益诉讼刑事执行案例机制改革数据"
FACETS = {
    "theme": ("political", "case-handling", "supervisory", "hierarchical"),
    "province": tuple(Province.values),
    "level": tuple(Level.values),
    "year": tuple(map(str, range(2000, 2027))),
}


def address(chance: random.Random) -> str:
    """A list, a page of it, a search or a small file that nobody asked for before."""
    start = chance.randrange(len(WORDS) - 4)
    query = [("q", WORDS[start : start + chance.randint(1, 4)] + chance.choice(["", "1", "2023"]))]
    for name, values in FACETS.items():
        query += [(name, value) for value in chance.sample(values, chance.randint(0, 2))]
    query += [("page", str(chance.randint(1, 9)))] * chance.randint(0, 1)
    path = chance.choice(["/cases/", "/en/cases/", "/cases.json", "/statistics/"])
    return f"{path}?{'&'.join(f'{name}={quote(value)}' for name, value in query)}"


def test_it_does_not_grow(record_property):
    synthetic.fill(CASES)
    chance, looks = random.Random(2021), []
    with gunicorn_site.site() as (server, port):
        [worker] = psutil.Process(server.pid).children()
        client = Client(port)
        for number in range(REQUESTS + 1):
            if number % LOOK_EVERY == 0:
                looks.append(worker.memory_info().rss >> 20)
            assert client.get(address(chance)).status in (
                200,
                302,
                400,
                404,
            )  # 案例1 leads to a case
    record_property("fault", f"{REQUESTS} requests: {looks} MB")
    warm, half, end = looks[1], looks[len(looks) // 2], looks[-1]
    assert end - warm <= GROWTH, looks
    assert end - half <= FLAT, looks
