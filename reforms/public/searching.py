"""What a list says of a text search: other searches, and cases that match only in part."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from markupsafe import Markup

from ..models import CaseText, Revision
from ..search import parse, questions, thesaurus
from ..selection import FEW, Selection, partial_matches, question_words, suggestions
from .card_cache import kept_themes, marked_cards, version_of
from .cards import add_excerpts, cards_by_key

Parts = tuple[str, ...]


class PartialGroup(NamedTuple):
    """Cases that have the same parts of a search, as cards."""

    parts: Parts
    cards: Markup


def searching(selection: Selection, revision: Revision, total: int) -> dict[str, Any]:
    """What the page of a list says of its search; nothing where none was asked for."""
    is_first = bool(selection.q) and selection.page == 1
    has_few = is_first and total <= FEW
    return {
        "suggestions": suggestions(selection, revision) if is_first else [],
        "partial_groups": list(partial_groups(selection, revision)) if has_few else [],
        "nothing_to_search": bool(selection.q) and not parse(selection.q),
    }


def partial_groups(selection: Selection, revision: Revision) -> Iterable[PartialGroup]:
    """The best partial matches by the parts that they have, the best group first."""
    keys = partial_matches(selection, revision)
    words = question_words(selection, revision)
    parts_of = {key: parts_in(words, text) for key, text in folded_texts(keys).items()}
    order = list(dict.fromkeys(parts_of[key] for key in keys if key in parts_of))
    grouped_keys = sorted(parts_of, key=lambda key: (order.index(parts_of[key]), keys.index(key)))
    card_of = cards_by_key(grouped_keys, kept_themes(*version_of(revision)))
    add_excerpts(card_of, parts_of)
    for parts, members in groupby(card_of, parts_of.__getitem__):
        if parts:
            cards = [card_of[key] for key in members]
            yield PartialGroup(parts, marked_cards(cards, parts, " ".join(parts)))


def folded_texts(keys: list[int]) -> dict[int, str]:
    """The searched texts of cases, by key."""
    rows = CaseText.objects.filter(case_id__in=keys).values_list(
        "case_id", "title", "summary", "rest"
    )
    return {key: "\n".join(texts) for key, *texts in rows}


def parts_in(words: list[str], text: str) -> Parts:
    """The parts of a question's words that a folded text has, in their order, each once; then the
    first other writing that it has of a word."""
    parts = [part for word in words for part in questions.parts(word, text)]
    for synonyms in thesaurus.synonyms_of(words):
        parts += [term for term in synonyms.folded if term in text][:1]
    return tuple(dict.fromkeys(parts))
