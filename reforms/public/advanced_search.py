"""The form of the advanced search. It leads to the list; empty fields say nothing there."""

from django.http import HttpRequest, HttpResponse

from ..divisions import cities
from ..models import Revision
from ..selection import FIELD_LABELS, SORT_NAMES, facet_choices, facet_label, select
from ..vocabulary import DateBasis
from .caching import page, public

LISTED = ("theme", "province", "level", "kind")  # facets whose values are listed


@public
def advanced_search(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The form, with what the address selects already filled in."""
    asked, dropped = select(request.GET)
    context = {
        "selection": asked,
        "dropped": dropped,
        "fields": [(value, str(label)) for value, label in FIELD_LABELS.items()],
        "dates": DateBasis.choices,
        "orders": [
            (value, str(label))
            for value, label in SORT_NAMES.items()
            if value != "chosen" and (value != "relevance" or asked.q)
        ],
        "labels": {facet: facet_label(facet) for facet in (*LISTED, "city")},
        "city": cities()[asked.city[0]].name if asked.city else "",
        "values": {facet: facet_choices(facet) for facet in LISTED},
    }
    return page(request, "search.html", revision, context)
