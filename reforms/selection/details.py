"""The cases that match a detail of the advanced search, by keys from the database.

Details have no counts of their own. Their sets are cached by who asks.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from django.db.models import Q

from ..bitset import parse_integers
from ..divisions import cities, city_in
from ..models import Batch, Case, CreditedBody
from ..search import Among, fold
from ..storage.databases import JoinedKeys
from ..text.lines import split_values

Keys = list[int]
FIELDS = ("title", "summary", "bodies", "keywords")  # in which the words of a search may stand
DATES = ("released", "issued", "reported")


def of_batches(condition: Q) -> Keys:
    batches = list(Batch.objects.order_by().filter(condition).values_list("pk", flat=True))
    return keys_of(Q(Among("batch_id", batches)))


def keys_of(condition: Q) -> Keys:
    return list(Case.objects.published().order_by().filter(condition).values_list("pk", flat=True))


def ids_of(references: Iterable[str]) -> dict[str, int]:
    """Reference → key of the case."""
    cases = Case.objects.filter(reference__in=list(references)).order_by()
    return dict(cases.values_list("reference", "pk"))


def in_batches(slugs: tuple[str, ...]) -> Keys:
    return of_batches(Q(slug__in=slugs))


def of_kinds(kinds: tuple[str, ...]) -> Keys:
    """The cases that credit a body of one of these kinds."""
    bodies = CreditedBody.objects.order_by().filter(kind__in=kinds)
    return list(bodies.values_list("case_id", flat=True))


def in_cities(codes: tuple[str, ...]) -> Keys:
    """The cases that credit a body in one of these cities."""
    cases = cases_by_city({cities()[code].slug for code in codes})
    return [key for code in codes for key in cases.get(code, ())]


def cases_by_city(provinces: Collection[str] = ()) -> dict[str, list[int]]:
    """Code of a city → the keys of the cases that credit a body in it; of all provinces or some."""
    bodies = CreditedBody.objects.order_by()
    if provinces:
        bodies = bodies.filter(province__in=provinces)
    names = bodies.values_list("province", "standard_name", "name")
    cases: dict[str, list[int]] = defaultdict(list)
    for province, standard_name, name, ids in names.annotate(ids=JoinedKeys("case_id")).iterator():
        if city := city_in(province, standard_name or name):
            cases[city] += parse_integers(ids).tolist()
    return cases


def by_issuers(issuers: tuple[str, ...]) -> Keys:
    """The cases of batches with one of these issuers."""
    rows = Batch.objects.order_by().values_list("pk", "issuers")
    wanted = {fold(issuer) for issuer in issuers}
    batches = [pk for pk, names in rows if wanted & {fold(name) for name in split_values(names)}]
    return keys_of(Q(Among("batch_id", batches)))


def with_keywords(keywords: tuple[str, ...]) -> Keys:
    """The cases with one of these keywords, whole."""
    condition = Q()
    for keyword in keywords:
        condition |= Q(keywords__contains=keyword)
    rows = Case.objects.published().order_by().filter(condition).values_list("pk", "keywords")
    return [pk for pk, cell in rows if {*keywords} & {*split_values(cell)}]


def dated(first: str, last: str, kind: str) -> Keys:
    """The cases of a span of days, whole or partial dates; of a kind of date or by the best known.

    A date that is known in part only counts if it may lie in the span.
    """
    if kind:
        dates = Batch.objects.order_by().values_list("pk", f"{kind}_on")
        batches = [pk for pk, date in dates if date and is_within(date, first, last)]
        return keys_of(Q(Among("batch_id", batches)))
    days = Case.objects.published().order_by().values_list("date", flat=True).distinct()
    return keys_of(Q(date__in=[date for date in days if date and is_within(date, first, last)]))


def is_within(date: str, first: str, last: str) -> bool:
    """Whether a partial date may lie between two others; an empty one is no limit."""
    shortest = min(map(len, filter(None, (date, first))))
    not_before = not first or date[:shortest] >= first[:shortest]
    shortest = min(map(len, filter(None, (date, last))))
    return not_before and (not last or date[:shortest] <= last[:shortest])


def in_bodies(term: str, candidates: Iterable[int]) -> Keys:
    """Those candidates whose credited bodies have a folded term in a name."""
    rows = CreditedBody.objects.order_by().filter(Among("case_id", candidates))
    names = rows.values_list("case_id", "name", "standard_name")
    return [key for key, *texts in names if any(term in fold(text) for text in texts)]


def in_keywords(term: str, candidates: Iterable[int]) -> Keys:
    """Those candidates that have a folded term in a keyword."""
    rows = Case.objects.order_by().filter(Among("pk", candidates)).values_list("pk", "keywords")
    return [key for key, cell in rows if any(term in fold(word) for word in split_values(cell))]


IN_FIELD: dict[str, Callable[[str, Iterable[int]], Keys]] = {
    "bodies": in_bodies,
    "keywords": in_keywords,
}
BY_KEYS: dict[str, Callable[..., Keys]] = {
    "batch": in_batches,
    "kind": of_kinds,
    "issuer": by_issuers,
    "keyword": with_keywords,
    "city": in_cities,
}
