"""The public files, at their Chinese addresses."""

from collections.abc import Iterator
from urllib.parse import urlencode

from .facts import Facts
from .pages import changed_often, get

FORMATS = ("csv", "jsonl", "json", "xlsx", "bib", "ris", "csl.json", "atom", "manifest.json")
SELECTIONS = (
    *("", "sort=reference", "sort=oldest", "theme=supervisory&province=jiangsu", "q=办案"),
    *("q=zzzz", "q=责任&sort=oldest&year=2026", "batch=spp-reform-2", "theme=nothing&page=x"),
    *("q=%00", "sort=relevance", "revision=1", "nothing=1", "level=supreme&match=all"),
    "theme=political&theme=hierarchical&match=all&sort=reference",
)
TABLES = (
    *("excel=1", "headings=zh", "excel=1&headings=zh", "body=1", "shape=long", "shape=long&body=1"),
    *("columns=reference,title,year", "columns=title&columns=body", "columns=nothing", "body=2"),
    *("columns=reference,bodies,provinces&shape=long", "shape=wide", "excel=yes&headings=en"),
    *("columns=", "columns=year,year,reference&headings=zh", "excel=1&headings=zh&q=办案"),
    *("shape=long&theme=supervisory&sort=oldest", "body=1&batch=spp-reform-2&excel=1"),
)
OTHERS = (
    *("/data/codebook.csv", "/data/datapackage.json", "/data/openapi.json", "/cases.xml"),
    *("/cases.csv.zip", "/cases/spp-reform-2-01.xml", "/cases/nothing-01.json", "/cases.html"),
    *("/data/snapshots/2020-01-01-revision-1/cases.csv", "/statistics/nothing.csv"),
    *("/cases.json?page=2", "/cases.json?page=3", "/cases.json?page=99", "/cases.json?page=0"),
    *("/cases.json?page=2&q=办案&columns=title", "/cases.json?body=1&batch=spp-reform-2"),
    *("/cases.manifest.json?format=xlsx&shape=long", "/cases.manifest.json?format=json&q=办案"),
    *("/cases.manifest.json?format=zip", "/cases.manifest.json?format=bib&body=1"),
    *("/cases.xlsx?headings=zh", "/cases.xlsx?shape=long&body=1", "/cases.xlsx?excel=1"),
    *("/cases.jsonl?body=1", "/cases.jsonl?shape=long", "/cases.jsonl?columns=title,themes"),
    *("/cases.atom?sort=newest", "/cases.atom?theme=political", "/cases.bib?columns=title"),
)
STATISTICS = ("province-theme", "level-theme", "year-level", "year", "batch")


def requests(facts: Facts) -> Iterator[dict]:
    for suffix in FORMATS:
        for query in SELECTIONS:
            yield get(f"/cases.{suffix}?{query}" if query else f"/cases.{suffix}")
    yield from (get(f"/cases.csv?{query}") for query in TABLES)
    yield from map(get, OTHERS)
    yield from case_files(facts)
    yield from statistics()
    yield from changes(facts)
    yield from (get(f"/data/snapshots/{path}") for path in facts.snapshot_files)
    yield get(f"/data/snapshots/{facts.snapshots[0]}/../../site.sqlite3")


def case_files(facts: Facts) -> Iterator[dict]:
    chosen = [*facts.remarkable()[:12], facts.withdrawn[0], facts.withdrawn[2], facts.drafts[0]]
    for reference in chosen:
        for suffix in ("json", "bib", "ris", "csl.json"):
            yield get(f"/cases/{reference}.{suffix}")
    changed = changed_often(facts)
    for revision in [*facts.revisions_of(changed)[:3], 1, 9999, "x"]:
        yield get(f"/cases/{changed}.json?revision={revision}")
        yield get(f"/cases/{changed}.bib?revision={revision}")


def statistics() -> Iterator[dict]:
    for name in STATISTICS:
        for query in ("", "theme=political", "q=办案&year=2026", "province=x", "columns=title"):
            yield get(f"/statistics/{name}.csv?{query}" if query else f"/statistics/{name}.csv")


def changes(facts: Facts) -> Iterator[dict]:
    for suffix in ("json", "csv"):
        for since in (0, 60, facts.revision - 3, facts.revision, 9999, "x", ""):
            query = urlencode({"since": since})
            yield get(f"/data/changes.{suffix}?{query}")
