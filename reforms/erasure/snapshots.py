"""Finds and deletes files of snapshots that hold an erased phrase or text."""

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from ..models import ERASED, Case, Version
from ..storage.atomic_folders import replace_text
from .phrases import Phrase
from .places import Subject

SNAPSHOTS: Path = settings.VAR_DIR / "snapshots"
QUOTED = ("title", "summary", "title_en", "summary_en", "body")


def holder(case: Case, phrase: Phrase | None) -> Callable[[str], bool]:
    """A test of a text: whether it holds the phrase, or is one of the erased texts of the case."""
    if phrase:
        return phrase.holds
    states = Version.objects.filter(subject=Subject.CASE, subject_id=case.pk)
    texts = {state.get(name) for state in states.values_list("state", flat=True) for name in QUOTED}
    return (texts - {None, "", ERASED}).__contains__


def snapshot_files(holds: Callable[[str], bool]) -> Iterator[Path]:
    """The files of snapshots with a text that passes the test."""
    for path in sorted(SNAPSHOTS.glob("*-revision-*/*")):
        if any(map(holds, texts_in(path))):
            yield path


def texts_in(path: Path) -> Iterator[str]:
    """The texts of a file of cases, cell by cell; none for files of other kinds."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                yield from row
    elif path.suffix == ".jsonl":
        with path.open(encoding="utf-8") as file:
            for line in file:
                yield from strings(json.loads(line))
    elif path.suffix == ".sqlite3":
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            for table in ("cases", "cases_long"):
                for row in database.execute(f"SELECT * FROM {table}"):
                    yield from strings(list(row))


def strings(value: Any) -> Iterator[str]:
    """All texts in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def remove_from_snapshot(path: Path) -> None:
    """Delete a file of a snapshot; the manifest keeps its name and digest, and the date."""
    manifest = path.parent / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    for file in content["files"]:
        if file["name"] == path.name:
            file["erased"] = timezone.localdate().isoformat()
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    replace_text(manifest, text)
    path.unlink()
