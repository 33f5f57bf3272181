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
    """The cases whose text has every wanted and no unwanted term; none for an empty query.

    With their `tier`: 1 where all wanted terms stand in the title, 2 in title or summary,
    3 elsewhere.
    """
    title, summary, anywhere = (Among("pk", ids.members().tolist()) for ids in find(query))
    tier = Case(When(title, then=1), When(summary, then=2), default=3)
    return cases.filter(anywhere).annotate(tier=tier)
