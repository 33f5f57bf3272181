"""Two to four picked cases side by side."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from ..columns import BY_NAME
from ..models import Revision
from ..selection import page_of_keys, select
from .caching import page, public
from .cards import Card, cards

FEWEST, MOST = 2, 4
# Beside title, bodies, themes and summary, which have their own look.
FACTS = ("batch_title", "issuers", "date", "date_basis", "keywords", "source_name")


class ComparedFact(NamedTuple):
    """A fact and its value in each case."""

    heading: str
    values: list[str]


@public
def compare(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The picked cases in columns, in the order in which they were picked."""
    asked, dropped = select(request.GET)
    selection = asked.of_picked().changed(sort="chosen" if asked.reference else "newest")
    keys = page_of_keys(selection, revision, 0, MOST + 1) if selection.reference else []
    compared = cards(keys)
    context = {
        "selection": selection,
        "dropped": dropped,
        "cards": compared,
        "facts": [fact(name, compared) for name in FACTS],
        "is_possible": FEWEST <= len(compared) <= MOST,
    }
    return page(request, "compare.html", revision, context)


def fact(name: str, compared: list[Card]) -> ComparedFact:
    column = BY_NAME[name]
    return ComparedFact(
        column.shown_heading, [column.in_words(card.state[name]) for card in compared]
    )
