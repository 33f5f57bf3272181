"""Whether a row's key is one of many, in one parameter."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func, Value
from django.db.models.sql.compiler import SQLCompiler

SQL = tuple[str, tuple[str | int, ...]]  # and its parameters


class Among(Func):
    """Whether a row's key is one of many: one parameter, however many they are."""

    output_field = BooleanField()

    def __init__(self, key: str, ids: Iterable[int]) -> None:
        super().__init__(key, Value(",".join(map(str, ids))))

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> SQL:
        return self.as_sql(
            compiler,
            connection,
            template="(%(expressions)s || ']')))",
            arg_joiner=" IN (SELECT value FROM json_each('[' || ",
            **context,
        )

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> SQL:
        return self.as_sql(
            compiler,
            connection,
            template="(%(expressions)s || '}')::bigint[]))",
            arg_joiner=" = ANY(('{' || ",
            **context,
        )
