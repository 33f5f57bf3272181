"""The state of a row as one dictionary, and how two states differ."""

from typing import Any

from django.db import models

from ..columns import COLUMNS, plain, values
from ..models import Case, Version
from ..vocabulary import Status
from .recording import Action

# What a state has beside the columns of the files.
BESIDE_COLUMNS = ("body", "status", "withdrawal", "withdrawal_note", "successor", "withdrawn_at")

# What of a state is no content of the case: it belongs to its batch, to publication or to themes.
NOT_CONTENT = {"date", "year", "theme_names", *BESIDE_COLUMNS} - {"body"} | {
    column.name
    for column in COLUMNS
    if all(path.startswith("batch__") for path in column.sources) and column.name != "batch"
}


def case_state(case: Case) -> dict:
    """A case whole, as the JSON export writes it, with its full text and status."""
    return whole_state(Case.objects.with_relations().get(pk=case.pk))


def whole_state(case: Case) -> dict:
    """The state of a case that has its batch, bodies and themes at hand."""
    return values(case) | {name: plain(getattr(case, name)) for name in BESIDE_COLUMNS}


def own_values(instance: models.Model) -> dict:
    """A row's own fields as JSON."""
    return {field.attname: getattr(instance, field.attname) for field in instance._meta.fields}


def differences(before: dict, after: dict) -> list[tuple[str, Any, Any]]:
    """What changed between two states: (name, old value, new value)."""
    unimportant = {"revision", "updated_at"}
    names = [name for name in dict.fromkeys([*after, *before]) if name not in unimportant]
    return [
        (name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    ]


def content_differences(subject: str, before: dict, after: dict) -> list[tuple[str, Any, Any]]:
    """Differences in what is the row's own content."""
    changed = differences(before, after)
    if subject != Version.Subject.CASE:
        return changed
    return [one for one in changed if one[0] not in NOT_CONTENT]


def is_edited(subject: str, before: dict, after: dict) -> bool:
    """Whether the content, or what the public sees of it, is another."""
    published = before.get("status") != after.get("status")
    return published or bool(content_differences(subject, before, after))


def is_public_state(version: Version) -> bool:
    """Whether the public could see the row in this version; themes have no status."""
    deleted = version.action == Action.DELETED
    return not deleted and version.state.get("status", Status.PUBLISHED) == Status.PUBLISHED
