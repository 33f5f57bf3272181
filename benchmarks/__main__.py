"""`python -m benchmarks [--sizes 10000,100000] [--only list,csv]`: measure, keep, print.

On SQLite, and on PostgreSQL too where DATABASE_URL names a server of it. What a run measures takes
the place of what earlier runs measured of the same, so that a million cases need not be filled
each time; every table says from which day and release its rows are.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from .databases import ROOT, Make, databases
from .picture import picture
from .report import SECTIONS, machine, report

RESULTS = Path(__file__).parent / "results"
KEPT = RESULTS / "latest.json"
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
    where = machine()
    for name, make in databases(os.environ.get("DATABASE_URL", "")).items():
        for size in given.sizes:
            # Each time, so that a fault on the last database loses nothing of the others.
            keep(measured(name, make, size, given.only) | {"machine": where})
    print((RESULTS / "latest.md").read_text(encoding="utf-8"))


def keep(result: dict) -> None:
    """Put what was measured in the place of the same of earlier runs; write table and picture."""
    RESULTS.mkdir(exist_ok=True)
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else []
    facts = {name: result[name] for name in ("database", "size", "release", "machine", "date")}
    new = [facts | {"measure": name, "rows": rows} for name, rows in result["rows"].items()]
    measured = {same(row) for row in new}
    results = sorted([*new, *(row for row in kept if same(row) not in measured)], key=same)
    KEPT.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (RESULTS / "latest.md").write_text(report(results), encoding="utf-8")
    (RESULTS / "cost.svg").write_text(picture(results), encoding="utf-8")


def same(result: dict) -> tuple[str, str, int]:
    return result["measure"], result["database"].split()[0], result["size"]


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
    answer = json.loads(child(url, "measure", ",".join(only)))
    return {"size": size, "date": date.today().isoformat(), **answer}


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
