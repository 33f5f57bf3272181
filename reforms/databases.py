"""Where it matters which database it is: nothing else asks."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def consistent_read() -> Iterator[None]:
    """All reads inside see one state of the data, and no writer waits for them.

    Inside a caller's transaction that one governs. PostgreSQL: REPEATABLE READ READ ONLY.
    SQLite: BEGIN DEFERRED, since Django's own transactions take the write lock at once.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            connection.connection.rollback()
