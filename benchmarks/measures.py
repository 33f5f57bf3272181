"""What is measured: each measure yields the rows of its table; report.py has the headings."""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice, repeat
from statistics import median, quantiles
from urllib.parse import urlencode

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.test import Client as Visitor
from django.test.utils import CaptureQueriesContext

from reforms.models import Batch, Case, Revision

from .bodies import places
from .datasette import beside_datasette
from .importing import measure_imports, reading
from .peers import peers, taken
from .searching import finding, index_size, memory, recall, reindexing, saving, searches
from .server import HOST, Client, Site, header, peak_memory
from .synthetic import SEED, THEMES, YEARS

REQUESTS = 100  # of each kind of page, or as many as there is patience for
PATIENCE = 30  # seconds
CHANGES = 5
DOWNLOADS = 3
PAGE_SIZE = 20
STATIC = "admin/css/base.css"  # a file of Django's own, 22 kB, so that it stays as it is
BROWSER = "Accept-Encoding: gzip"  # as every browser asks

LEVELS = ("provincial", "municipal", "grassroots")

Row = dict[str, str | int | float]


# ---------------------------------------------------------------- pages


def selections() -> list[str]:
    """Query strings with three filters each, all different."""
    chance = random.Random(f"{SEED}:selections")
    provinces = [place.slug for place in places()[0]]
    visited = set()
    while len(visited) < REQUESTS:
        facets = {
            "theme": chance.sample([slug for slug, *_ in THEMES], chance.randint(1, 2)),
            "province": chance.sample(provinces, chance.randint(1, 3)),
            "level": chance.sample(LEVELS, chance.randint(1, 2)),
            "year": chance.sample(YEARS, chance.randint(1, 4)),
        }
        chosen = chance.sample(sorted(facets), 3)
        visited.add(urlencode({name: facets[name] for name in chosen}, doseq=True))
    return sorted(visited)


