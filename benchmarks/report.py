"""Measured rows → Markdown."""

import os
import platform
from collections.abc import Iterable, Iterator
from importlib.metadata import version

import psutil

# Name of a measure → heading of its table, and what its columns do not say.
SECTIONS = {
    "list": (
        "List pages",
        "Each request is followed by one for a static file of 22 kB, on the same connection.",
    ),
    "other": (
        "Other pages",
        "Measured like the list pages.",
    ),
    "change": (
        "The first page after a change of the data",
        "What is made once for a revision is made during this request.",
    ),
    "known": (
        "Answers that need not be made",
        "Measured like the list pages; the rate is that of one connection.",
    ),
    "queries": (
        "Database statements for a page",
        "When what is made once for a revision has been made. "
        "To reach: as many for 100,000 cases as for 10,000.",
    ),
    "csv": (
        "All cases as CSV",
        "Growth is that of the worker's resident memory, from before the first run to its peak. "
        "To reach at 100,000: first byte within 0.3 s, growth under 32 MB; what is over has a ✗.",
    ),
    "recall": (
        "71 mixed searches: what they find",
        "Each compared with a look into every stored text.",
    ),
    "finding": (
        "Finding the terms of the 71 queries alone, as sets of ids in three tiers",
        "To reach with 100,000 cases: 2 ms in the median, 15 ms at 95 %.",
    ),
    "searches": (
        "71 mixed searches: pages with exact total and facets",
        "One request for each query. To reach at 100,000: SQLite median 15 ms, p95 80 ms; "
        "PostgreSQL 40 ms and 1 s, 50 ms when found before in the same revision.",
    ),
    "memory": (
        "Memory of the worker",
        "Resident, after all the measurements above. To reach: 150 MB at most, the index mapped "
        "into memory among it.",
    ),
    "index": (
        "Size of the search index",
        "Beside the folded text, both in bytes. To reach: SQLite 2, PostgreSQL 2.5 times the text.",
    ),
    "saving": (
        "Saving one case",
        "With keys, version, index and revision, committed. To reach: 30 ms.",
    ),
    "reindexing": (
        "Rebuilding the search index",
        "With the stored lines of files. To reach: 1,500 a second.",
    ),
    "importing": (
        "Importing a table at the editors' desk",
        "New cases in CSV, taken back at the end. Other editors' saves wait at most as long as the "
        "transaction. To reach: preview of 1,000 rows 2 s, of 10,000 rows 10 s; apply of 10,000 "
        "rows 60 s, other editors wait 5 s; memory growth 150 MB with 50 MB of upload.",
    ),
    "reading": (
        "Reading a pasted release",
        "To reach: 50 ms.",
    ),
    "datasette": (
        "The list beside Datasette",
        "On the same file, requests by turns: 20 rows, three facets, its suggested facets off, its "
        "time limits lifted. To reach: 20 times its rate.",
    ),
    "peers": (
        "Rates of files, and beside a peer",
        "Whole files over HTTP, in turn with a peer that writes the same columns of the same "
        "cases; medians. To reach: CSV 0.8 × the rate of `psql \\copy` and 6 × that of Datasette; "
        "JSON Lines 0.5 × our CSV.",
    ),
}
# Column → the most it may say.
LIMITS = {"first byte s, slowest": 0.3, "growth MB": 32, "at most MB": 150}
PACKAGES = ("Django", "gunicorn", "psycopg", "whitenoise")


def machine() -> str:
    """The machine as far as it matters, and how busy it was before the first measurement."""
    memory = psutil.virtual_memory().total / 2**30
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {memory:.0f} GB, load {load:.1f} at the start"


def versions() -> str:
    packages = [f"{name} {version(name)}" for name in PACKAGES]
    return ", ".join([f"Python {platform.python_version()}", *packages])


def report(results: list[dict]) -> str:
    """`results`: one for each measure, database and size, with its rows."""
    lines = [
        "# What it costs",
        "",
        *dict.fromkeys(f"- {run(result)}" for result in results),
        f"- {versions()}",
        "- Synthetic cases of about 1,700 characters. One worker with 4 threads; one client on "
        "the same machine, one request at a time. Others may have used the machine too: trust "
        "ratios, and CPU time of the worker (the database's own is not in it), more than times.",
    ]
    for name, (heading, note) in SECTIONS.items():
        if rows := list(rows_of(name, results)):
            lines += ["", f"## {heading}", "", note, "", *table(rows)]
    return "\n".join(lines) + "\n"


def run(result: dict) -> str:
    return (
        f"{result['date']}, release {result['release']}, {result['database']}: {result['machine']}"
    )


def rows_of(name: str, results: Iterable[dict]) -> Iterator[dict]:
    for result in results:
        for row in result["rows"] if result["measure"] == name else ():
            yield {"cases": result["size"], "database": result["database"], **row}


def table(rows: list[dict]) -> Iterator[str]:
    # Of all rows: those of an earlier run may lack what is measured now.
    names = dict.fromkeys(name for row in rows for name in row)
    yield line(names)
    yield line("---" if isinstance(rows[0].get(name), str) else "---:" for name in names)
    for row in rows:
        yield line(cell(name, row[name]) if name in row else "" for name in names)


def cell(name: str, value: str | int | float) -> str:
    return written(value) + verdict(name, value)


def line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def verdict(name: str, value: str | int | float) -> str:
    return " ✗" if name in LIMITS and value > LIMITS[name] else ""


def written(value: str | int | float) -> str:
    """Whole numbers whole, others with two significant figures at least."""
    if not isinstance(value, float):
        return f"{value:,}" if isinstance(value, int) else value
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
