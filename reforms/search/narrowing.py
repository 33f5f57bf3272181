"""Querysets of what a search matches."""

from collections.abc import Iterable
from typing import Any, TypeVar, cast

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Case, Func, Model, QuerySet, Value, When
from django.db.models.sql.compiler import SQLCompiler

from ..models import Revision
from .finding import Finder
from .index_folder import index_folder
from .queries import Query

AnyCase = TypeVar("AnyCase", bound=Model)
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


def narrow(cases: QuerySet[AnyCase], query: Query) -> QuerySet[AnyCase]:
    """The cases, drafts too, that have every wanted and no unwanted term; none for an empty query.

    With their `tier`: 1 where all wanted terms stand in the title, 2 in title or summary,
    3 elsewhere. Raises NotReady.
    """
    finder = Finder(index_folder().reader(), Revision.current(), drafts=True)
    title, summary, anywhere = (Among("pk", ids) for ids in finder.find(query))
    tier = Case(When(title, then=1), When(summary, then=2), default=3)
    with_tiers = cases.filter(anywhere).annotate(tier=tier)
    return cast(QuerySet[AnyCase], with_tiers)  # the plugin of mypy takes it for one of Model
