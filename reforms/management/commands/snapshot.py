"""Write the public data of this moment to a folder: the same revision gives the same bytes."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reforms import citations
from reforms.columns import BODY, COLUMNS, Column
from reforms.descriptions import codebook, data_package
from reforms.exports import LICENCE, Export, column_blocks, write_csv, write_jsonl
from reforms.models import Revision
from reforms.selection import Selection, sets_of
from reforms.storage.atomic_folders import made_whole
from reforms.storage.databases import consistent_read

WHOLE = (*COLUMNS, BODY)


class Command(BaseCommand):
    help = "把公开数据写成一份快照 / writes a snapshot of the public data"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--to", type=Path, default=settings.VAR_DIR / "snapshots")

    def handle(self, *, to: Path, **_options) -> None:
        with consistent_read():
            revision = Revision.current()
            folder = to / f"{citations.day(revision)}-revision-{revision.number}"
            try:
                with made_whole(folder) as unfinished:
                    write(unfinished, revision)
                    unfinished.chmod(0o755)
            except FileExistsError:
                self.stdout.write(f"已经有了 / is there already: {folder}")
                return
        self.stdout.write(str(folder))


def write(folder: Path, revision: Revision) -> None:
    """All files of a snapshot, the manifest last."""
    keys = sets_of(revision).keys(Selection(sort="reference"))
    flat, long = Export(keys, revision=revision), Export(keys, long=True, revision=revision)
    whole = Export(keys, columns=WHOLE, revision=revision)
    whole_long = Export(keys, columns=WHOLE, long=True, revision=revision)
    save(folder / "cases.csv", write_csv(flat))
    save(folder / "cases-long.csv", write_csv(long))
    save(folder / "cases.jsonl", write_jsonl(whole))
    save(folder / "codebook.csv", codebook.as_csv())
    save_json(folder / "datapackage.json", package(folder, flat, long))
    save_database(folder / "cases.sqlite3", whole, whole_long)
    save_json(folder / "metadata.json", datasette_metadata())
    rows = {"cases.csv": flat.rows, "cases-long.csv": long.rows, "cases.jsonl": whole.rows}
    files = [described(path, rows.get(path.name)) for path in sorted(folder.iterdir())]
    facts = {
        "revision": revision.number,
        "revision_at": flat.revision_at,
        "total": flat.total,
        "licence": LICENCE,
        "files": files,
    }
    save_json(folder / "manifest.json", facts)


def save(path: Path, chunks: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(chunks)


def save_json(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def described(path: Path, rows: int | None = None) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    facts = {"name": path.name, "bytes": path.stat().st_size, "sha256": digest}
    return facts if rows is None else facts | {"rows": rows}


def package(folder: Path, flat: Export, long: Export) -> dict[str, Any]:
    resources = [
        data_package.csv_resource(
            name,
            f"{name}.csv",
            COLUMNS,
            bytes=(folder / f"{name}.csv").stat().st_size,
            hash=f"sha256:{described(folder / f'{name}.csv')['sha256']}",
            rows=export.rows,
        )
        for name, export in (("cases", flat), ("cases-long", long))
    ]
    return data_package.data_package(resources, flat.revision)


# ---------------------------------------------------------------- the SQLite file


def save_database(path: Path, whole: Export, long: Export) -> None:
    """The cases, and the cases by credited body, as `datasette cases.sqlite3` wants them."""
    database = sqlite3.connect(path)
    try:
        for name, export in (("cases", whole), ("cases_long", long)):
            names = ", ".join(map(definition, export.columns))
            database.execute(f"CREATE TABLE {name} ({names})")
            marks = ", ".join("?" * len(export.columns))
            rows = chain.from_iterable(zip(*block, strict=True) for block in column_blocks(export))
            database.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
            database.execute(f"CREATE INDEX {name}_reference ON {name} (reference)")
        database.commit()
        database.execute("VACUUM")
    finally:
        database.close()


def definition(column: Column) -> str:
    kind = "INTEGER" if column.kind == "integer" else "TEXT"
    return f'"{column.name}" {kind}'


def datasette_metadata() -> dict[str, Any]:
    """What each column means, for `datasette --metadata metadata.json cases.sqlite3`."""
    table = {
        "columns": {column.name: f"{column.meaning} / {column.meaning_en}" for column in WHOLE}
    }
    return {
        "title": citations.CATALOGUE,
        "license": "CC BY 4.0",
        "license_url": LICENCE,
        "source": citations.CATALOGUE,
        "source_url": settings.SITE_URL,
        "databases": {"cases": {"tables": {"cases": table, "cases_long": table}}},
    }
