"""What the catalogue has and lacks: the series of releases, and the gaps in their numbers."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db.models import Max
from django.http import HttpRequest, HttpResponse

from ..models import Batch, Case, Revision
from ..selection import counted_batches, timeline
from ..vocabulary import BatchKind
from .caching import page, public

MOST = 500  # batches on the page, the newest


class Series(NamedTuple):
    """A series of releases: its batches by number, the numbers that are missing between, the day
    when an editor last compared it with the issuer's site, and when the newest change was made to
    a public case of it."""

    name: str
    batches: list[Batch]
    gaps: list[str]  # runs of numbers
    checked: str  # a date; empty if it never was
    changed: datetime | None


@public
def coverage(request: HttpRequest, revision: Revision) -> HttpResponse:
    moments = timeline(revision).moments
    batches = counted_batches(moments[:MOST])
    context = {
        "kinds": BatchKind.labels,
        "all_series": series_of(batches),
        "single": [batch for batch in batches if not batch.series or batch.ordinal is None],
        "total": len(moments),
        "cases": sum(moment.cases for moment in moments),
    }
    return page(request, "coverage.html", revision, context)


def series_of(batches: list[Batch]) -> list[Series]:
    """The series of numbered batches, by name."""
    by_name: dict[str, list[Batch]] = {}
    for batch in batches:
        if batch.series and batch.ordinal is not None:
            by_name.setdefault(batch.series, []).append(batch)
    changes = newest_changes(batch for members in by_name.values() for batch in members)
    return [
        Series(
            name,
            sorted(members, key=ordinal),
            runs(gaps(members)),
            max(batch.checked_on for batch in members),
            max((changes[batch.pk] for batch in members if batch.pk in changes), default=None),
        )
        for name, members in sorted(by_name.items())
    ]


def newest_changes(batches: Iterable[Batch]) -> dict[int, datetime]:
    """Key of a batch → when a public case of it was changed last."""
    cases = Case.objects.published().filter(batch__in=[batch.pk for batch in batches]).order_by()
    return dict(cases.values_list("batch").annotate(newest=Max("updated_at")))


def ordinal(batch: Batch) -> int:
    return batch.ordinal or 0


def gaps(batches: list[Batch]) -> list[int]:
    """The numbers from 1 to the largest that no batch has."""
    present = {ordinal(batch) for batch in batches}
    return [number for number in range(1, max(present, default=0)) if number not in present]


def runs(numbers: list[int]) -> list[str]:
    """Ascending numbers with those that follow each other as one: 3–5. They may be thousands."""
    followed = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ends = [
        (members[0][1], members[-1][1]) for _key, pairs in followed for members in [list(pairs)]
    ]
    return [f"{first}" if first == last else f"{first}–{last}" for first, last in ends]
