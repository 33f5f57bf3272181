"""Whether a text is stored anywhere: in the database, its files, or other files of the site."""

import gzip
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection

from reforms.search import fold

GZIP = b"\x1f\x8b\x08"


def is_stored(text: str) -> bool:
    """Whether a text stands anywhere in the database: in the bytes of its files on SQLite, in
    any column of any table on PostgreSQL."""
    return in_tables(text) if connection.vendor == "postgresql" else in_files(text)


def in_files(text: str) -> bool:
    name = connection.settings_dict["NAME"]
    paths = Path(name).parent.glob(Path(name).name + "*")
    # By another process: closing the file in this one would drop the locks that SQLite holds on
    # it, and the next server to stop would take the log away (SQLite, How To Corrupt, 2.2).
    raw = subprocess.run(["cat", *paths], capture_output=True, check=True).stdout
    escaped = json.dumps(text)[1:-1].encode()
    return text.encode() in raw or escaped in raw


def in_tables(text: str) -> bool:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        assert "reforms_casetext" in tables
        for table in tables:
            query = f'SELECT EXISTS (SELECT 1 FROM "{table}" AS row WHERE row::text LIKE %s)'
            cursor.execute(query, [f"%{text}%"])
            if cursor.fetchone()[0]:
                return True
    return False


def places_with(text: str) -> list[str]:
    """The columns of all tables of the database in which searches would find a text."""
    rows = ((place, value) for place, value in all_values() if value)
    places = {place for place, value in rows if fold(text) in fold(value)}
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    return sorted(places) + ["sessions"] * any(fold(text) in fold(value) for value in sessions)


def all_values() -> Iterator[tuple[str, str]]:
    """Every value of every table as (table.column, text), JSON read."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    for text in plain_texts(value):
                        yield f"{table}.{name}", text


def plain_texts(value: Any) -> Iterator[str]:
    """The texts in a value of a column, which may be JSON as a text."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            value = json.loads(value)
        except ValueError:
            yield value
            return
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from plain_texts(item)
    elif value is not None:
        yield value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def files_with(texts: list[str], *folders: Path) -> list[Path]:
    """The files below folders whose bytes, or what they unpack to, hold one of the texts."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if any(text in content(path) for text in texts)]


def content(path: Path) -> str:
    """The text of a file, of a compressed one too."""
    raw = path.read_bytes()
    if GZIP in raw:
        raw += gzip.decompress(raw[raw.index(GZIP) :])
    return raw.decode("utf-8", "ignore")
