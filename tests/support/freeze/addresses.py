"""The list of requests that a rendering makes, worked out from the tables of the filled site."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from . import desk, files, pages, writes
from .facts import Facts


def write(folder: Path) -> int:
    """Write the list beside the site; returns how long it is."""
    with closing(sqlite3.connect(folder / "site.sqlite3")) as database:
        facts = Facts(database, folder / "var" / "snapshots")
        requests = [
            *in_both_languages(pages.requests(facts)),
            *in_both_languages(files.requests(facts)),
            *pages.without_language(facts),
            *desk.requests(facts),
            *writes.requests(facts),
        ]
    unique = list({json.dumps(request, sort_keys=True): request for request in requests}.values())
    text = json.dumps(unique, ensure_ascii=False, indent=1) + "\n"
    (folder / "addresses.json").write_text(text, encoding="utf-8")
    return len(unique)


def in_both_languages(requests: Iterable[dict]) -> Iterator[dict]:
    for request in requests:
        yield request
        yield request | {"path": f"/en{request['path']}"}
