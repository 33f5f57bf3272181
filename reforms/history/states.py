"""The state of a row as one dictionary, and how two states differ."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import models

from ..columns import BODY, BY_NAME, COLUMNS, plain, values
from ..models import Case, CreditedBody, Theme, Version
from ..vocabulary import Status
from .edits import Action, State, Subject

# What a state has beside the columns: where the case stands between editors and public.
PUBLICATION = ("status", "withdrawal", "withdrawal_note", "successor", "withdrawn_at")
NOT_COMPARED = {"revision", "updated_at"}  # every version has others


class Difference(NamedTuple):
    """A field of two states, with its value in each; None where a state lacks it."""

    name: str
    before: Any
    after: Any


def case_state(case: Case) -> State:
    """A stored case whole, as the JSON export writes it, with its full text and status."""
    return whole_state(Case.objects.with_relations().get(pk=case.pk))


def whole_state(
    case: Case,
    bodies: Iterable[CreditedBody] | None = None,
    themes: Iterable[Theme] | None = None,
) -> State:
    """The state of a case; of one not stored yet, with the bodies and themes that it will have."""
    related = None if bodies is None or themes is None else {"bodies": bodies, "themes": themes}
    state: State = dict(values(case, (*COLUMNS, BODY), related))
    return state | {name: plain(getattr(case, name)) for name in PUBLICATION}


def own_values(row: models.Model) -> State:
    """A row's own fields as JSON."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields}


def differences(before: State, after: State) -> list[Difference]:
    """What changed between two states, in the order of the second."""
    return [
        Difference(name, before.get(name), after.get(name))
        for name in dict.fromkeys([*after, *before])
        if name not in NOT_COMPARED and before.get(name) != after.get(name)
    ]


def content_differences(subject: str, before: State, after: State) -> list[Difference]:
    """Differences in what is the row's own content: not its batch's, nor its publication."""
    changed = differences(before, after)
    return [one for one in changed if is_content(one.name)] if subject == Subject.CASE else changed


def is_content(name: str) -> bool:
    """Whether a field of a case's state is content of that case."""
    return name in BY_NAME and BY_NAME[name].is_content


def is_edited(subject: str, before: State, after: State) -> bool:
    """Whether the content, or what the public sees of it, is another."""
    is_moved = before.get("status") != after.get("status")
    return is_moved or bool(content_differences(subject, before, after))


def is_public_state(version: Version) -> bool:
    """Whether the public could see the row in this version; themes have no status."""
    is_deleted = version.action == Action.DELETED
    return not is_deleted and version.state.get("status", Status.PUBLISHED) == Status.PUBLISHED
