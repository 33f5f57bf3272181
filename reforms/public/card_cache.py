"""The cards of lists as HTML. Those without searched words are kept, since many lists share them.

Knows no request. The HTML itself is in templates/public/components/cards.html.
"""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.template import engines
from django.utils.translation import get_language
from markupsafe import Markup

from ..models import Revision, Theme
from ..selection import LONGEST_ON_COMPACT
from .cards import Card, all_themes, cards, cards_by_key

MOST = 500  # cards in each process, of about 3 kB
HEADING = 2  # of a card in a list
CARD_END = "</article>"

Version = tuple[str, int, str | None]


class Slot:
    """A place for the HTML of a card, empty until a list shows it."""

    html = ""


@lru_cache(maxsize=MOST)
def slot(_dataset: str, _revision: int, _language: str | None, _key: int) -> Slot:
    """The same slot for the same card as long as it is kept."""
    return Slot()


def kept_cards(keys: Iterable[int], revision: Revision) -> Markup:
    """The public ones among the cases with these keys, in their order."""
    version = version_of(revision)
    slots = {key: slot(*version, key) for key in keys}
    missing = [key for key, kept in slots.items() if not kept.html]
    card_of = cards_by_key(missing, kept_themes(*version))
    for key, html in zip(card_of, each_in_html(card_of.values()), strict=True):
        slots[key].html = html
    return Markup("".join(kept.html for kept in slots.values()))


def each_in_html(cards: Collection[Card]) -> list[str]:
    """The HTML of each card. One call of the macro makes them all, so that labels that every card
    has are looked up once."""
    html = case_cards()(cards, HEADING)
    return [f"{card}{CARD_END}" for card in html.split(CARD_END)[:-1]]


def found_cards(keys: Iterable[int], revision: Revision, terms: tuple[str, ...], q: str) -> Markup:
    """The same with folded terms marked; their links lead to the words of a search in the case."""
    return marked_cards(cards(keys, terms, kept_themes(*version_of(revision))), terms, q)


def marked_cards(cards: Collection[Card], terms: tuple[str, ...], q: str) -> Markup:
    """The same for cards that are read already."""
    return case_cards()(cards, HEADING, terms, f"?q={quote(q)}")


def long_list_cards(keys: Iterable[int], terms: tuple[str, ...], q: str) -> Markup:
    """The same without what reference managers read, where the page is long by its links."""
    query = f"?q={quote(q)}" if q else ""
    return case_cards()(cards(keys, terms), HEADING, terms, query, coins=False)


def compact_cards(keys: Iterable[int], terms: tuple[str, ...], q: str) -> Markup:
    """The same by their titles alone, on a line or two each; with terms marked in them."""
    query = f"?q={quote(q)}" if q else ""
    lines = macros("compact_cards").compact_cards
    return lines(cards(keys), terms, query if len(query) <= LONGEST_ON_COMPACT else "")


def version_of(revision: Revision) -> Version:
    """What cards depend on beside their cases: dataset, revision, and the reader's language."""
    return str(revision.dataset), revision.number, get_language()


@lru_cache(maxsize=2)  # one revision in both languages
def kept_themes(_dataset: str, _revision: int, _language: str | None) -> dict[str, Theme]:
    """All themes by slug. Each keeps its address, which depends on the language."""
    return all_themes()


def case_cards() -> Callable[..., Markup]:
    """The macro of this name."""
    return macros("cards").case_cards


def macros(name: str) -> Any:
    """The macros of a component."""
    jinja2: Any = engines["jinja2"]
    return jinja2.env.get_template(f"components/{name}.html").module
