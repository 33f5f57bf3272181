"""The form of the advanced search. It leads to the list; empty fields say nothing there."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from ..models import Revision
from ..selection import (
    FIELD_LABELS,
    SORT_NAMES,
    Selection,
    chosen_values,
    city_label,
    facet_choices,
    facet_label,
    number_picked,
    select,
)
from ..vocabulary import DateBasis
from .caching import page, public

LISTED = ("theme", "province", "level", "kind")  # facets whose values are listed
WITHOUT_FIELD = ("year", "batch")  # facets that the form keeps, but has no field for


class Kept(NamedTuple):
    """A condition that the form has no field for: it stays unless its box is cleared."""

    name: str
    value: str
    label: str


@public
def advanced_search(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The form, with all that the address selects already filled in."""
    asked, dropped = select(request.GET)
    context = {
        "selection": asked,
        "dropped": dropped,
        "fields": [(value, str(label)) for value, label in FIELD_LABELS.items()],
        "dates": DateBasis.choices,
        "orders": orders(asked),
        "labels": {facet: facet_label(facet) for facet in (*LISTED, "city")},
        "cities": [city_label(code) for code in asked.city],
        "values": {facet: facet_choices(facet) for facet in LISTED},
        "kept": kept(asked),
    }
    return page(request, "search.html", revision, context)


def orders(selection: Selection) -> list[tuple[str, str]]:
    """The orders that results can have, and their names."""
    has = {"relevance": bool(selection.q), "chosen": is_picked(selection)}
    return [(value, str(label)) for value, label in SORT_NAMES.items() if has.get(value, True)]


def kept(selection: Selection) -> list[Kept]:
    """What is chosen of years and batches, and the cases that were picked by hand."""
    chosen = [value for value in chosen_values(selection) if value.facet in WITHOUT_FIELD]
    conditions = [Kept(value.facet, value.value, value.label) for value in chosen]
    if is_picked(selection):
        references = ",".join(selection.reference)
        conditions.append(Kept("reference", references, number_picked(selection)))
    return conditions


def is_picked(selection: Selection) -> bool:
    """Whether it has only cases that were picked by hand."""
    return bool(selection.reference) and not selection.picking
