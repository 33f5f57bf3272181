"""How many bodies a selection credits, and how often: 单位 and 单位次 beside 件."""

from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Q, Value
from django.db.models.functions import Coalesce, NullIf

from ..models import CreditedBody, Revision
from ..search import Among
from ..selection import Selection, sets_of
from ..vocabulary import NO_PROVINCE, Status


class Credits(NamedTuple):
    """Different bodies, the times that bodies are credited, and these times by province."""

    bodies: int
    times: int
    by_province: dict[str, int]


def credits_of(selection: Selection, revision: Revision) -> Credits:
    """The credits of the selected cases: a joint case credits each of its bodies once."""
    if selection.query_string():
        # Not joined with the cases as well: SQLite would begin with all that are public.
        chosen = Q(Among("case_id", sets_of(revision).keys(selection).tolist()))
    else:
        chosen = Q(case__status=Status.PUBLISHED)
    bodies = CreditedBody.objects.filter(chosen).order_by()
    name = Coalesce(NullIf("standard_name", Value("")), "name")
    names: set[str] = set()
    by_province: Counter[str] = Counter()
    for province, body, times in bodies.values_list("province", name).annotate(Count("pk")):
        names.add(body)
        by_province[province or NO_PROVINCE] += times
    return Credits(len(names), by_province.total(), dict(by_province))
