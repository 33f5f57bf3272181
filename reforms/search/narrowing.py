"""Queries of the ORM by what the index found."""

from collections.abc import Iterable

from django.db.models import BooleanField, Case, Func, QuerySet, Value, When

from .indexing import find
from .queries import Query


class Among(Func):
    """Whether a row's key is one of many: one parameter, however many they are."""

    output_field = BooleanField()

    def __init__(self, key: str, ids: Iterable[int]) -> None:
        super().__init__(key, Value(",".join(map(str, ids))))

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(
            compiler,
            connection,
            template="(%(expressions)s || ']')))",
            arg_joiner=" IN (SELECT value FROM json_each('[' || ",
            **context,
        )

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(
            compiler,
            connection,
            template="(%(expressions)s || '}')::bigint[]))",
            arg_joiner=" = ANY(('{' || ",
            **context,
        )


def narrow(cases: QuerySet, query: Query) -> QuerySet:
    """The cases whose text has every wanted and no unwanted term; all for an empty query."""
    return cases.filter(Among("pk", find(query))) if query else cases


def rank(cases: QuerySet, query: Query) -> QuerySet:
    """Cases that were found, with their `tier`: 1 where all wanted terms stand in the title,
    2 in title or summary, 3 elsewhere."""
    title, summary = (Among("pk", find(query, where)) for where in ("title", "summary"))
    return cases.annotate(tier=Case(When(title, then=1), When(summary, then=2), default=3))
