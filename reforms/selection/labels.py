"""A selection in words, in the reader's language."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .filters import known_values
from .selection import FACETS, Selection


class ChosenValue(NamedTuple):
    """A chosen value of a facet, and its name."""

    facet: str
    value: str
    label: str


def chosen_values(selection: Selection) -> list[ChosenValue]:
    """All chosen values of facets, in the order of query strings."""
    return [
        ChosenValue(facet, value, label)
        for facet in FACETS
        for value, label in known_values(facet, selection.values(facet)).items()
    ]


def in_words(selection: Selection) -> str:
    """A description of the selection; empty for the whole list."""
    chosen = chosen_values(selection)
    parts = [_("“%s”") % selection.q] if selection.q else []
    for facet in FACETS:
        separator = _(" 且 ") if facet == "theme" and selection.match == "all" else _("、")
        parts.append(separator.join(value.label for value in chosen if value.facet == facet))
    if selection.reference and not selection.picking:
        parts.append(number_picked(selection))
    return " · ".join(filter(None, parts))


def number_picked(selection: Selection) -> str:
    """How many cases were picked by hand; the reference of a single one."""
    if len(selection.reference) == 1:
        return selection.reference[0]
    number = len(selection.reference)
    return ngettext("所选 %(number)s 件", "所选 %(number)s 件", number) % {"number": number}
