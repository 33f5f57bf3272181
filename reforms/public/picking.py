"""The form by which readers pick cases by hand: its fields, and which boxes are ticked.

The boxes themselves are on the cards, whose HTML is kept: see card_cache.
"""

from typing import NamedTuple

from markupsafe import Markup

from ..selection import Selection


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
    """The cards with the boxes of the picked cases ticked."""
    text = str(cards)
    for name in selection.reference:
        text = text.replace(box(name), f"{box(name)} checked")
    return Markup(text)


def box(reference: str) -> str:
    """The attributes of a box, as templates/public/components/cards.html has them."""
    return f'value="{reference}" form="picks"'
