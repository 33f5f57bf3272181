"""The rows of the site after all requests: what the writing ones left behind."""

import json
from pathlib import Path

from django.db import connection

# Of the search index the texts are enough; sessions are random, lines say by what code they are.
KEPT = ("reforms_", "auth_user", "auth_group")
LEFT_OUT = ("reforms_casepairs", "reforms_caseletters", "reforms_searchstamp")
MASKED = {"made_with", "password", "sha256"}


def write(folder: Path) -> None:
    """Write each table to a file, one row a line."""
    folder.mkdir()
    names = connection.introspection.table_names()
    for name in sorted(names):
        if name.startswith(KEPT) and not name.startswith(LEFT_OUT):
            (folder / f"{name}.txt").write_text(rows_of(name), encoding="utf-8")


def rows_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return "".join(f"{as_text(row)}\n" for row in rows)


def as_text(row: dict) -> str:
    shown = {name: "MASKED" if name in MASKED else value for name, value in row.items()}
    return json.dumps(shown, ensure_ascii=False, default=str)
