"""One row without a query set: for what every response reads."""

from typing import Any

from django.db import connection
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult


def first_row(statement: str) -> tuple[Any, ...] | None:
    """The first row of a statement without parameters, its values as the driver gives them: on
    PostgreSQL perhaps as the server writes them.

    A query set takes four times as long as a cursor; on PostgreSQL, outside a transaction, a cursor
    takes three times as long as the server's answer.
    """
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        connection.ensure_connection()
        result = connection.connection.pgconn.exec_(statement.encode())
        if result.status == ExecStatus.TUPLES_OK:
            return text_row(result)
    with connection.cursor() as cursor:  # after a failure, too: it connects anew or raises
        cursor.execute(statement)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def text_row(result: PGresult) -> tuple[str | None, ...] | None:
    """The first row of a result in the text format of libpq; None if it has no row."""
    if not result.ntuples:
        return None
    values = (result.get_value(0, column) for column in range(result.nfields))
    return tuple(None if value is None else value.decode() for value in values)
