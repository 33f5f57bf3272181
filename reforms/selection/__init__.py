"""Query string → checked selection → sets of cases → counts, pages and suggestions.

Knows no page and no file."""

from .batch_timeline import rows, timeline
from .case_sets import Roster
from .current_sets import roster, size_if_made
from .facet_counts import Facet, Option, facets, page_of_keys, search_is_current, total
from .filters import YEAR, CaseFilter, theme_choices
from .reading import select
from .search_suggestions import Suggestion, suggestions
from .selection import FACETS, MATCHES, ORDER_NAMES, ORDERS, Selection

__all__ = [
    "FACETS",
    "MATCHES",
    "ORDERS",
    "ORDER_NAMES",
    "YEAR",
    "CaseFilter",
    "Facet",
    "Option",
    "Roster",
    "Selection",
    "Suggestion",
    "facets",
    "page_of_keys",
    "roster",
    "rows",
    "search_is_current",
    "select",
    "size_if_made",
    "suggestions",
    "theme_choices",
    "timeline",
    "total",
]
