"""Public batches in time: the newest, those of a year, and how many a year. Knows no request.

Of each batch it keeps its date and its number of cases, once per revision in each process; a
page fetches only the rows that it shows, so that it holds with 10,000 batches.
"""

from collections import Counter
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db.models import Count

from ..models import Batch, Case, Revision
from ..vocabulary import DateBasis


class Moment(NamedTuple):
    """A batch in time; its best known date is whole, partial (ISO 8601-1) or taken away again."""

    date: str
    slug: str
    pk: int
    cases: int

    @property
    def year(self) -> str:
        return self.date[:4]


class Year(NamedTuple):
    year: str
    batches: int
    cases: int


class Timeline:
    """All public batches, newest first; never changed once made."""

    def __init__(self) -> None:
        counted = Case.objects.published().order_by().values_list("batch").annotate(Count("pk"))
        counts = dict(counted)
        dates = [f"{basis}_on" for basis in DateBasis]  # the best known one first
        rows = Batch.objects.order_by().values_list("pk", "slug", *dates)
        self.moments = sorted(
            (
                Moment(next(filter(None, known), ""), slug, pk, counts[pk])
                for pk, slug, *known in rows.iterator()
                if pk in counts
            ),
            reverse=True,
        )

    @cached_property
    def years(self) -> list[Year]:
        """How many batches and cases each year has, newest first."""
        batches: Counter[str] = Counter()
        cases: Counter[str] = Counter()
        for moment in self.moments:
            batches[moment.year] += 1
            cases[moment.year] += moment.cases
        return [Year(year, batches[year], cases[year]) for year in batches if year]

    def of(self, years: tuple[str, ...]) -> list[Moment]:
        """The batches of these years; of all where none is given."""
        return [moment for moment in self.moments if not years or moment.year in years]


def counted_batches(moments: list[Moment]) -> list[Batch]:
    """These batches in this order, each with its `case_count`."""
    batches = Batch.objects.in_bulk([moment.pk for moment in moments])
    for moment in moments:
        batches[moment.pk].case_count = moment.cases
    return [batches[moment.pk] for moment in moments]


def timeline(revision: Revision) -> Timeline:
    """The timeline of a revision."""
    return _timeline(str(revision.dataset), revision.number)


@lru_cache(maxsize=1)
def _timeline(_dataset: str, _revision: int) -> Timeline:
    return Timeline()
