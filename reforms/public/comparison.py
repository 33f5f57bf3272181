"""Two to four picked cases side by side."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from ..columns import BY_NAME
from ..models import Case, Revision
from ..releases import Part, parts_of_roles
from ..selection import page_of_keys, select
from ..vocabulary import PartRole
from .caching import page, public
from .cards import Card, cards
from .parts import parts

FEWEST, MOST = 2, 4
# Beside title, bodies, themes and summary, which have their own look.
FACTS = ("batch_title", "issuers", "date", "date_basis", "keywords", "source_name")


class ComparedFact(NamedTuple):
    """A fact and its value in each case."""

    heading: str
    values: list[str]


class ComparedParts(NamedTuple):
    """A role, and the parts of each case that have it, with all below them."""

    heading: str
    parts: list[tuple[Part, ...]]


@public
def compare(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The picked cases in columns, in the order in which they were picked."""
    asked, dropped = select(request.GET)
    selection = asked.of_picked().changed(sort="chosen" if asked.reference else "newest")
    keys = page_of_keys(selection, revision, 0, MOST + 1) if selection.reference else []
    compared = cards(keys)
    is_possible = FEWEST <= len(compared) <= MOST
    context = {
        "selection": selection,
        "dropped": dropped,
        "cards": compared,
        "facts": [fact(name, compared) for name in FACTS],
        "roles": compared_parts(compared) if is_possible else [],
        "is_possible": is_possible,
    }
    return page(request, "compare.html", revision, context)


def fact(name: str, compared: list[Card]) -> ComparedFact:
    column = BY_NAME[name]
    return ComparedFact(
        column.shown_heading, [column.in_words(card.state[name]) for card in compared]
    )


def compared_parts(compared: list[Card]) -> list[ComparedParts]:
    """The full texts part by part: the roles that any of these cases has, in their usual order."""
    references = [card.reference for card in compared]
    cases = Case.objects.published().filter(reference__in=references)
    body_of = dict(cases.values_list("reference", "body"))
    texts = [parts(body_of.get(reference, "")) for reference in references]
    rows = [
        ComparedParts(str(role.label), [parts_of_roles(text, [role]) for text in texts])
        for role in PartRole
    ]
    return [row for row in rows if any(row.parts)]
