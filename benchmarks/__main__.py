"""`python -m benchmarks [--sizes 10000,100000] [--only list,csv]`: measure, print, keep the table.

On SQLite, and on PostgreSQL too where DATABASE_URL names a server of it.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from .databases import ROOT, Make, databases
from .report import SECTIONS, machine, report

RESULT = Path(__file__).parent / "results" / "latest.md"
SIZES = [10_000, 100_000]
# The settings of a production site, and nothing from the caller's.
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "casebook.settings",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "127.0.0.1",
    "SITE_URL": "http://127.0.0.1:8000",
    "DEBUG": "False",
    "TRUST_PROXY": "False",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=numbers, default=SIZES, help="numbers of cases")
    parser.add_argument("--only", type=names, default=[*SECTIONS], help=", ".join(SECTIONS))
    given = parser.parse_args()
    where, results = machine(), []
    RESULT.parent.mkdir(exist_ok=True)
    for name, make in databases(os.environ.get("DATABASE_URL", "")).items():
        for size in given.sizes:
            results.append(measured(name, make, size, given.only))
            # Each time, so that a fault on the last database loses nothing of the others.
            RESULT.write_text(report(where, results), encoding="utf-8")
    print(report(where, results))


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def names(text: str) -> list[str]:
    chosen = text.split(",")
    if wrong := [name for name in chosen if name not in SECTIONS]:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(wrong)}")
    return chosen


def measured(name: str, database: Callable[[int, Make], str], size: int, only: list[str]) -> dict:
    """The rows of the measures on one database with so many cases."""
    print(f"{name}, {size:,} cases", file=sys.stderr, flush=True)
    url = database(size, lambda new: child(new, "fill", str(size)))
    return {"size": size, **json.loads(child(url, "measure", ",".join(only)))}


def child(url: str, *arguments: str) -> str:
    """Run a step in a process of its own, on one database; return what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.child", *arguments],
        cwd=ROOT,
        env=os.environ | SETTINGS | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout


if __name__ == "__main__":
    main()
