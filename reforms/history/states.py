"""The state of a row as one dictionary, and how two states differ."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import models

from ..columns import BODY, BY_NAME, COLUMNS, plain, values
from ..models import Case, CreditedBody, ThemeAssignment, Version
from ..vocabulary import Status
from .edits import Action, State, Subject

# Fields of a case that its state has beside the columns.
PUBLICATION = ("status", "withdrawal", "withdrawal_note", "successor", "withdrawn_at")
NOT_COMPARED = {"revision", "updated_at"}  # they differ in every version


class Difference(NamedTuple):
    """A field that differs between two states, with its values; None where a state lacks it."""

    name: str
    before: Any
    after: Any


def case_state(case: Case) -> State:
    """The state of a case as it is stored."""
    return whole_state(Case.objects.with_relations().get(pk=case.pk))


def whole_state(
    case: Case,
    bodies: Iterable[CreditedBody] | None = None,
    assignments: Sequence[ThemeAssignment] | None = None,
) -> State:
    """A case as the JSON export writes it, with its full text and PUBLICATION.

    `bodies` and `assignments` are those of a case that is not stored yet.
    """
    related = None
    if bodies is not None and assignments is not None:
        related = related_rows(bodies, assignments)
    state: State = dict(values(case, (*COLUMNS, BODY), related))
    return state | {name: plain(getattr(case, name)) for name in PUBLICATION}


def related_rows(
    bodies: Iterable[CreditedBody], assignments: Sequence[ThemeAssignment]
) -> dict[str, Iterable[models.Model]]:
    """What stands for the stored relations of a case in its columns."""
    themes = [assignment.theme for assignment in assignments]
    return {"bodies": bodies, "assignments": assignments, "themes": themes}


def own_values(row: models.Model) -> State:
    """The state of a batch or theme: its own fields, by column of the database."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields}


def differences(before: State, after: State) -> list[Difference]:
    """How two states of a row differ, in the order of the second."""
    return [
        Difference(name, before.get(name), after.get(name))
        for name in dict.fromkeys([*after, *before])
        if name not in NOT_COMPARED and before.get(name) != after.get(name)
        if name in before or holds_something(after[name])
    ]


def holds_something(value: Any) -> bool:
    """Whether the value of a field is not empty; an empty one younger than a state is no change."""
    return any(value) if isinstance(value, list) else value not in (None, "")


def content_differences(subject: str, before: State, after: State) -> list[Difference]:
    """How two states differ in the row's own content: without its batch's, and its status."""
    changed = differences(before, after)
    if subject != Subject.CASE:
        return changed
    return [difference for difference in changed if is_content(difference.name)]


def is_content(name: str) -> bool:
    """Whether a field of a case's state is the case's own content."""
    return name in BY_NAME and BY_NAME[name].is_content


def is_edited(subject: str, before: State, after: State) -> bool:
    """Whether two states differ in content or status."""
    has_new_status = before.get("status") != after.get("status")
    return has_new_status or bool(content_differences(subject, before, after))


def is_public_state(version: Version) -> bool:
    """Whether the row was public in this version: not deleted, and published if it has a status."""
    is_deleted = version.action == Action.DELETED
    return not is_deleted and version.state.get("status", Status.PUBLISHED) == Status.PUBLISHED
