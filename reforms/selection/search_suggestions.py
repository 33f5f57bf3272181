"""What would find more: a search with one term less, or filters that its words name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .. import divisions, search
from ..models import Revision, Theme
from ..vocabulary import PROVINCE_ROWS, Level, Province
from .current_sets import sets_of
from .selection import Selection

FEW = 5  # with more matches than this nothing is suggested
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

    label: str
    total: int
    query_string: str


class Candidate(NamedTuple):
    """A selection that may find more, and what it is called."""

    label: str
    selection: Selection


class NamedFilter(NamedTuple):
    """Values of facets that a word names, and what they are called."""

    label: str
    values: dict[str, tuple[str, ...]]


def suggestions(selection: Selection, revision: Revision) -> list[Suggestion]:
    """For a text search with few matches: what finds more, most first; empty for any other."""
    sets = sets_of(revision)
    here = len(sets.selected(selection))
    if not selection.q or here > FEW:
        return []
    better: dict[str, Suggestion] = {}
    for label, other in (*shorter(selection), *filtered(selection)):
        total, query_string = len(sets.selected(other)), other.query_string()
        if total > here:
            better.setdefault(query_string, Suggestion(label, total, query_string))
    return sorted(better.values(), key=lambda suggestion: -suggestion.total)


def shorter(selection: Selection) -> Iterator[Candidate]:
    """The search with one term less."""
    for q, _term in without_one(selection):
        if q:
            yield Candidate(q, selection.changed(q=q))


def without_one(selection: Selection) -> Iterator[tuple[str, search.Term]]:
    """(the other terms as typed, the term left out)."""
    terms = search.terms(selection.q)
    for left_out in range(min(len(terms), TERMS)):
        rest = [term.typed for place, term in enumerate(terms) if place != left_out]
        yield " ".join(rest), terms[left_out]


def filtered(selection: Selection) -> Iterator[Candidate]:
    """Filters in the place of the terms that name them."""
    for q, term in without_one(selection):
        for label, values in () if term.unwanted else filters_named(term.folded):
            sort = selection.sort if q else "newest"
            other = selection.changed(q=q, sort=sort, **values)
            yield Candidate(" · ".join(filter(None, [q, label])), other)


def filters_named(term: str) -> Iterator[NamedFilter]:
    """What a folded term names: themes, provinces, levels, places."""
    for theme in Theme.objects.all():
        if search.fold(theme.name) in term or search.fold(theme.name_en) == term:
            yield NamedFilter(str(theme), {"theme": (theme.slug,)})
    for slug in english_provinces(term):
        yield NamedFilter(str(Province(slug).label), {"province": (slug,)})
    for level, words in LEVEL_WORDS.items():
        if term in words:
            yield NamedFilter(str(level.label), {"level": (level.value,)})
    for place in (named.place for named in divisions.places_named(term)):
        yield at_place(place.slug, place.level)


def at_place(province: str, level: str) -> NamedFilter:
    """The filter for a place: its province, and its level where that is another."""
    label, values = str(Province(province).label), {"province": (province,)}
    if level == Level.PROVINCIAL:
        return NamedFilter(label, values)
    return NamedFilter(f"{label} · {Level(level).label}", values | {"level": (level,)})


def english_provinces(term: str) -> list[str]:
    """The provinces with this English name; divisions knows the Chinese ones."""
    return [slug for _code, slug, _zh, english in PROVINCE_ROWS if search.fold(english) == term]
