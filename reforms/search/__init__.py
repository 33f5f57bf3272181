"""Chinese search that misses nothing: `fold(term) in fold(text)` decides, on every database.

What is typed → terms (queries). Folded texts in the database (texts) → index (engine,
folder, mark, catching_up). Terms → ids of cases (finding, matches) → queryset (narrowing).
A question → words that cases may have (questions, thesaurus).
Matched words in the original text (marking). Knows no request and no selection.
"""

from ..text.folding import fold
from .among import Among
from .catching_up import catch_up, rebuild
from .finding import Finder, NotReady
from .folder import index_folder
from .marking import Excerpt, Piece, excerpts, missing, pieces
from .matches import TIERS, Tier, combine
from .narrowing import narrow
from .queries import Query, Term, parse, terms
from .status import holds_erased
from .texts import MADE_WITH as FOLDED_WITH
from .texts import Tiers, store_texts, tiers

__all__ = [
    "FOLDED_WITH",
    "TIERS",
    "Among",
    "Excerpt",
    "Finder",
    "NotReady",
    "Piece",
    "Query",
    "Term",
    "Tier",
    "Tiers",
    "catch_up",
    "combine",
    "excerpts",
    "fold",
    "holds_erased",
    "index_folder",
    "missing",
    "narrow",
    "parse",
    "pieces",
    "rebuild",
    "store_texts",
    "terms",
    "tiers",
]
