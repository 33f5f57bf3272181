"""Searches that match more cases: without one term, or with a filter in its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .. import divisions, search
from ..models import Revision, Theme
from ..vocabulary import PROVINCE_ROWS, Level, Province
from .current_sets import sets_of
from .selection import Selection

FEW = 5  # matches; with more than this nothing is suggested
MAX_TERMS = 6  # the first terms of a query, each of which is left out once: each costs a search
LEVEL_NAMES = {
    Level.SUPREME: ("最高检", "最高人民检察院"),
    Level.PROVINCIAL: ("省级", "省级院", "省院", "省检察院"),
    Level.MUNICIPAL: ("市级", "市级院", "市院", "分院"),
    Level.GRASSROOTS: ("基层", "基层院", "基层检察院"),
}


@dataclass(frozen=True)
class Suggestion:
    """Another selection: its description, its number of cases, and its query string."""

    label: str
    total: int
    query_string: str


class Candidate(NamedTuple):
    """A selection that may match more cases, and its description."""

    label: str
    selection: Selection


class NamedFilter(NamedTuple):
    """Values by facet that a term names, and their description."""

    label: str
    values: Mapping[str, tuple[str, ...]]


def suggestions(selection: Selection, revision: Revision) -> list[Suggestion]:
    """Selections with more matches than a search with at most FEW, those with most first."""
    sets = sets_of(revision)
    current_total = len(sets.selected(selection))
    if not selection.q or current_total > FEW:
        return []
    better: dict[str, Suggestion] = {}
    for label, other in (*shorter(selection), *filtered(selection)):
        total, query_string = len(sets.selected(other)), other.query_string()
        if total > current_total:
            better.setdefault(query_string, Suggestion(label, total, query_string))
    return sorted(better.values(), key=lambda suggestion: -suggestion.total)


def shorter(selection: Selection) -> Iterator[Candidate]:
    """The search without one of its terms, for each term."""
    for q, _term in without_one_term(selection):
        if q:
            yield Candidate(q, selection.changed(q=q))


def without_one_term(selection: Selection) -> Iterator[tuple[str, search.Term]]:
    """The query without one term, as typed, and that term; for each of the first terms."""
    terms = search.terms(selection.q)
    for position, omitted in enumerate(terms[:MAX_TERMS]):
        rest = [term.typed for term in (*terms[:position], *terms[position + 1 :])]
        yield " ".join(rest), omitted


def filtered(selection: Selection) -> Iterator[Candidate]:
    """The search with filters in place of the term that names them, for each term."""
    for q, term in without_one_term(selection):
        for label, values in () if term.unwanted else filters_named(term.folded):
            sort = selection.sort if q else "newest"
            other = selection.changed(q=q, sort=sort, **values)
            yield Candidate(" · ".join(filter(None, [q, label])), other)


def filters_named(term: str) -> Iterator[NamedFilter]:
    """The filters that a folded term names: by theme, province, level or place."""
    for theme in Theme.objects.all():
        if search.fold(theme.name) in term or search.fold(theme.name_en) == term:
            yield NamedFilter(str(theme), {"theme": (theme.slug,)})
    for slug in english_provinces(term):
        yield NamedFilter(str(Province(slug).label), {"province": (slug,)})
    for level, names in LEVEL_NAMES.items():
        if term in names:
            yield NamedFilter(str(level.label), {"level": (level.value,)})
    for place in (named.place for named in divisions.places_named(term)):
        yield at_place(place.slug, place.level)


def at_place(province: str, level: str) -> NamedFilter:
    """The filter for a place: by its province, and by its level unless that is provincial."""
    label = str(Province(province).label)
    values: dict[str, tuple[str, ...]] = {"province": (province,)}
    if level == Level.PROVINCIAL:
        return NamedFilter(label, values)
    return NamedFilter(f"{label} · {Level(level).label}", values | {"level": (level,)})


def english_provinces(term: str) -> list[str]:
    """The provinces with this English name, folded; divisions knows the Chinese names."""
    return [
        slug for _code, slug, _chinese, english in PROVINCE_ROWS if search.fold(english) == term
    ]
