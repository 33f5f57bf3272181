"""A selection in words, in the reader's language."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from .filters import known_values
from .selection import FACETS, Selection


class ChosenValue(NamedTuple):
    """A value chosen of a facet, and what it is called."""

    facet: str
    value: str
    label: str


def chosen_values(selection: Selection) -> list[ChosenValue]:
    """All values of facets that are chosen, in the order of links."""
    return [
        ChosenValue(facet, value, label)
        for facet in FACETS
        for value, label in known_values(facet, selection.values(facet)).items()
    ]


def in_words(selection: Selection) -> str:
    """The selection as a reader would say it; empty for the whole list."""
    chosen = chosen_values(selection)
    parts = [_("“%s”") % selection.q] if selection.q else []
    for facet in FACETS:
        separator = _(" 且 ") if facet == "theme" and selection.match == "all" else _("、")
        parts.append(separator.join(one.label for one in chosen if one.facet == facet))
    return " · ".join(filter(None, parts))
