"""Where it matters which database it is: nothing else asks."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar

import numpy as np
from django.db import connection, transaction
from django.db.models import Aggregate, QuerySet, TextField

ROWS = 10_000  # fetched at once
TURN, PAUSE = 1, 0.12  # seconds; the longest sleep of SQLite's busy handler is 0.1
T = TypeVar("T")


@contextmanager
def consistent_read() -> Iterator[None]:
    """All reads inside see one state of the data, and no writer waits for them.

    Inside a caller's transaction that one governs. PostgreSQL: REPEATABLE READ READ ONLY.
    SQLite: BEGIN DEFERRED, since Django's own transactions take the write lock at once.
    """
    connection.ensure_connection()
    if connection.in_atomic_block or is_reading():
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                # Compiling a query of a million rows takes longer than its first thousand rows.
                cursor.execute("SET LOCAL jit = off")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            connection.connection.rollback()


def is_reading() -> bool:
    """Whether a consistent read of SQLite is under way: Django knows its own transactions only."""
    return connection.vendor == "sqlite" and connection.connection.in_transaction


def own_folders() -> list[Path]:
    """Where the database's files are, if they are this machine's."""
    is_file = connection.vendor == "sqlite"
    return [Path(connection.settings_dict["NAME"]).absolute().parent] if is_file else []


def compact(tables: list[str]) -> bool:
    """Leave nothing of deleted and overwritten rows where a query or a look into the file finds
    it; whether that could be done at once. Not inside of a transaction.

    SQLite: VACUUM writes the file anew, the checkpoint empties the write-ahead log.
    PostgreSQL: VACUUM frees the dead rows; their bytes go as the space is used again.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in tables:
                cursor.execute(f"VACUUM {table}")
            return True
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, _log, _done = cursor.fetchone()
        return not is_busy


def in_turns(blocks: Iterable[T]) -> Iterator[T]:
    """Blocks to be written, a transaction each, with a pause a second for those who wait.

    SQLite has no queue of writers: who finds it locked looks again up to 0.1 s later, when the
    next block may have been begun.
    """
    until = monotonic() + TURN
    for block in blocks:
        yield block
        if connection.vendor == "sqlite" and monotonic() >= until:
            sleep(PAUSE)
            until = monotonic() + TURN


class Ids(Aggregate):
    """The keys of a group, joined by commas: a tenth of the cost of a row for each."""

    function = "group_concat"
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **context):
        joined = "string_agg(%(expressions)s::text, ',')"
        return self.as_sql(compiler, connection, template=joined, **context)


def ids_in_order(rows: QuerySet) -> np.ndarray:
    """The keys of ordered rows: as one value a million would take 20 MB for a moment."""
    return np.fromiter(chain.from_iterable(rows.values_list("pk").iterator(ROWS)), np.int32)
