"""The SQLite file of a snapshot, for Datasette. Knows nothing of the other files."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings

from reforms import citations
from reforms.columns import Column
from reforms.exports import LICENCE, Export, column_blocks


def save_database(path: Path, cases: Export, cases_long: Export) -> None:
    """Write a table of the cases, and one with a row for each case and credited body."""
    with closing(sqlite3.connect(path)) as database:
        fill_table(database, "cases", cases)
        fill_table(database, "cases_long", cases_long)
        database.commit()
        database.execute("VACUUM")


def fill_table(database: sqlite3.Connection, name: str, export: Export) -> None:
    definitions = ", ".join(map(definition, export.columns))
    database.execute(f"CREATE TABLE {name} ({definitions})")
    marks = ", ".join("?" * len(export.columns))
    rows = chain.from_iterable(zip(*block, strict=True) for block in column_blocks(export))
    database.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
    database.execute(f"CREATE INDEX {name}_reference ON {name} (reference)")


def definition(column: Column) -> str:
    sql_type = "INTEGER" if column.kind == "integer" else "TEXT"
    return f'"{column.name}" {sql_type}'


def datasette_metadata(columns: Iterable[Column]) -> dict[str, Any]:
    """What each column means, for `datasette --metadata metadata.json cases.sqlite3`."""
    meanings = {column.name: f"{column.meaning} / {column.meaning_en}" for column in columns}
    table = {"columns": meanings}
    return {
        "title": citations.CATALOGUE,
        "license": "CC BY 4.0",
        "license_url": LICENCE,
        "source": citations.CATALOGUE,
        "source_url": settings.SITE_URL,
        "databases": {"cases": {"tables": {"cases": table, "cases_long": table}}},
    }
