"""The form by which readers pick cases by hand: its fields, and which boxes are ticked.

The boxes themselves are on the cards, whose HTML is kept: see card_cache.
"""

import re
from typing import NamedTuple

from django.http import QueryDict
from markupsafe import Markup, escape

from ..selection import LONGEST_ON_CARDS, LONGEST_ON_COMPACT, Selection, select

CARD_LINK = re.compile(r'(class="case-(?:card-title"><a|line") href="[^"?]*)(\?[^"]*)?"')


class PickForm(NamedTuple):
    """The hidden fields of the form; the cases picked so far, and the list without them."""

    hidden: list[tuple[str, str]]
    picked: Selection
    cleared: Selection
    is_picking: bool  # or only the picked cases are shown

    @property
    def number(self) -> int:
        return len(self.picked.reference)


def pick_form(selection: Selection, cards: Markup) -> PickForm:
    """The form beside these cards, which keeps the selection and what was picked elsewhere."""
    elsewhere = [name for name in selection.reference if box(name) not in cards]
    is_picking = selection.picking or not selection.reference
    hidden = selection.changed(
        reference=tuple(elsewhere), picking=is_picking, page=selection.page
    ).pairs()
    return PickForm(hidden, selection.of_picked(), selection.without_picks(), is_picking)


def ticked(cards: Markup, selection: Selection) -> Markup:
    """The cards with the boxes of the picked cases ticked.

    Their links carry what is picked, so that it is kept on the page of a case; not where that
    would make the page too long.
    """
    text = str(cards)
    query = escape(selection.of_picked().query_string().removeprefix("?"))
    longest = LONGEST_ON_COMPACT if selection.view else LONGEST_ON_CARDS
    if query and len(query) <= longest:
        text = CARD_LINK.sub(lambda link: f'{with_query(link[1], link[2], query)}"', text)
    for name in selection.reference:
        text = text.replace(box(name), f"{box(name)} checked")
    return Markup(text)


def with_query(start: str, query: str | None, more: str) -> str:
    """The beginning of a link with one more piece in its query string."""
    return f"{start}{query}&amp;{more}" if query else f"{start}?{more}"


def picked_before(params: QueryDict) -> Selection:
    """The cases that the address of the page of a case carries as picked."""
    return select(params).selection.of_picked()


def box(reference: str) -> str:
    """The attributes of a box, as the templates of cards have them."""
    return f'value="{reference}" form="picks"'
