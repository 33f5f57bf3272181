"""What would find more: a search with one term less, or filters that its words name."""

from collections.abc import Iterator
from dataclasses import dataclass

from .. import divisions, search
from ..models import Revision, Theme
from ..vocabulary import PROVINCE_ROWS, Level, Province
from .current_sets import roster
from .selection import Selection

FEW = 5  # with more finds than this nothing is suggested
TERMS = 6  # of a longer search only the first are tried without: each costs a search
LEVEL_WORDS = {
    Level.SUPREME: ("最高检", "最高人民检察院"),
    Level.PROVINCIAL: ("省级", "省级院", "省院", "省检察院"),
    Level.MUNICIPAL: ("市级", "市级院", "市院", "分院"),
    Level.GRASSROOTS: ("基层", "基层院", "基层检察院"),
}


@dataclass(frozen=True)
class Suggestion:
    """Another selection, in words, and how many cases it has."""

    words: str
    total: int
    query_string: str


def suggestions(selection: Selection, revision: Revision) -> list[Suggestion]:
    """For a text search with few finds: what finds more, most first; empty for any other."""
    cases = roster(revision)
    here = len(cases.selected(selection))
    if not selection.q or here > FEW:
        return []
    found = {}
    for words, other in (*shorter(selection), *filters(selection)):
        total = len(cases.selected(other))
        if total > here:
            found.setdefault(other.query_string(), Suggestion(words, total, other.query_string()))
    return sorted(found.values(), key=lambda one: -one.total)


def shorter(selection: Selection) -> Iterator[tuple[str, Selection]]:
    """The search with one term less."""
    for q, _term in without_one(selection):
        if q:
            yield q, selection.changed(q=q)


def without_one(selection: Selection) -> Iterator[tuple[str, search.Term]]:
    """(the other terms as typed, the term left out)."""
    terms = search.terms(selection.q)
    for left_out in range(min(len(terms), TERMS)):
        rest = [term.typed for place, term in enumerate(terms) if place != left_out]
        yield " ".join(rest), terms[left_out]


def filters(selection: Selection) -> Iterator[tuple[str, Selection]]:
    """Filters in the place of the terms that name them."""
    for q, term in without_one(selection):
        for words, values in () if term.unwanted else named(term.folded):
            label = " · ".join(filter(None, [q, words]))
            sort = selection.sort if q else "newest"
            yield label, selection.changed(q=q, sort=sort, **values)


def named(term: str) -> Iterator[tuple[str, dict[str, tuple[str, ...]]]]:
    """(words, values of facets) that a folded term names."""
    for theme in Theme.objects.all():
        if search.fold(theme.name) in term or search.fold(theme.name_en) == term:
            yield str(theme), {"theme": (theme.slug,)}
    yield from ((str(Province(slug).label), {"province": (slug,)}) for slug in provinces(term))
    for level in (level for level, words in LEVEL_WORDS.items() if term in words):
        yield str(level.label), {"level": (level.value,)}
    for place in (found.place for found in divisions.places_named(term)):
        words, values = str(Province(place.slug).label), {"province": (place.slug,)}
        if place.level != Level.PROVINCIAL:
            words += f" · {Level(place.level).label}"
            values["level"] = (place.level,)
        yield words, values


def provinces(term: str) -> list[str]:
    """The provinces with this English name; divisions.py knows the Chinese ones."""
    return [slug for _code, slug, _zh, english in PROVINCE_ROWS if search.fold(english) == term]
