"""Write or delete many cases in a few statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Case, CaseText, CreditedBody, Review, ThemeAssignment, Version
from ..search import FOLDED_WITH, Tiers, store_texts, tiers
from ..storage.inserting import insert
from .case_record import CaseState, publish_states, version_of
from .edits import (
    NO_EDIT,
    Action,
    Edit,
    State,
    in_blocks,
    lock,
    recorded,
    upsert,
)
from .states import whole_state
from .theme_assignments import Given, assignments_of, hold_themes
from .writing import derive


@dataclass
class PreparedCase:
    """A case ready to be written, with everything that takes time to compute."""

    case: Case
    assignments: list[ThemeAssignment]
    bodies: list[CreditedBody]
    state: State
    tiers: Tiers


def prepare(
    case: Case, themes: Collection[Given] | None, bodies: list[CreditedBody]
) -> PreparedCase:
    """Compute what save_cases writes, so that it holds its locks only briefly.

    `themes` are as in save_case.
    """
    assignments = assignments_of(case, themes)
    derive(case, assignments, bodies)
    case.updated_at = timezone.now()
    for position, body in enumerate(bodies, 1):
        body.case, body.position = case, position
    state = whole_state(case, bodies, assignments)
    return PreparedCase(case, assignments, bodies, state, tiers(case.texts(bodies)))


@recorded
def save_cases(prepared: Sequence[PreparedCase], edit: Edit = NO_EDIT) -> list[Version]:
    """Write many cases in a few statements, as save_case does; returns their versions.

    Nothing is validated here but that the themes are still there. Raises ValidationError where one
    is gone, and ProofNeeded if the public would see a change and the edit has no recent proof.
    """
    hold_themes(assignment for entry in prepared for assignment in entry.assignments)
    added = {id(entry) for entry in prepared if not entry.case.pk}
    for entry in prepared:
        entry.case.batch_id = entry.case.batch.pk  # which a new batch got after the case was made
    upsert(Case, [entry.case for entry in prepared])
    replace_relations(prepared, [entry for entry in prepared if id(entry) not in added])
    store_texts([(entry.case.pk, entry.tiers) for entry in prepared if id(entry) not in added])
    insert(CaseText, [text_of(entry) for entry in prepared if id(entry) in added])
    public = [CaseState(entry.case, entry.state) for entry in prepared if entry.case.is_public]
    if public:
        publish_states(public, edit)
    versions = [
        version_of(
            entry.case,
            entry.state,
            edit.default_to(Action.CREATED if id(entry) in added else Action.CHANGED),
            entry.case.revision if entry.case.is_public else None,
        )
        for entry in prepared
    ]
    insert(Version, versions)
    return versions


def text_of(entry: PreparedCase) -> CaseText:
    """The folded text of a new case, to be inserted."""
    return CaseText(case_id=entry.case.pk, made_with=FOLDED_WITH, **entry.tiers._asdict())


def replace_relations(prepared: Sequence[PreparedCase], old: Sequence[PreparedCase]) -> None:
    """Write the bodies and themes of cases; `old` are those that may have some stored already."""
    bodies = [body for entry in prepared for body in entry.bodies]
    kept = {body.pk for body in bodies if body.pk}
    for block in in_blocks([entry.case.pk for entry in old]):
        stored = CreditedBody.objects.filter(case__in=block).values_list("pk", flat=True)
        CreditedBody.objects.filter(pk__in=[pk for pk in stored if pk not in kept]).delete()
        ThemeAssignment.objects.filter(case__in=block).delete()
    for body in bodies:
        body.case_id = body.case.pk
    upsert(CreditedBody, bodies)
    assignments = [assignment for entry in prepared for assignment in entry.assignments]
    for entry in prepared:
        for assignment in entry.assignments:
            assignment.pk, assignment.case_id = None, entry.case.pk
    insert(ThemeAssignment, assignments)


@recorded
def delete_cases(cases: Sequence[Case], edit: Edit = NO_EDIT) -> None:
    """Delete many drafts in a few statements, as delete_case does.

    Raises ValidationError, with nothing deleted, if one of them was ever published, and
    ProofNeeded without a recent proof.
    """
    edit.require_proof()
    edit = edit.default_to(Action.DELETED)
    for block in in_blocks([case.pk for case in cases]):
        lock(Case, block)
        published = Case.objects.filter(pk__in=block, first_published_at__isnull=False).first()
        if published:
            raise ValidationError(_("%s 发布过，不能删除，只能撤下。") % published.reference)
        stored = Case.objects.with_relations().filter(pk__in=block)
        Version.objects.bulk_create(version_of(case, whole_state(case), edit) for case in stored)
        delete_rows(block)


def delete_rows(keys: Sequence[int]) -> None:
    """Delete cases and their relations by SQL: delete() loads each row to send its signals."""
    with connection.cursor() as cursor:
        for model, key in (
            (ThemeAssignment, "case_id"),
            (CreditedBody, "case_id"),
            (CaseText, "case_id"),
            (Review, "case_id"),
            (Case, "id"),
        ):
            marks = ", ".join(["%s"] * len(keys))
            cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE {key} IN ({marks})", [*keys])
