"""Query string → checked selection → sets of cases → counts, keys, suggestions, labels.

Knows no page and no file.
"""

from .batch_timeline import Year, counted_batches, timeline
from .case_sets import CaseSets
from .city_names import city_label
from .current_sets import sets_of
from .details import DATES, cases_by_city
from .facet_counts import (
    Facet,
    Option,
    facets,
    page_of_keys,
    require_searchable,
    total,
)
from .filters import LONGEST_TEXT, YEAR, facet_choices, facet_label, theme_choices
from .labels import (
    FIELD_LABELS,
    ChosenValue,
    chosen_details,
    chosen_values,
    in_words,
    number_picked,
)
from .numbered_cases import numbered_case
from .parsing import MOST_CHOSEN, MOST_NAMED, Asked, Dropped, select, shown, unknown_parameters
from .partial_matches import partial_matches, question_words
from .references import REFERENCES
from .related_cases import related_by_keywords
from .search_suggestions import FEW, Suggestion, suggestions
from .selection import (
    FACETS,
    LONGEST_LINK,
    LONGEST_ON_CARDS,
    LONGEST_ON_COMPACT,
    MATCHES,
    NEWLY_PUBLISHED,
    SORT_NAMES,
    Selection,
    query_of,
)

__all__ = [
    "DATES",
    "FACETS",
    "FEW",
    "FIELD_LABELS",
    "LONGEST_LINK",
    "LONGEST_ON_CARDS",
    "LONGEST_ON_COMPACT",
    "LONGEST_TEXT",
    "MATCHES",
    "MOST_CHOSEN",
    "MOST_NAMED",
    "NEWLY_PUBLISHED",
    "REFERENCES",
    "SORT_NAMES",
    "YEAR",
    "Asked",
    "CaseSets",
    "ChosenValue",
    "Dropped",
    "Facet",
    "Option",
    "Selection",
    "Suggestion",
    "Year",
    "cases_by_city",
    "chosen_details",
    "chosen_values",
    "city_label",
    "counted_batches",
    "facet_choices",
    "facet_label",
    "facets",
    "in_words",
    "number_picked",
    "numbered_case",
    "page_of_keys",
    "partial_matches",
    "query_of",
    "question_words",
    "related_by_keywords",
    "require_searchable",
    "select",
    "sets_of",
    "shown",
    "suggestions",
    "theme_choices",
    "timeline",
    "total",
    "unknown_parameters",
]
