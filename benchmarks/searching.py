"""What searching costs: the 71 queries as pages, the index, a saved case, a rebuilt index."""

import re
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from statistics import median
from urllib.parse import quote

from django.core.management import call_command
from django.db import connection

from reforms import history, search
from reforms.models import Case, CaseText, Revision

from .queries import QUERIES
from .server import Client, Site

Row = dict[str, str | int | float]

LOOKED_INTO = (
    100_000  # the most cases whose every text is looked into: it takes a second each 10,000
)
SAVED = 20
LONG = 5000  # characters of a saved case


def truth() -> dict[str, set[int]]:
    """What each query must find, by looking into every stored text."""
    parsed = {text: search.parse(text) for text in QUERIES}
    expected: dict[str, set[int]] = {text: set() for text in QUERIES}
    texts = CaseText.objects.values_list("case_id", "title", "summary", "rest")
    for case_id, *tiers in texts.iterator(chunk_size=1000):
        whole = "\n".join(tiers)
        for text, query in parsed.items():
            if all(t in whole for t in query.wanted) and not any(
                t in whole for t in query.unwanted
            ):
                expected[text].add(case_id)
    empty = search.Query()
    return {text: set() if parsed[text] == empty else ids for text, ids in expected.items()}


def recall(_site: Site) -> Iterator[Row]:
    if CaseText.objects.count() > LOOKED_INTO:
        return
    expected = truth()
    finder = current_finder()
    hits = {text: set(finder.find(search.parse(text))) for text in QUERIES}
    yield {
        "queries": len(QUERIES),
        "found all": sum(expected[text] <= hits[text] for text in QUERIES),
        "found nothing else": sum(hits[text] <= expected[text] for text in QUERIES),
    }


def searches(site: Site) -> Iterator[Row]:
    """Each query as a page with total and facets: new; with a filter; the very page again."""
    current_finder()
    Revision.next()
    client = Client(site.port)
    client.get("/cases/?sort=reference")
    times: dict[str, list[float]] = {}
    for text in QUERIES:
        address = f"/cases/?q={quote(text)}"
        pages = {
            "found for the first time": address,
            "found before, with another filter": f"{address}&theme=supervisory",
            "the very same page again": address,
        }
        for kind, page in pages.items():
            times.setdefault(kind, []).append(milliseconds(client, page))
    for kind, durations in times.items():
        durations.sort()
        yield {
            "page": kind,
            "queries": len(durations),
            "median ms": median(durations),
            "p95 ms": durations[round(0.95 * (len(durations) - 1))],
            "slowest ms": durations[-1],
        }


def milliseconds(client: Client, address: str) -> float:
    answer = client.get(address)
    if answer.status != 200:
        raise ValueError(f"{address} answered {answer.status}")
    return 1000 * answer.seconds


def memory(site: Site) -> Iterator[Row]:
    """The worker after all that was asked of it before this, and at its largest.

    Pages of files that are mapped, such as the index, belong to the system's file cache: it takes
    them back where memory is short, and processes share them.
    """
    status = Path(f"/proc/{site.worker.pid}/status").read_text()
    of = {name: int(size) / 1024 for name, size in re.findall(r"(\w+):\s+(\d+) kB", status)}
    yield {
        "now MB": of["VmRSS"],
        "its own MB": of["RssAnon"],
        "mapped files MB": of["RssFile"],
        "at most MB": of["VmHWM"],
    }


def current_finder() -> search.Finder:
    """A finder whose index is at the current revision; waits until a process has built it."""
    while True:
        search.catch_up()
        finder = search.Finder(search.index_folder().reader(), Revision.current())
        if finder.coverage.reader and finder.coverage.is_complete:
            return finder
        time.sleep(0.5)


def finding(_site: Site) -> Iterator[Row]:
    """The terms of the queries alone, as sets of ids in three tiers: the best of three each."""
    finder = current_finder()
    parsed = map(search.parse, QUERIES)
    terms = sorted({term for query in parsed for term in (*query.wanted, *query.unwanted)})
    times = sorted(min(timed(finder, term) for _attempt in range(3)) for term in terms)
    yield {
        "terms": len(times),
        "median ms": median(times),
        "p95 ms": times[round(0.95 * (len(times) - 1))],
        "slowest ms": times[-1],
    }


def timed(finder: search.Finder, term: str) -> float:
    """Milliseconds of one term."""
    start = time.perf_counter()
    for tier in search.TIERS:
        finder.find_term(term, tier)
    return 1000 * (time.perf_counter() - start)


def index_size(_site: Site) -> Iterator[Row]:
    """The files of the index beside the folded texts that it is made from."""
    texts = "title || summary || rest"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT sum({BYTES[connection.vendor].format(texts)}) FROM reforms_casetext"
        )
        [text] = cursor.fetchone()
    current_finder()
    folder = search.index_folder()
    files = (folder.path / folder.current()).iterdir()
    index = sum(file.stat().st_size for file in files)
    yield {"text MB": text / 1e6, "index MB": index / 1e6, "index ÷ text": index / text}


# Length in bytes of a text.
BYTES = {"sqlite": "length(CAST({} AS BLOB))", "postgresql": "octet_length({})"}


def saving(_site: Site) -> Iterator[Row]:
    """A case of 5,000 characters through the one writer: keys, version, index, revision."""
    times = []
    for case in Case.objects.published().with_relations()[:SAVED]:
        before = case.body
        case.body = (before * (LONG // len(before) + 1))[:LONG]
        start = time.perf_counter()
        history.save_case(case)
        times.append(1000 * (time.perf_counter() - start))
        case.body = before
        history.save_case(case)
    yield {
        "saved": f"a case of {LONG:,} characters",
        "times": len(times),
        "median ms": median(times),
    }


def reindexing(_site: Site) -> Iterator[Row]:
    count = Case.objects.count()
    start = time.perf_counter()
    call_command("reindex", stdout=StringIO())
    yield {"rebuilt": count, "cases/s": count / (time.perf_counter() - start)}
