"""The tables: themes, batches, cases with their bodies, imports, proposals, the record of changes.

Rows that the public can see are written by reforms.history alone; the guard refuses any other
write. Knows no page and no file."""

from ..text.lines import SEPARATOR
from ..text.validation import validate_name, validate_partial_date, validate_text
from .assignments import ThemeAssignment, themes_by
from .batches import Batch
from .bodies import MOST_BODIES, CreditedBody, place_key
from .cases import Case
from .derived import CaseText, CsvLine, JsonLine
from .fields import field_label
from .guard import erasing, recording
from .imports import CLEANED_BY, BatchImport, ImportRow
from .proposals import Proposal
from .record import ERASED, Erasure, PendingCleaning, PlainJSON, Revision, Version
from .references import make_reference, natural_key, official_key
from .reviews import Review
from .signals import connect_guard
from .themes import FormerSlug, Theme, theme_key, themes_by_slug

__all__ = [
    "CLEANED_BY",
    "ERASED",
    "MOST_BODIES",
    "SEPARATOR",
    "Batch",
    "BatchImport",
    "Case",
    "CaseText",
    "CreditedBody",
    "CsvLine",
    "Erasure",
    "FormerSlug",
    "ImportRow",
    "JsonLine",
    "PendingCleaning",
    "PlainJSON",
    "Proposal",
    "Review",
    "Revision",
    "Theme",
    "ThemeAssignment",
    "Version",
    "erasing",
    "field_label",
    "make_reference",
    "natural_key",
    "official_key",
    "place_key",
    "recording",
    "theme_key",
    "themes_by",
    "themes_by_slug",
    "validate_name",
    "validate_partial_date",
    "validate_text",
]

connect_guard()
