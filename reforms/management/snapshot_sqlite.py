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
from reforms.exports import LICENCE, TABLES, Export, Table, column_blocks


def save_database(path: Path, cases: Export, cases_long: Export) -> None:
    """Write a table of the cases, and one with a row for each case and credited body; the tables
    beside them; views that count; and an index of the texts, which Datasette offers as search."""
    with closing(sqlite3.connect(path)) as database:
        fill_table(database, "cases", cases)
        fill_table(database, "cases_long", cases_long)
        for name, table in TABLES.items():
            fill_other(database, name, table)
        for name, query in VIEWS.items():
            database.execute(f"CREATE VIEW {name} AS {query}")
        database.commit()
        database.execute("VACUUM")
        index_texts(database)
        database.commit()


VIEWS = {
    "cases_by_year": "SELECT year, count(*) AS cases FROM cases GROUP BY year ORDER BY year DESC",
    "cases_by_province": "SELECT province, count(DISTINCT reference) AS cases FROM bodies "
    "GROUP BY province ORDER BY cases DESC, province",
    "cases_by_batch": "SELECT batch, batch_title, count(*) AS cases FROM cases "
    "GROUP BY batch ORDER BY min(date) DESC, batch",
}


def fill_other(database: sqlite3.Connection, name: str, table: Table) -> None:
    """A table beside the cases; SQLite keeps numbers as numbers without being told."""
    database.execute(f"CREATE TABLE {name} ({', '.join(table.fields)})")
    marks = ", ".join("?" * len(table.fields))
    database.executemany(f"INSERT INTO {name} VALUES ({marks})", table.rows())


def index_texts(database: sqlite3.Connection) -> None:
    """Triples of characters, since Chinese has no blanks; after VACUUM, which numbers the rows.

    Datasette knows the index of a table by the double quotation marks around its name.
    """
    database.execute(
        "CREATE VIRTUAL TABLE cases_fts USING fts5"
        """(title, summary, keywords, body, content="cases", tokenize='trigram')"""
    )
    database.execute("INSERT INTO cases_fts(cases_fts) VALUES ('rebuild')")


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
    others = {name: {"columns": other.fields} for name, other in TABLES.items()}
    return {
        "title": citations.CATALOGUE,
        "license": "CC BY 4.0",
        "license_url": LICENCE,
        "source": citations.CATALOGUE,
        "source_url": settings.SITE_URL,
        "databases": {"cases": {"tables": {"cases": table, "cases_long": table, **others}}},
    }
