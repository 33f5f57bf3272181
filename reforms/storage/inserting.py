"""Insert many rows: by COPY on PostgreSQL, by one prepared statement on SQLite.

Django's bulk_create asks each field of each row several times, and takes three times as long.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.db import connection, models, transaction

from ..models.guard import require_insertable

Row = TypeVar("Row", bound=models.Model)
Prepare = Callable[[Any], Any]

# What these hold goes to the database as it is.
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)


def insert(model: type[Row], rows: Sequence[Row]) -> None:
    """Insert rows as bulk_create does, which sends no signals; those without a key get one."""
    require_insertable(model)
    if rows:
        with transaction.atomic(savepoint=False):
            insert_all(model, rows)


def insert_all(model: type[Row], rows: Sequence[Row]) -> None:
    give_keys(model, [row for row in rows if row.pk is None])
    prepare = [(field.attname, preparation(field)) for field in model._meta.local_concrete_fields]
    values = ([do(getattr(row, name)) for name, do in prepare] for row in rows)
    (copy if connection.vendor == "postgresql" else execute_many)(model, values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def preparation(field: "models.Field[Any, Any]") -> Prepare:
    """What makes the database's value of a field's value."""
    if isinstance(field, PLAIN):
        return lambda value: value
    if isinstance(field, models.JSONField) and not field.null:
        encode: Prepare = (field.encoder or json.JSONEncoder)().encode
        return encode
    return lambda value: field.get_db_prep_save(value, connection)


def give_keys(model: type[Row], rows: Sequence[Row]) -> None:
    """Give rows the next keys of their table."""
    if rows:
        keys = next_keys(model._meta.db_table, str(model._meta.pk.column), len(rows))
        for row, key in zip(rows, keys, strict=True):
            row.pk = key


def next_keys(table: str, column: str, count: int) -> Iterable[int]:
    """So many keys that no row of a table has or had."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, column, count])
            return [key for (key,) in cursor.fetchall()]
        # The transaction has the write lock from its start, so that nobody else takes them.
        cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()[0] or 0
        return range(last + 1, last + 1 + count)


def execute_many(model: type[Row], values: Iterable[Sequence[Any]]) -> None:
    marks = ", ".join(["%s"] * len(model._meta.local_concrete_fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table_of(model)} VALUES ({marks})", list(values))


def copy(model: type[Row], values: Iterable[Sequence[Any]]) -> None:
    statement = f"COPY {table_of(model)} FROM STDIN"
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as rows,
    ):
        for value in values:
            rows.write_row(value)


def table_of(model: type[Row]) -> str:
    """The table of a model with the columns of its fields."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in model._meta.local_concrete_fields)
    return f"{quote(model._meta.db_table)} ({columns})"
