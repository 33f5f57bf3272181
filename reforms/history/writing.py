"""Write one case, batch or theme, with its version and, if the public sees it, a new revision."""

from collections.abc import Collection, Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
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
from ..search import store_texts, tiers
from . import stored_lines
from .edits import NO_EDIT, Action, Edit, Subject, lock, next_revision, record, recorded
from .states import case_state, own_values
from .theme_assignments import (
    Given,
    assignments_of,
    replace_assignments,
    stored_assignments,
)


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
    assignments = assignments_of(case, themes)
    if bodies is None:
        bodies = list(case.bodies.all()) if case.pk else []
    derive(case, assignments, bodies)
    case.full_clean()
    case.save()
    replace_assignments(case, assignments)
    replace_bodies(case, bodies)
    record_cases([case], edit, public)
    return case


def derive(
    case: Case, assignments: Sequence[ThemeAssignment], bodies: Iterable[CreditedBody]
) -> None:
    """Set the fields of a case that follow from its batch, number, themes and bodies."""
    if not case.first_published_at:
        case.reference = make_reference(case.batch, case.number or 0)
        case.reference_key = natural_key(case.reference)
    case.official_key = official_key(case.batch, case.official_no, case.number or 0)
    case.date = case.batch.date
    case.year = int(case.date[:4]) if case.date else None
    case.themes_by = themes_by(assignments)
    case.theme_key = theme_key(assignment.theme for assignment in assignments)
    case.place_key = place_key(bodies)


def replace_bodies(case: Case, bodies: Sequence[CreditedBody]) -> None:
    """Make these the bodies of a case, in this order; a body with a key keeps it."""
    case.bodies.exclude(pk__in=[body.pk for body in bodies if body.pk]).delete()
    for position, body in enumerate(bodies, 1):
        body.case, body.position = case, position
        body.full_clean(exclude=["case"])
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
    cases = list(batch.cases.with_relations())
    for case in cases:
        case.batch = batch
        derive(case, stored_assignments(case), case.bodies.all())
        case.save(update_fields=["reference", "reference_key", "official_key", "date", "year"])
    revision = record_cases(cases, edit._replace(action=Action.CHANGED))
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


def record_cases(cases: Sequence[Case], edit: Edit, public: bool = False) -> int | None:
    """Write the search texts, lines and versions of changed cases.

    Returns the new revision, one for all of them; None if the public sees none of the changes.
    """
    store_texts([(case.pk, tiers(case.texts(stored_bodies(case)))) for case in cases])
    visible = [case for case in cases if public or case.is_public]
    revision = next_revision(edit) if visible else None
    for case in cases:
        is_visible = case in visible
        case.updated_at = timezone.now()
        if revision is not None and is_visible:
            case.revision = revision
        case.save(update_fields=["updated_at", "revision"])
        record_case(case, edit, case.revision if is_visible else None)
    return revision


def record_case(case: Case, edit: Edit, revision: int | None) -> None:
    """Write the line and the version of a case."""
    state = case_state(case)
    if case.is_public:
        stored_lines.save_lines([(case.pk, state)])
    else:
        stored_lines.delete_lines(Case.objects.filter(pk=case.pk))
    record(Subject.CASE, case, case.reference, state, edit, revision)


def stored_bodies(case: Case) -> QuerySet[CreditedBody]:
    """The bodies of a case as stored: case.bodies may be prefetched and out of date."""
    return CreditedBody.objects.filter(case=case)
