"""Write what follows from changed cases, in a few statements however many they are.

That is their search texts, the lines of files, their versions and, if the public sees a change,
one new revision.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.utils import timezone

from ..models import Case, CreditedBody, ThemeAssignment, Version
from ..search import store_texts, tiers
from . import stored_lines
from .edits import BLOCK, Edit, State, Subject, in_blocks, next_revision
from .states import whole_state


class CaseState(NamedTuple):
    """A stored case and its state."""

    case: Case
    state: State


def record_cases(cases: Sequence[Case], edit: Edit, public: bool = False) -> int | None:
    """Record changed cases, whose rows, bodies and themes are stored already.

    `public` raises the revision even if none of the cases is public now, because their past
    changed. Returns the new revision, one for all of them; None if the public sees no change.
    """
    touch(cases)
    states: dict[int, State] = {}
    for block in in_blocks([case.pk for case in cases]):
        stored = Case.objects.with_relations().filter(pk__in=block)
        store_texts([(case.pk, tiers(case.texts())) for case in stored])
        states |= {case.pk: whole_state(case) for case in stored}
    return record_states([CaseState(case, states[case.pk]) for case in cases], edit, public)


def record_case(
    case: Case,
    bodies: Sequence[CreditedBody],
    assignments: Sequence[ThemeAssignment],
    edit: Edit,
    public: bool,
) -> None:
    """As record_cases, of one case with its bodies, themes and batch, all as they are stored."""
    store_texts([(case.pk, tiers(case.texts(bodies)))])
    state = whole_state(case, bodies, assignments)
    record_states([CaseState(case, state)], edit, public)


def record_statuses(cases: Sequence[Case], edit: Edit, public: bool = False) -> int | None:
    """As record_cases, of cases read by up_to_date() of which only the status changed."""
    touch(cases)
    return record_states([CaseState(case, whole_state(case)) for case in cases], edit, public)


def touch(cases: Sequence[Case]) -> None:
    """Store when cases changed."""
    now = timezone.now()
    for block in in_blocks([case.pk for case in cases]):
        Case.objects.filter(pk__in=block).update(updated_at=now)
    for case in cases:
        case.updated_at = now


def record_states(changed: Sequence[CaseState], edit: Edit, public: bool) -> int | None:
    """Write the revision, the lines and the versions of changed cases."""
    visible = [entry for entry in changed if public or entry.case.is_public]
    revision = publish_states(visible, edit) if visible else None
    delete_lines([entry.case.pk for entry in changed if not entry.case.is_public])
    seen = {entry.case.pk for entry in visible}
    versions = [
        version_of(*entry, edit, revision if entry.case.pk in seen else None) for entry in changed
    ]
    Version.objects.bulk_create(versions, batch_size=BLOCK)
    return revision


def publish_states(visible: Collection[CaseState], edit: Edit) -> int:
    """Give cases with a change that the public sees one new revision, and store their lines."""
    revision = next_revision(edit)
    for block in in_blocks([entry.case.pk for entry in visible]):
        Case.objects.filter(pk__in=block).update(revision=revision)
    for case, state in visible:
        case.revision = state["revision"] = revision
    stored_lines.save_lines((case.pk, state) for case, state in visible if case.is_public)
    return revision


def delete_lines(keys: Sequence[int]) -> None:
    """Delete the lines of cases that are not public."""
    for block in in_blocks(keys):
        stored_lines.delete_lines(Case.objects.filter(pk__in=block))


def version_of(case: Case, state: State, edit: Edit, revision: int | None = None) -> Version:
    """A version of a case, not stored yet; `revision` is None if the public does not see it."""
    return Version(
        subject=Subject.CASE,
        subject_id=case.pk,
        reference=case.reference,
        action=edit.action,
        state=state,
        revision=revision,
        by=edit.by,
        note=edit.note,
    )
