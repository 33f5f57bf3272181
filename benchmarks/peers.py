"""What our files are measured against: `psql \\copy`, and Datasette's streamed CSV."""

import csv
import os
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.client import HTTPConnection
from io import TextIOWrapper
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from django.db import connection

from .datasette import installed
from .server import HOST, LIMIT, Download, Site, download, free_port, running

RUNS = 3

Row = dict[str, str | int | float]

# The same columns in the same order. Bodies and themes are joined once for all cases, which is
# faster than case by case; the codes of the provinces are read as their slugs.
COLUMNS_IN_SQL = """
WITH bodies AS (
  SELECT case_id, string_agg(name, ';' ORDER BY position, id) AS names,
    string_agg(standard_name, ';' ORDER BY position, id) AS standard_names,
    string_agg(kind, ';' ORDER BY position, id) AS kinds,
    string_agg(province, ';' ORDER BY position, id) AS provinces,
    string_agg(level, ';' ORDER BY position, id) AS levels,
    string_agg(place_basis, ';' ORDER BY position, id) AS place_bases
  FROM reforms_creditedbody GROUP BY case_id
), themes AS (
  SELECT case_id, string_agg(slug, ';' ORDER BY position, slug) AS slugs,
    string_agg(name, ';' ORDER BY position, slug) AS names
  FROM reforms_case_themes JOIN reforms_theme ON reforms_theme.id = theme_id GROUP BY case_id
)
SELECT c.reference, c.title, c.title_en, c.title_by, b.slug AS batch, b.title AS batch_title,
  c.number AS case_no, c.official_no, b.issuers, c.date,
  CASE WHEN b.released_on <> '' THEN 'released' WHEN b.issued_on <> '' THEN 'issued'
    WHEN b.reported_on <> '' THEN 'reported' END AS date_basis,
  b.issued_on, b.released_on, b.reported_on, c.year, bodies.names AS bodies,
  bodies.standard_names AS body_names, bodies.kinds AS body_kinds, bodies.provinces,
  bodies.provinces AS province_codes, bodies.levels, bodies.place_bases AS place_basis,
  themes.slugs AS themes, themes.names AS theme_names, c.themes_by, c.keywords, c.summary,
  c.summary_en,
  CASE WHEN c.source_name || c.source_url = '' THEN b.source_name ELSE c.source_name END
    AS source_name,
  CASE WHEN c.source_name || c.source_url = '' THEN b.source_url ELSE c.source_url END
    AS source_url,
  'http://127.0.0.1:8000/cases/' || c.reference || '/' AS permalink, c.revision,
  c.updated_at AT TIME ZONE 'Asia/Shanghai' AS updated_at
FROM reforms_case c JOIN reforms_batch b ON b.id = c.batch_id
  LEFT JOIN bodies ON bodies.case_id = c.id LEFT JOIN themes ON themes.case_id = c.id
WHERE c.status = 'published' ORDER BY c.date DESC, c.reference_key
"""


Take = Callable[[], float]


def peers(site: Site) -> Iterator[Row]:
    """Rates of our files, and how many times that of a peer the CSV has; taken in turn."""
    with peer(site) as (name, take):
        runs = [
            (taken(site, "/cases.csv"), taken(site, "/cases.jsonl"), take()) for _ in range(RUNS)
        ]
    files, lines, theirs = zip(*runs, strict=True)
    seconds = median(file.seconds for file in files)
    json_seconds = median(file.seconds for file in lines)
    yield {
        "CSV rows/s": round(files[0].total / seconds),
        "JSON Lines rows/s": round(files[0].total / json_seconds),
        "JSON Lines ÷ CSV": seconds / json_seconds,
        "peer": name,
        "CSV ÷ peer": median(theirs) / seconds,
    }


def taken(site: Site, address: str) -> Download:
    """A file that is whole; that of JSON Lines has no heading."""
    file = download(site, address)
    if file.status != 200 or file.lines != file.total + (".csv" in address):
        raise ValueError(f"{address} answered {file.status}, {file.lines} of {file.total} rows")
    return file


@contextmanager
def peer(site: Site) -> Iterator[tuple[str, Take]]:
    """A peer's name, and what has it write all cases and gives the seconds."""
    if connection.vendor == "postgresql":
        yield "psql \\copy", copy
    else:
        with datasette(site) as take:
            yield "Datasette .csv?_stream=on", take


def copy() -> float:
    """`psql \\copy` of the same columns in the same order, its start included."""
    query = " ".join(COLUMNS_IN_SQL.split())
    start = time.perf_counter()
    subprocess.run(
        ["psql", os.environ["DATABASE_URL"], "-c", f"\\copy ({query}) TO '/dev/null' CSV HEADER"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


@contextmanager
def datasette(site: Site) -> Iterator[Take]:
    """Datasette on one table with the columns of our CSV, its reference the key; no limits."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "cases.db"
        flat_table(site, file)
        port = free_port()
        command = [str(installed()), "serve", "-i", str(file), "-h", HOST, "-p", str(port)]
        command += ["--setting", "max_csv_mb", "0"]
        with running(command, {"PATH": ""}, port, "/-/versions.json"):
            yield partial(streamed, port)


def streamed(port: int) -> float:
    start = time.perf_counter()
    with closing(HTTPConnection(HOST, port, timeout=LIMIT)) as there:
        there.request("GET", "/cases/cases.csv?_stream=on")
        answer = there.getresponse()
        while answer.read1(1 << 16):
            pass
    return time.perf_counter() - start


def flat_table(site: Site, file: Path) -> None:
    address = f"http://{HOST}:{site.port}/cases.csv"
    with urlopen(address) as source, closing(sqlite3.connect(file)) as database:
        rows = csv.reader(TextIOWrapper(source, "utf-8", newline=""))
        key, *others = (f'"{name}" TEXT' for name in next(rows))
        database.execute(f"CREATE TABLE cases ({key} PRIMARY KEY, {', '.join(others)})")
        marks = ", ".join("?" * (len(others) + 1))
        database.executemany(f"INSERT INTO cases VALUES ({marks})", rows)
        database.commit()
