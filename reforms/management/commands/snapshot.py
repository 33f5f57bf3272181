"""Write the public data of this moment to a folder: the same revision gives the same bytes."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from reforms import citations
from reforms.columns import BODY, COLUMNS
from reforms.descriptions import codebook, data_package
from reforms.exports import LICENCE, TABLES, Export, table_csv, write_csv, write_jsonl
from reforms.management.snapshot_sqlite import datasette_metadata, save_database
from reforms.models import Revision
from reforms.selection import Selection, sets_of
from reforms.storage.atomic_folders import atomic_folder, exclusive
from reforms.storage.databases import consistent_read

WITH_BODY = (*COLUMNS, BODY)


class Command(BaseCommand):
    help = "把公开数据写成一份快照 / writes a snapshot of the public data"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.VAR_DIR / "snapshots")

    def handle(self, *, to: Path, **_options: Any) -> None:
        # Alone in the folder before anything is read: an erasure meanwhile would be missed.
        with exclusive(to), consistent_read():
            revision = Revision.current()
            folder = to / f"{citations.day(revision)}-revision-{revision.number}"
            try:
                with atomic_folder(folder) as unfinished:
                    write(unfinished, revision)
                    unfinished.chmod(0o755)
            except FileExistsError:
                self.stdout.write(f"已经有了 / is there already: {folder}")
                return
        self.stdout.write(str(folder))


def write(folder: Path, revision: Revision) -> None:
    """Write all files of a snapshot, the manifest last."""
    keys = sets_of(revision).keys(Selection(sort="reference"))
    flat, long = Export(keys, revision=revision), Export(keys, long=True, revision=revision)
    full = Export(keys, columns=WITH_BODY, revision=revision)
    full_long = Export(keys, columns=WITH_BODY, long=True, revision=revision)
    save(folder / "cases.csv", write_csv(flat))
    save(folder / "cases-long.csv", write_csv(long))
    save(folder / "cases.jsonl", write_jsonl(full))
    save(folder / "codebook.csv", codebook.as_csv())
    for name, table in TABLES.items():
        save(folder / f"{name}.csv", table_csv(table))
    save_json(folder / "datapackage.json", package(folder, flat, long))
    save_database(folder / "cases.sqlite3", full, full_long)
    save_json(folder / "metadata.json", datasette_metadata(WITH_BODY))
    rows = {"cases.csv": flat.rows, "cases-long.csv": long.rows, "cases.jsonl": full.rows}
    save_json(folder / "manifest.json", manifest(folder, flat, rows))


def save(path: Path, chunks: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(chunks)


def save_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def manifest(folder: Path, export: Export, rows: dict[str, int]) -> dict[str, Any]:
    """The facts of the snapshot and of its files; `rows` is by the name of the file."""
    return {
        "revision": export.revision.number,
        "revision_at": export.revision_at,
        "total": export.total,
        "licence": LICENCE,
        "files": [file_facts(path, rows.get(path.name)) for path in sorted(folder.iterdir())],
    }


def file_facts(path: Path, rows: int | None = None) -> dict[str, Any]:
    """Name, size in bytes and SHA-256 of a file; its rows where it has some."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    facts = {"name": path.name, "bytes": path.stat().st_size, "sha256": digest}
    return facts if rows is None else facts | {"rows": rows}


def package(folder: Path, flat: Export, long: Export) -> dict[str, Any]:
    """The description of the CSV files by the Data Package standard."""
    resources = [
        data_package.csv_resource(
            name,
            f"{name}.csv",
            COLUMNS,
            bytes=(folder / f"{name}.csv").stat().st_size,
            hash=f"sha256:{file_facts(folder / f'{name}.csv')['sha256']}",
            rows=export.rows,
        )
        for name, export in (("cases", flat), ("cases-long", long))
    ]
    others = [
        data_package.table_resource(
            name,
            table,
            f"{name}.csv",
            bytes=(folder / f"{name}.csv").stat().st_size,
            hash=f"sha256:{file_facts(folder / f'{name}.csv')['sha256']}",
        )
        for name, table in TABLES.items()
    ]
    return data_package.data_package([*resources, *others], flat.revision)
