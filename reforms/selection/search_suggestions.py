"""Other searches in place of one that finds little: each an offer, never mixed into its matches."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal, NamedTuple

from .. import search
from ..models import Revision, Theme
from ..search import thesaurus
from .case_sets import CaseSets
from .current_sets import sets_of
from .lexicon import Lexicon, lexicon_of
from .named_filters import filters_named
from .partial_matches import question_words
from .selection import Selection

FEW = 5  # matches; with more than this only filters are suggested
MOST = 8  # suggestions
MAX_WORDS = 6  # the first words of a query that are replaced or left out: each costs a search
NEAR, SYNONYMS = 3, 4  # offers for one word
LONGEST_NEAR = 6  # characters of a word with near writings

Kind = Literal["near", "words"]
Words = list[str]


@dataclass(frozen=True)
class Suggestion:
    """Another selection: its description, its number of cases, and its query string."""

    label: str
    total: int
    query_string: str
    kind: Kind


class Candidate(NamedTuple):
    """A selection that may match more cases, its description, and why it is offered."""

    label: str
    selection: Selection
    kind: Kind = "words"


def suggestions(selection: Selection, revision: Revision) -> list[Suggestion]:
    """Selections with more matches than a search: other writings come first.

    Of one with more than FEW only the filters are offered that it names as a whole.
    """
    if not selection.q:
        return []
    sets = sets_of(revision)
    current_total = len(sets.selected(selection))
    has_few = current_total <= FEW
    better: dict[str, Suggestion] = {}
    for label, other, kind in Searches(selection, sets, revision) if has_few else named(selection):
        query_string = other.query_string()
        if query_string not in better and (total := len(sets.selected(other))) > current_total:
            better[query_string] = Suggestion(label, total, query_string, kind)
        if len(better) == MOST:
            break
    return list(better.values())


def named(selection: Selection) -> Iterator[Candidate]:
    """The filters that a search names as a whole, in place of it: 江苏, 监管责任."""
    rest = selection.changed(q="", sort="newest", field="")
    for label, values in filters_named(search.fold(selection.q), Theme.in_order()):
        yield Candidate(label, rest.changed(**values))


class Searches:
    """The searches that may stand in for one, the nearest to it first."""

    def __init__(self, selection: Selection, sets: CaseSets, revision: Revision) -> None:
        self.selection, self.sets = selection, sets
        self.lexicon: Lexicon = lexicon_of(revision)
        self.words = question_words(selection, revision)[:MAX_WORDS]
        self.unwanted = [term.typed for term in search.terms(selection.q) if term.unwanted]

    def __iter__(self) -> Iterator[Candidate]:
        yield from self.near()
        whole = self.of(self.words)
        if is_possible := self.exists(whole):
            yield whole
        yield from self.filtered()
        yield from self.synonymous(is_possible)
        if not is_possible:
            yield from self.shorter()

    def of(self, words: Words, kind: Kind = "words") -> Candidate:
        """The search for words that all must occur."""
        written = (f'"{word}"' if " " in word else word for word in words)
        q = " ".join([*written, *self.unwanted])
        sort = self.selection.sort if q else "newest"
        return Candidate(q, self.selection.changed(q=q, sort=sort), kind)

    def exists(self, candidate: Candidate) -> bool:
        """Whether it matches a case."""
        return bool(candidate.selection.q and self.sets.selected(candidate.selection))

    def near(self) -> Iterator[Candidate]:
        """The search with a known word for what sounds or looks like it."""
        for place, word in enumerate(self.words):
            if word not in self.lexicon.words:
                for near in islice(self.near_writings(word), NEAR):
                    others = [*self.words[:place], near, *self.words[place + 1 :]]
                    yield from self.first((["".join(others)], others, [near]), "near")
        whole = "".join(self.words)
        if whole.isascii() and len(self.words) > 1:  # pinyin with its syllables or words apart
            for near in islice(self.lexicon.near(whole), NEAR):
                yield from self.first([[near]], "near")

    def first(self, ways: Iterable[Words], kind: Kind = "words") -> Iterator[Candidate]:
        """The first of some searches that matches a case, if any does."""
        yield from islice(filter(self.exists, (self.of(way, kind) for way in ways)), 1)

    def near_writings(self, word: str) -> Iterator[str]:
        """A word with known words in place of its parts that are near to them, long parts first."""
        shortest = min(len(word), 3)
        for length in range(min(len(word), LONGEST_NEAR), shortest - 1, -1):
            for start in range(len(word) - length + 1):
                part = word[start : start + length]
                for near in self.lexicon.near(part) if len(part) > 1 else ():
                    yield f"{word[:start]}{near}{word[start + length :]}"
        if word.isascii():
            yield from self.lexicon.near(word)

    def filtered(self) -> Iterator[Candidate]:
        """The search with filters in place of the word that names them, then the filters alone."""
        whole = search.fold(self.selection.q)
        for word in dict.fromkeys([*self.words, whole]):
            rest = [other for other in self.words if other != word and word != whole]
            for label, values in filters_named(word, self.lexicon.themes):
                for words in (rest, []) if rest else ([],):
                    q, selection, kind = self.of(words)
                    name = " · ".join(filter(None, [q, label]))
                    yield Candidate(name, selection.changed(**values), kind)

    def synonymous(self, is_possible: bool) -> Iterator[Candidate]:
        """The search with another writing of one of its words; where its words do not occur
        together, else that writing alone."""
        for words in (self.words, [search.fold(self.selection.q)]):
            for start, stop, writings in thesaurus.synonyms_of(words):
                ways = (
                    [[*words[:start], other, *words[stop:]], [other]][: 1 if is_possible else 2]
                    for other in writings
                )
                yield from islice(chain.from_iterable(map(self.first, ways)), SYNONYMS)

    def shorter(self) -> Iterator[Candidate]:
        """The search without one of its words, then for each word alone that says something."""
        if len(self.words) > 1:
            for place in range(len(self.words)):
                yield self.of([*self.words[:place], *self.words[place + 1 :]])
            most = len(self.sets.ids) // 2
            for alone in (self.of([word]) for word in self.words):
                if len(self.sets.selected(alone.selection)) <= most:
                    yield alone
