"""The cards of lists as HTML. Those without searched words are kept, since many lists share them.

Knows no request. The HTML itself is in templates/public/components/cards.html.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.template import engines
from django.utils.translation import get_language
from markupsafe import Markup

from ..models import Revision
from .cards import cards, cards_by_key

MOST = 500  # cards in each process, of about 3 kB
HEADING = 2  # of a card in a list


class Slot:
    """A place for the HTML of a card, empty until a list shows it."""

    html = Markup()


@lru_cache(maxsize=MOST)
def slot(_dataset: str, _revision: int, _language: str, _key: int) -> Slot:
    """The same slot for the same card as long as it is kept."""
    return Slot()


def kept_cards(keys: Iterable[int], revision: Revision) -> Markup:
    """The public ones among the cases with these keys, in their order."""
    version = str(revision.dataset), revision.number, get_language()
    slots = {key: slot(*version, key) for key in keys}
    missing = [key for key, kept in slots.items() if not kept.html]
    in_html = case_cards()
    for key, card in cards_by_key(missing).items():
        slots[key].html = in_html([card], HEADING)
    return Markup("").join(kept.html for kept in slots.values())


def found_cards(keys: Iterable[int], terms: tuple[str, ...], q: str) -> Markup:
    """The same with folded terms marked; their links lead to the words of a search in the case."""
    return case_cards()(cards(keys, terms), HEADING, terms, f"?q={quote(q)}")


def long_list_cards(keys: Iterable[int], terms: tuple[str, ...]) -> Markup:
    """The same without what reference managers read, where the page is long by its links."""
    return case_cards()(cards(keys, terms), HEADING, terms, coins=False)


def case_cards() -> Callable[..., Markup]:
    """The macro of this name."""
    jinja2: Any = engines["jinja2"]
    return jinja2.env.get_template("components/cards.html").module.case_cards