def last_page() -> int:
    return max(-(-Case.objects.published().count() // PAGE_SIZE), 1)


def list_addresses() -> dict[str, list[str]]:
    """Kinds of list page → addresses, as different as they can be: none profits from another."""
    last = last_page()
    first_pages = range(1, min(REQUESTS, last) + 1)
    last_pages = range(last, max(last - REQUESTS, 0), -1)
    return {
        "unfiltered, first pages": [f"/cases/?page={page}" for page in first_pages],
        "three filters, all different": [f"/cases/?{query}" for query in selections()],
        "unfiltered, last pages": [f"/cases/?page={page}" for page in last_pages],
        "oldest first, last pages": [f"/cases/?sort=oldest&page={page}" for page in last_pages],
    }


def list_pages(site: Site) -> Iterator[Row]:
    for kind, addresses in list_addresses().items():
        Client(site.port).get("/cases/?sort=reference")  # whatever is made once a revision
        yield {"page": kind} | beside_static(site, cycle(addresses))


def other_pages(site: Site) -> Iterator[Row]:
    """The pages that are one of a kind, and those of which there are many, each another one."""
    references = some(Case.objects.published().values_list("reference", flat=True))
    batches = some(Batch.objects.values_list("slug", flat=True))
    addresses = {
        "home": ["/"],
        "cases": [f"/cases/{reference}/" for reference in references],
        "all batches": ["/batches/"],
        "batches of 100 cases": [f"/batches/{slug}/" for slug in batches],
        "themes": [f"/themes/{slug}/" for slug, *_ in THEMES],
        "statistics": ["/statistics/", *(f"/statistics/?{query}" for query in selections())],
        "5,000 cases of the sitemap": ["/sitemap-cases-0.xml"],
    }
    for kind, kindred in addresses.items():
        # A parameter that is not ours changes nothing but the ETag: each page is made anew.
        new = (
            f"{address}{'&' if '?' in address else '?'}x={place}"
            for place, address in enumerate(cycle(kindred))
        )
        yield {"page": kind} | beside_static(site, new)


def some(values: Iterable[str]) -> list[str]:
    ordered = sorted(values)
    return random.Random(SEED).sample(ordered, min(REQUESTS, len(ordered)))


def beside_static(site: Site, addresses: Iterable[str], *headers: str, status: int = 200) -> Row:
    """Times of pages, each followed by a static file, both compressed: the ratio outlasts a noisy
    machine.

    So does the processor time of the worker, counted while it made the pages.
    """
    client, static = Client(site.port), staticfiles_storage.url(STATIC)
    end = time.monotonic() + PATIENCE
    pages, files, busy = [], [], 0.0
    for address in islice(addresses, REQUESTS):
        busy -= site.busy()
        pages.append(seconds(client, address, BROWSER, *headers, status=status))
        busy += site.busy()
        files.append(seconds(client, static, BROWSER))
        if time.monotonic() > end and len(pages) > 1:
            break
    ratio = median(pages) / median(files)
    return summed_up(pages) | {"CPU ms": 1000 * busy / len(pages), "× static file": ratio}


def seconds(client: Client, address: str, *headers: str, status: int = 200) -> float:
    answer = client.get(address, *headers)
    if answer.status != status:
        raise ValueError(f"{address} answered {answer.status}")
    return answer.seconds


def summed_up(times: list[float]) -> Row:
    return {
        "requests": len(times),
        "median ms": 1000 * median(times),
        "p95 ms": 1000 * quantiles(times, n=20, method="inclusive")[-1],
    }


def first_pages(site: Site) -> Iterator[Row]:
    """What the first reader after a change of the data waits for."""
    times = []
    for _ in range(CHANGES):
        Revision.next()
        times.append(seconds(Client(site.port), "/cases/"))
    yield {"page": "the list, at once after a change"} | summed_up(times)


def known_answers(site: Site) -> Iterator[Row]:
    """Answers that need not be made: asked for before, or known to the reader."""
    tag = header(Client(site.port).get("/cases/").head, "ETag")
    yield {"answer": "200, the same page again"} | rate(site)
    yield {"answer": "304 to a known ETag"} | rate(site, f"If-None-Match: {tag}", status=304)


def rate(site: Site, *headers: str, status: int = 200) -> Row:
    row = beside_static(site, repeat("/cases/"), *headers, status=status)
    row["of a static file's rate"] = 1 / row.pop("× static file")
    return row


# ---------------------------------------------------------------- queries


def queries(_site: Site) -> Iterator[Row]:
    """How many statements each page takes; each is asked for twice, and the second time counts."""
    newest = Case.objects.published().select_related("batch").first()
    last = last_page()
    addresses = {
        "home": "/",
        "list": "/cases/",
        "three filters": f"/cases/?{selections()[0]}",
        "last page": f"/cases/?page={last}",
        "case": f"/cases/{newest.reference}/",
        "batches": "/batches/",
        "batch": f"/batches/{newest.batch.slug}/",
        "themes": "/themes/",
        "theme": f"/themes/{THEMES[0][0]}/",
    }
    yield {name: queries_of(address) for name, address in addresses.items()}


def queries_of(address: str) -> int:
    visitor = Visitor(SERVER_NAME=HOST)
    visitor.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = visitor.get(f"{address}{'&' if '?' in address else '?'}x=1")  # else it is kept
    if response.status_code != 200:
        raise ValueError(f"{address} answered {response.status_code}")
    return len(captured)


# ---------------------------------------------------------------- files


def csv_file(site: Site) -> Iterator[Row]:
    """The whole catalogue, some times over; growth counts from before the first."""
    taken(site, f"/cases.csv?batch={Batch.objects.first().slug}")
    before, busy = site.worker.memory_info().rss, site.busy()
    with peak_memory(site.worker) as peak:
        runs = [taken(site, "/cases.csv") for _ in range(DOWNLOADS)]
    busy = site.busy() - busy
    yield {
        "rows": runs[0].total,
        "MB": runs[0].size / 1e6,
        "runs": len(runs),
        "rows/s, median": round(median(run.total / run.seconds for run in runs)),
        "rows/CPU s": round(sum(run.total for run in runs) / max(busy, 0.01)),
        "slowest s": max(run.seconds for run in runs),
        "first byte s, slowest": max(run.first_byte for run in runs),
        "growth MB": (peak[0] - before) / 2**20,
    }


# ---------------------------------------------------------------- the table of measures

MEASURES: dict[str, Callable[[Site], Iterator[Row]]] = {
    "list": list_pages,
    "other": other_pages,
    "change": first_pages,
    "known": known_answers,
    "queries": queries,
    "csv": csv_file,
    "recall": recall,
    "finding": finding,
    "searches": searches,
    "memory": memory,
    "index": index_size,
    "saving": saving,
    "reindexing": reindexing,
    "importing": measure_imports,
    "reading": reading,
    "datasette": beside_datasette,
    "peers": peers,
}
