"""Whether a text is stored anywhere in the database."""

import json
import subprocess
from pathlib import Path

from django.db import connection


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
            found = f'SELECT EXISTS (SELECT 1 FROM "{table}" AS row WHERE row::text LIKE %s)'
            cursor.execute(found, [f"%{text}%"])
            if cursor.fetchone()[0]:
                return True
    return False
