"""`python -m benchmarks.load [--seconds 30] [--minutes 10]`: many readers at once, with wrk.

On SQLite, and on PostgreSQL where DATABASE_URL names a server of it: the site as it is deployed
on two cores, alone and with nginx's cache in front; Datasette beside it for the list. Readers ask
without conditions. Load and site share the machine, so a rate here is less than the site's own.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from urllib.parse import quote, urlencode

import psutil

from reforms.vocabulary import Level, Province

from .__main__ import SETTINGS, child
from .databases import ROOT, databases
from .datasette import OPTIONS, PAGE, installed
from .queries import QUERIES
from .report import machine, table
from .server import HOST, free_port, nginx, repeating, running

RESULT = Path(__file__).parent / "results" / "load.md"
SCRIPT = Path(__file__).with_name("load.lua")
SIZE, BATCH = 100_000, 100  # cases in all, in a batch of synthetic.py
ADDRESSES, SEED = 20_000, 2021
CONNECTIONS = 16
THEMES = ("political", "case-handling", "supervisory", "hierarchical")
YEARS = range(2015, 2025)
MIX = {"list": 60, "case": 25, "search": 10, "file": 5}  # of a hundred requests
WHAT = "requests/s"


def narrowed(chance: random.Random) -> list[tuple[str, str]]:
    """Some filters, as readers choose them: seldom more than three."""
    choices = {"theme": THEMES, "province": Province.values[:31], "level": Level.values}
    pairs = [(name, chance.choice(values)) for name, values in choices.items()]
    pairs.append(("year", str(chance.choice(YEARS))))
    return chance.sample(pairs, chance.choice((0, 1, 1, 2, 2, 3)))


def address(kind: str, chance: random.Random) -> str:
    batch = f"synthetic-{chance.randint(1, SIZE // BATCH)}"
    if kind == "case":
        return f"/cases/{batch}-{chance.randint(1, BATCH):02d}/"
    if kind == "search":
        return f"/cases/?q={quote(chance.choice(QUERIES))}&{urlencode(narrowed(chance)[:1])}"
    if kind == "file":
        return f"/cases.{chance.choice(('csv', 'jsonl', 'bib'))}?batch={batch}"
    page = [("page", str(chance.randrange(2, 40)))] if chance.random() < 0.3 else []
    return f"/cases/?{urlencode([*narrowed(chance), *page])}"


def mixed() -> Iterator[str]:
    """All kinds, most of them asked for once: what a site without a cache before it meets."""
    chance = random.Random(SEED)
    for kind in chance.choices(list(MIX), list(MIX.values()), k=ADDRESSES):
        yield address(kind, chance)


def lists() -> Iterator[str]:
    chance = random.Random(SEED)
    return (address("list", chance) for _number in range(ADDRESSES))


def reading() -> Iterator[str]:
    """Pages as readers ask for them: a few by most, many by few (Zipf)."""
    chance = random.Random(SEED)
    pages = ["/", "/cases/", "/themes/", "/en/", "/statistics/"]
    pages += [address for address in mixed() if address.startswith("/cases/")][:5_000]
    weights = [1 / place for place in range(1, len(pages) + 1)]
    return iter(chance.choices(pages, weights, k=ADDRESSES))


def facets() -> Iterator[str]:
    """The list of Datasette: three facets, one filter or none."""
    chance = random.Random(SEED)
    for _number in range(ADDRESSES):
        yield f"/{{file}}/{PAGE}&year={chance.choice(YEARS)}&batch_id__gt={chance.randrange(100)}"


# ---------------------------------------------------------------- asking


def wrk(
    port: int, addresses: list[str], seconds: float, delay: float = 0, cache: bool = False
) -> dict:
    """What came of asking a server for so long; `delay` in ms between two of a connection."""
    with NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(addresses))
        file.flush()
        given = {"LOAD_FILE": file.name, "LOAD_DELAY": str(delay)}
        given |= {"LOAD_CACHE": "1"} if cache else {}
        options = ["-t2", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "--timeout", "30s"]
        done = subprocess.run(
            ["wrk", *options, "-s", str(SCRIPT), f"http://{HOST}:{port}"],
            env=os.environ | given,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    return json.loads(done.stdout.strip().splitlines()[-1])


def faults(match: dict) -> int:
    """Answers that are neither a page nor the wish to come again for a file (429)."""
    bad = {status: count for status, count in match["statuses"].items() if status > "399"}
    return match["failed"] + sum(count for status, count in bad.items() if status != "429")


def row(what: str, match: dict, **more: str | int | float) -> dict:
    return {
        "asked for": what,
        WHAT: match["rate"],
        "median ms": match["p50"],
        "p99 ms": match["p99"],
        "429": match["statuses"].get("429", 0),
        "errors": faults(match),
        "note": more.get("note", ""),
    }


@contextmanager
def site(url: str) -> Iterator[tuple[int, psutil.Process]]:
    """The port and the master process of the site on a database, as it is deployed."""
    port = free_port()
    given = {"HOST": HOST, "PORT": str(port), "WEB_CONCURRENCY": "2", "THREADS": "4"}
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
    environment = os.environ | SETTINGS | given | {"DATABASE_URL": url}
    with running(command, environment, port, "/about/") as server:
        yield port, psutil.Process(server.pid)


@contextmanager
def memory(master: psutil.Process) -> Iterator[list[int]]:
    """Resident bytes of the workers together, looked at each second."""
    seen: list[int] = []

    def look() -> None:
        seen.append(sum(process.memory_info().rss for process in master.children(recursive=True)))

    with repeating(look, 1):
        yield seen


# ---------------------------------------------------------------- what is measured


def measured(url: str, seconds: float, minutes: float) -> Iterator[dict]:
    mix, pages = list(mixed()), list(lists())
    with site(url) as (port, master):
        wrk(port, mix, 5)  # rosters and connections are made
        peak = wrk(port, mix, seconds)
        yield row("the mix, as fast as it goes", peak)
        waiting = 1000 * CONNECTIONS / (peak["rate"] / 2)
        yield row("the mix, at half of that rate", wrk(port, mix, seconds, delay=waiting))
        mine = wrk(port, pages, seconds)
        yield row("lists", mine)
        if url.startswith("sqlite"):
            theirs = datasette(url, seconds)
            times = f"ours {mine['rate'] / theirs['rate']:.0f} ×"
            yield row("lists of Datasette", theirs, note=times)
        with TemporaryDirectory() as folder, nginx(Path(folder), port, port) as front:
            read = list(reading())
            wrk(front, read, seconds)
            figures = wrk(front, read, seconds, cache=True)
        missed = sum(figures["cached"].get(state, 0) for state in ("MISS", "EXPIRED", "BYPASS"))
        share = 1 - missed / sum(figures["cached"].values())
        yield row("pages, through nginx", figures, note=f"{share:.1%} from its cache")
        if minutes:
            with memory(master) as seen:
                steady = wrk(port, mix, 60 * minutes, delay=waiting)
            # The first tenth fills what is kept.
            kept = [size / 1e6 for size in seen[len(seen) // 10 :]]
            middle = sum(kept) / len(kept)
            spread = max(max(kept) / middle - 1, 1 - min(kept) / middle)
            memory_line = f"memory of both workers {middle:.0f} MB ± {spread:.0%}"
            yield row(f"the mix at half, for {minutes:g} minutes", steady, note=memory_line)


def datasette(url: str, seconds: float) -> dict:
    file, port = Path(url.removeprefix("sqlite:///")), free_port()
    command = [str(installed()), "serve", "-i", str(file), "-h", HOST, "-p", str(port)]
    for name, value in OPTIONS.items():
        command += ["--setting", name, value]
    addresses = [facet.format(file=quote(file.stem)) for facet in facets()]
    with running(command, {"PATH": ""}, port, "/-/versions.json"):
        return wrk(port, addresses, max(seconds, 30))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=30, help="of each measurement")
    parser.add_argument("--minutes", type=float, default=10, help="of watching the memory")
    given = parser.parse_args()
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=os.environ | SETTINGS, check=True)
    where, parts = machine(), []
    for name, database in databases(os.environ.get("DATABASE_URL", "")).items():
        url = database(SIZE, lambda new: child(new, "fill", str(SIZE)))
        rows = []
        for figures in measured(url, given.seconds, given.minutes):
            print(name, figures, file=sys.stderr, flush=True)
            rows.append(figures)
        parts += ["", f"## {name}, {SIZE:,} cases", "", *table(rows)]
    kinds = ", ".join(f"{share} % {kind}" for kind, share in MIX.items())
    introduction = f"{CONNECTIONS} connections, {given.seconds:g} s each; the mix: {kinds}"
    head = [
        "# Many readers at once",
        "",
        f"- {date.today().isoformat()}: {where}",
        f"- {introduction}",
    ]
    head += ["", NOTE]
    RESULT.write_text("\n".join([*head, *parts]) + "\n", encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


NOTE = """\
To reach: ten times Datasette's lists; p99 250 ms at half of the peak rate; no error. Two workers
with four threads; wrk, nginx and the database share the two cores with them. 429 is the answer to
one file too many at once, with the wish to come again: no error."""


if __name__ == "__main__":
    start = time.monotonic()
    main()
    print(f"{time.monotonic() - start:.0f} s", file=sys.stderr)
