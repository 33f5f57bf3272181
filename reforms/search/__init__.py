"""Chinese search that misses nothing: `fold(term) in fold(text)` decides, on every database.

folding: text → folded text. phrases: those that are known whole. queries: what is typed → terms.
indexing: folded texts → found ids.
narrowing: found ids → queryset. marking: found words in the original text. It knows bits, nothing
else of ours.
"""

from .folding import fold
from .indexing import (
    Matches,
    Tiers,
    combine,
    find,
    find_term,
    finish_rebuild,
    index,
    is_current,
    is_usable,
    optimize,
    rebuild,
    stamp,
    start_rebuild,
    tiers,
    unbuilt,
    unindex,
)
from .marking import Excerpt, Piece, excerpts, missing, pieces
from .narrowing import Among, narrow
from .queries import Query, Term, parse, terms

__all__ = [
    "Among",
    "Excerpt",
    "Matches",
    "Piece",
    "Query",
    "Term",
    "Tiers",
    "combine",
    "excerpts",
    "find",
    "find_term",
    "finish_rebuild",
    "fold",
    "index",
    "is_current",
    "is_usable",
    "missing",
    "narrow",
    "optimize",
    "parse",
    "pieces",
    "rebuild",
    "stamp",
    "start_rebuild",
    "terms",
    "tiers",
    "unbuilt",
    "unindex",
]
