"""Querysets of what a search matches."""

from typing import TypeVar, cast

from django.db.models import Case, Model, QuerySet, When

from ..models import Revision
from .among import Among
from .finding import Finder
from .folder import index_folder
from .matches import TIERS
from .queries import Query

AnyCase = TypeVar("AnyCase", bound=Model)


def narrow(cases: QuerySet[AnyCase], query: Query) -> QuerySet[AnyCase]:
    """The cases, drafts too, that have every wanted and no unwanted term; none for an empty query.

    With their `tier`: 1 where all wanted terms stand in the title, 2 in title or summary,
    3 elsewhere. Raises NotReady.
    """
    finder = Finder(index_folder().reader(), Revision.current(), drafts=True)
    title, summary, anywhere = (Among("pk", finder.find(query, tier)) for tier in TIERS)
    tier = Case(When(title, then=1), When(summary, then=2), default=3)
    with_tiers = cases.filter(anywhere).annotate(tier=tier)
    return cast(QuerySet[AnyCase], with_tiers)  # the plugin of mypy takes it for one of Model
