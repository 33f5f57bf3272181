"""Words that questions may have: of the field, of the newest cases, themes, provinces and cities.

Kept for the current revision. Knows how they sound and which differ in one character.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from .. import divisions, search
from ..models import Case, Revision, Theme
from ..search import thesaurus
from ..text.lines import split_values
from ..text.pinyin import pinyin

NEWEST = 2000  # cases whose keywords are words: bounded, whatever the catalogue has
SHORTEST_NEAR = 3  # characters of a word whose writings may differ in one


class Lexicon:
    """Folded words, by their writing, sound and shape. Immutable."""

    def __init__(self, keywords: Iterable[str], themes: Sequence[Theme]) -> None:
        self.themes = themes
        names = (name for theme in themes for name in (theme.name, theme.name_en))
        terms = (writing for writings in thesaurus.table() for writing in writings)
        written = (*terms, *divisions.place_names(), *keywords, *names)
        self.words = frozenset(word for text in written if len(word := search.fold(text)) > 1)

    @cached_property
    def by_sound(self) -> dict[str, list[str]]:
        """Pinyin → words."""
        return grouped((pinyin(word), word) for word in self.words)

    @cached_property
    def by_shape(self) -> dict[str, list[str]]:
        """A word with one character left open → words; Han only."""
        return grouped(
            (shape, word) for word in self.words for shape in shapes(word) if not word.isascii()
        )

    def near(self, text: str) -> list[str]:
        """The words that sound like a text or differ from it in one character, but not itself."""
        alike = [*self.by_sound.get(pinyin(text), ())]
        if len(text) >= SHORTEST_NEAR and not text.isascii():
            alike += [word for shape in shapes(text) for word in self.by_shape.get(shape, ())]
        return [word for word in dict.fromkeys(alike) if word != text]


def shapes(word: str) -> Iterator[str]:
    """A word with each of its characters left open, if it is long enough."""
    if len(word) >= SHORTEST_NEAR:
        for place in range(len(word)):
            yield f"{word[:place]}_{word[place + 1 :]}"


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups = defaultdict(list)
    for key, word in pairs:
        groups[key].append(word)
    return dict(groups)


def lexicon_of(revision: Revision) -> Lexicon:
    """The lexicon of the current revision; one is kept until another is asked for."""
    return _lexicon(str(revision.dataset), revision.number)


@lru_cache(maxsize=1)
def _lexicon(_dataset: str, _revision: int) -> Lexicon:
    newest = Case.objects.published().order_by("-date", "reference_key")
    cells = newest.values_list("keywords", flat=True)[:NEWEST]
    return Lexicon((word for cell in cells for word in split_values(cell)), Theme.in_order())
