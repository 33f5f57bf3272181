"""Public batches by date: the newest ones, those of a year, and how many each year has.

Each process keeps date and number of cases of every batch, once per revision, so that a page reads
only the rows that it shows, even with 10,000 batches. Knows no request.
"""

from collections import Counter
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db.models import Count

from ..models import Batch, Case, Revision
from ..vocabulary import DateBasis


class Moment(NamedTuple):
    """A batch and its best known date: whole or partial (ISO 8601-1), empty if it was removed."""

    date: str
    slug: str
    pk: int
    cases: int

    @property
    def year(self) -> str:
        return self.date[:4]


class Year(NamedTuple):
    """The number of batches and cases in a year."""

    year: str
    batches: int
    cases: int


class Timeline:
    """All public batches, newest first; immutable."""

    def __init__(self) -> None:
        cases = Case.objects.published().order_by()
        counts = dict(cases.values_list("batch").annotate(Count("pk")))
        dates = [f"{basis}_on" for basis in DateBasis]  # the best one first
        rows = Batch.objects.order_by().values_list("pk", "slug", *dates)
        self.moments = sorted(
            (
                Moment(next(filter(None, known_dates), ""), slug, pk, counts[pk])
                for pk, slug, *known_dates in rows.iterator()
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
        """The batches of these years; all batches if no year is given."""
        return [moment for moment in self.moments if not years or moment.year in years]


def counted_batches(moments: list[Moment]) -> list[Batch]:
    """The rows of these batches in the same order, each with its `case_count`."""
    batches = Batch.objects.in_bulk([moment.pk for moment in moments])
    for moment in moments:
        batches[moment.pk].case_count = moment.cases
    return [batches[moment.pk] for moment in moments]


def timeline(revision: Revision) -> Timeline:
    """The timeline of the current revision; one is kept until another is asked for."""
    return _timeline(str(revision.dataset), revision.number)


@lru_cache(maxsize=1)
def _timeline(_dataset: str, _revision: int) -> Timeline:
    return Timeline()
