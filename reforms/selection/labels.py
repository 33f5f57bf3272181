"""A selection in words, in the reader's language."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..vocabulary import DateBasis
from .filters import known_values
from .selection import FACETS, Selection
from .year_ranges import compressed

FIELD_LABELS = {
    "title": gettext_lazy("限于标题"),
    "summary": gettext_lazy("限于标题和摘要"),
    "bodies": gettext_lazy("限于单位"),
    "keywords": gettext_lazy("限于关键词"),
}


class ChosenValue(NamedTuple):
    """A chosen value of a facet, and its name."""

    facet: str
    value: str
    label: str


class ChosenDetail(NamedTuple):
    """A detail of the advanced search in words, and the selection without it."""

    label: str
    rest: Selection


def chosen_values(selection: Selection) -> list[ChosenValue]:
    """All chosen values of facets, in the order of query strings."""
    return [
        ChosenValue(facet, value, label)
        for facet in FACETS
        for value, label in known_values(facet, selection.values(facet)).items()
    ]


def chosen_details(selection: Selection) -> Iterator[ChosenDetail]:
    """The chosen details beside the facets."""
    if selection.field:
        yield ChosenDetail(str(FIELD_LABELS[selection.field]), selection.changed(field=""))
    if selection.date_from or selection.date_to:
        rest = selection.changed(date_from="", date_to="", dated="")
        yield ChosenDetail(span_in_words(selection), rest)


def span_in_words(selection: Selection) -> str:
    """The span of days, with the kind of date if one is chosen."""
    first, last = selection.date_from or "…", selection.date_to or "…"
    span = _("%(first)s 至 %(last)s") % {"first": first, "last": last}
    kind = DateBasis(selection.dated).label if selection.dated else ""
    return f"{span} {kind}".strip()


def in_words(selection: Selection, chosen: Sequence[ChosenValue] | None = None) -> str:
    """A description of the selection; empty for the whole list.

    `chosen` are its chosen values, where the caller has looked up their names already.
    """
    chosen = chosen_values(selection) if chosen is None else chosen
    parts = [_("“%s”") % selection.q] if selection.q else []
    for facet in FACETS:
        separator = _(" 且 ") if facet == "theme" and selection.match == "all" else _("、")
        labels = [value.label for value in chosen if value.facet == facet]
        parts.append(separator.join(compressed(labels) if facet == "year" else labels))
    parts += [detail.label for detail in chosen_details(selection)]
    if selection.reference and not selection.picking:
        parts.append(number_picked(selection))
    return " · ".join(filter(None, parts))


def number_picked(selection: Selection) -> str:
    """How many cases were picked by hand; the reference of a single one."""
    if len(selection.reference) == 1:
        return selection.reference[0]
    number = len(selection.reference)
    return ngettext("所选 %(number)s 件", "所选 %(number)s 件", number) % {"number": number}
