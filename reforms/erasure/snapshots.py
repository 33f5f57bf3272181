"""Finds and deletes files of snapshots that hold an erased phrase or text."""

import csv
import json
import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from ..storage.atomic_folders import replace_text
from .phrases import texts_in

SNAPSHOTS: Path = settings.VAR_DIR / "snapshots"
MANIFEST = "manifest.json"
PACKED = {".gz", ".zip", ".bz2", ".xz", ".zst", ".7z", ".rar", ".tgz"}

log = logging.getLogger(__name__)

Record = Mapping[str, Any]  # a case as a file has it, by the names of its columns
Holds = Callable[[Record], bool]


def snapshot_files(holds: Holds) -> Iterator[Path]:
    """The files of snapshots with a case that passes the test."""
    for path in sorted(SNAPSHOTS.glob("*-revision-*/*")):
        if path.is_file() and any(map(holds, readable_records(path))):
            yield path


def unchecked_files() -> list[str]:
    """The names of packed files below the folder of snapshots, which people put there."""
    paths = (path for path in SNAPSHOTS.rglob("*") if path.suffix in PACKED and path.is_file())
    return sorted(str(path.relative_to(SNAPSHOTS)) for path in paths)


def readable_records(path: Path) -> Iterator[Record]:
    """The records of a file; of one that is not what its name says, all of it as one text."""
    try:
        yield from records(path)
    except (ValueError, csv.Error, sqlite3.Error) as error:
        log.warning("searched as plain text, since it is damaged: %s (%s)", path, error)
        yield {"": path.read_text(encoding="utf-8", errors="replace")}


def records(path: Path) -> Iterator[Record]:
    """The cases of a file; of any other file but the manifest, which quotes none, its texts."""
    if path.name == MANIFEST:
        return
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)
    elif path.suffix == ".jsonl":
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)
    elif path.suffix == ".sqlite3":
        yield from database_records(path)
    else:
        yield {"": path.read_text(encoding="utf-8", errors="replace")}


def database_records(path: Path) -> Iterator[Record]:
    """The rows of all tables of a SQLite file."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        tables = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        for (table,) in tables:
            yield from map(dict, database.execute(f'SELECT * FROM "{table}"'))


def remove_from_snapshot(path: Path) -> None:
    """Delete a file of a snapshot; the manifest keeps its name and digest, and the date.

    A manifest that is missing or broken stays as it is.
    """
    manifest = path.parent / MANIFEST
    with suppress(FileNotFoundError, ValueError, KeyError, TypeError):
        content = json.loads(manifest.read_text(encoding="utf-8"))
        for file in content["files"]:
            if file["name"] == path.name:
                file["erased"] = timezone.localdate().isoformat()
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        replace_text(manifest, text)
    path.unlink()


def holds_any(texts: set[str]) -> Holds:
    """A test of a case: whether one of its texts is one of these."""
    return lambda record: any(text in texts for text in texts_in(dict(record)))
