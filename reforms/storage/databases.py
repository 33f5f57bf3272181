"""What differs between SQLite and PostgreSQL, apart from search and backups.

Knows no model.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

import numpy as np
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, Model, QuerySet, TextField
from django.db.models.sql.compiler import SQLCompiler
from numpy.typing import NDArray

FETCHED = 10_000  # rows fetched at once
TURN = 1  # seconds of writing between two pauses
PAUSE = 0.12  # seconds; SQLite's busy handler sleeps for 0.1 at most
T = TypeVar("T")


@contextmanager
def consistent_read() -> Iterator[None]:
    """Read one state of the data throughout the block, without making writers wait.

    Inside a transaction or another consistent read, that one decides what is seen.
    PostgreSQL: REPEATABLE READ READ ONLY. SQLite: BEGIN DEFERRED, since the site's settings make
    Django's own transactions take the write lock at once.
    """
    connection.ensure_connection()
    if connection.in_atomic_block or is_reading():
        yield
    else:
        with _postgresql_read() if connection.vendor == "postgresql" else _sqlite_read():
            yield


@contextmanager
def _postgresql_read() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            # Compiling a query of a million rows takes longer than its first thousand rows.
            cursor.execute("SET LOCAL jit = off")
        yield


@contextmanager
def _sqlite_read() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        connection.connection.rollback()


def is_reading() -> bool:
    """Whether SQLite is in a transaction, even in one that consistent_read began.

    Django knows only those that it began itself.
    """
    return connection.vendor == "sqlite" and connection.connection.in_transaction


def first_read(read: Callable[[], T]) -> T:
    """What the first statement of a request reads, on a new connection if the old one is lost.

    Django would ask before it whether the connection still works: another round trip.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]  # set by Django itself
    try:
        return read()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return read()


def data_folders() -> list[Path]:
    """The folder with the database's files; none for a database server."""
    if connection.vendor != "sqlite":
        return []
    return [Path(connection.settings_dict["NAME"]).absolute().parent]


def log_size() -> int:
    """The bytes of SQLite's write-ahead log, which no read lets shrink; 0 on PostgreSQL."""
    if connection.vendor != "sqlite":
        return 0
    try:
        return os.stat(f"{connection.settings_dict['NAME']}-wal").st_size
    except FileNotFoundError:
        return 0


def compact(tables: list[str]) -> None:
    """Remove deleted and overwritten rows of the tables; not inside a transaction.

    SQLite: VACUUM rewrites the whole file, and `empty_log` has to follow. PostgreSQL: VACUUM
    frees the dead rows; their bytes are overwritten when the space is used again.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            return
        for table in tables:
            cursor.execute(f"VACUUM {table}")


def empty_log() -> bool:
    """Empty SQLite's write-ahead log; returns whether that could be done: readers prevent it."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, _pages_in_log, _pages_checkpointed = cursor.fetchone()
        return not is_busy


def with_pauses(blocks: Iterable[T]) -> Iterator[T]:
    """The blocks, each to be written in a transaction of its own, with pauses for other writers.

    SQLite has no queue of writers: a writer that finds the database locked tries again up to
    0.1 s later, when the next block may have begun.
    """
    pause_at = monotonic() + TURN
    for block in blocks:
        yield block
        if connection.vendor == "sqlite" and monotonic() >= pause_at:
            sleep(PAUSE)
            pause_at = monotonic() + TURN


class JoinedKeys(Aggregate):
    """The keys of a group, joined by commas; a row for each key would cost ten times as much."""

    function = "group_concat"
    output_field = TextField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        template = "string_agg(%(expressions)s::text, ',')"
        return self.as_sql(compiler, connection, template=template, **context)


def key_array(rows: QuerySet[Model]) -> NDArray[np.int32]:
    """The keys of ordered rows.

    Fetched row by row: as one joined value a million keys would take 20 MB for a moment.
    """
    keys = chain.from_iterable(rows.values_list("pk").iterator(FETCHED))
    return np.fromiter(keys, np.int32)
