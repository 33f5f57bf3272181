"""Write one case, batch or theme, with its version and, if the public sees it, a new revision."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import (
    Batch,
    Case,
    CreditedBody,
    Theme,
    ThemeAssignment,
    make_reference,
    natural_key,
    official_key,
    place_key,
    theme_key,
    themes_by,
)
from . import stored_lines
from .case_record import record_case, record_cases
from .edits import (
    BLOCK,
    NO_EDIT,
    Action,
    Edit,
    Subject,
    hold,
    lock,
    next_revision,
    record,
    recorded,
)
from .states import own_values
from .theme_assignments import (
    Given,
    assignments_of,
    replace_assignments,
    stored_assignments,
)

# The fields of a case that follow from its batch and its number.
FIELDS_OF_BATCH = ("reference", "reference_key", "official_key", "date", "year")


@recorded
def save_case(
    case: Case,
    edit: Edit = NO_EDIT,
    *,
    themes: Collection[Given] | None = None,
    bodies: Sequence[CreditedBody] | None = None,
    public: bool = False,
) -> Case:
    """Write a case with its themes and bodies; None leaves the stored ones unchanged.

    A theme alone keeps the basis and passage that the case has for it.

    `public` raises the revision even if the case is not public now, because its past changed.
    Raises ValidationError, with nothing written, if a field does not validate, and ProofNeeded
    if the public would see the change and the edit has no recent proof.
    """
    edit = edit.default_to(Action.CHANGED if case.pk else Action.CREATED)
    # As it is stored now: files and versions repeat the batch.
    case.batch = hold_batch(case.batch_id)
    lock(Case, [case.pk] if case.pk else [])  # before its themes are read: others may change them
    stored = stored_assignments(case)
    assignments = stored if themes is None else assignments_of(case, themes)
    if bodies is None:
        bodies = list(case.bodies.all()) if case.pk else []
    derive(case, assignments, bodies)
    case.updated_at = timezone.now()
    case.full_clean()
    case.save()
    replace_assignments(case, stored, assignments)
    replace_bodies(case, bodies)
    record_case(case, bodies, assignments, edit, public)
    return case


def hold_batch(key: int) -> Batch:
    """Keep a batch from being deleted until the transaction ends; returns it as it is stored.

    Raises ValidationError where it is gone.
    """
    batches = hold(Batch, [key])
    if key not in batches:
        raise ValidationError(_("这个批次刚才被删除了，请重新选择批次。"))
    return batches[key]


def derive(
    case: Case, assignments: Sequence[ThemeAssignment], bodies: Iterable[CreditedBody]
) -> None:
    """Set the fields of a case that follow from its batch, number, themes and bodies."""
    derive_from_batch(case)
    case.themes_by = themes_by(assignments)
    case.theme_key = theme_key(assignment.theme for assignment in assignments)
    case.place_key = place_key(bodies)


def derive_from_batch(case: Case) -> None:
    """Set the FIELDS_OF_BATCH of a case."""
    if not case.first_published_at:
        case.reference = make_reference(case.batch, case.number or 0)
        case.reference_key = natural_key(case.reference)
    case.official_key = official_key(case.batch, case.official_no, case.number or 0)
    case.date = case.batch.date
    case.year = int(case.date[:4]) if case.date else None


def replace_bodies(case: Case, bodies: Sequence[CreditedBody]) -> None:
    """Make these the bodies of a case, in this order; a body with a key keeps it."""
    stored = {body.pk: own_values(body) for body in CreditedBody.objects.filter(case=case)}
    if gone := stored.keys() - {body.pk for body in bodies}:
        case.bodies.filter(pk__in=gone).delete()
    for position, body in enumerate(bodies, 1):
        body.case, body.position = case, position
        body.full_clean(exclude=["case"])
        if own_values(body) != stored.get(body.pk):
            body.save()


@recorded
def save_batch(batch: Batch, edit: Edit = NO_EDIT) -> Batch:
    """Write a batch, and the fields that its cases derive from it.

    Raises ValidationError, with nothing written, if a field does not validate, and ProofNeeded
    if the public would see the change and the edit has no recent proof.
    """
    edit = edit.default_to(Action.CHANGED if batch.pk else Action.CREATED)
    batch.full_clean()
    batch.save()
    lock(Case, batch.cases.values_list("pk", flat=True))
    cases = list(batch.cases.all())
    for case in cases:
        case.batch = batch
        derive_from_batch(case)
    Case.objects.bulk_update(cases, FIELDS_OF_BATCH, batch_size=BLOCK)
    revision = record_cases(cases, edit._replace(action=Action.CHANGED))
    record(Subject.BATCH, batch, batch.slug, own_values(batch), edit, revision)
    return batch


@recorded
def check_batch(batch: Batch, day: date, edit: Edit = NO_EDIT) -> Batch:
    """Record that a batch and its series were compared with the issuer's site on a day.

    Nothing of its cases changes. Raises ValidationError where the batch is gone, and ProofNeeded if
    the public sees the batch and the edit has no recent proof.
    """
    if not lock(Batch, [batch.pk]):
        raise ValidationError(_("这个批次刚才被删除了。"))
    batch.refresh_from_db()
    batch.checked_on = day.isoformat()
    batch.save(update_fields=["checked_on"])
    edit = edit.default_to(Action.CHANGED)
    revision = next_revision(edit) if batch.is_public else None
    record(Subject.BATCH, batch, batch.slug, own_values(batch), edit, revision)
    return batch


@recorded
def save_theme(theme: Theme, edit: Edit = NO_EDIT) -> Theme:
    """Write a theme.

    Raises ValidationError if a field does not validate, or if the slug of a theme that cases have
    is changed: the theme keys of those cases contain it. Raises ProofNeeded without a proof.
    """
    edit = edit.default_to(Action.CHANGED if theme.pk else Action.CREATED)
    theme.full_clean()
    if theme.pk and theme.cases.exclude(themes__slug=theme.slug).exists():
        raise ValidationError({"slug": _("已有案例属于本主题，网址名不能再改。")})
    theme.save()
    stored_lines.delete_lines(theme.cases.all())
    record(Subject.THEME, theme, theme.slug, own_values(theme), edit, next_revision(edit))
    return theme
