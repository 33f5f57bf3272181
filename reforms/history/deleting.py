"""Delete drafts, empty batches and unused themes.

Each function raises ValidationError if the row may not be deleted, and ProofNeeded if the edit has
no recent proof: what is deleted cannot be restored at the desk.
"""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from ..models import Batch, Case, Theme
from .edits import NO_EDIT, Action, Edit, Subject, next_revision, record, recorded, up_to_date
from .states import case_state, own_values


@recorded
def delete_case(case: Case, edit: Edit = NO_EDIT) -> None:
    """Delete a case that was never published; any other can only be withdrawn."""
    edit.require_proof()
    [case] = up_to_date([case])
    if case.first_published_at:
        raise ValidationError(_("%s 发布过，不能删除，只能撤下。") % case.reference)
    record(
        Subject.CASE, case, case.reference, case_state(case), edit.default_to(Action.DELETED), None
    )
    case.delete()


@recorded
def delete_batch(batch: Batch, edit: Edit = NO_EDIT) -> None:
    """Delete a batch that has no case."""
    edit.require_proof()
    lock_to_delete(Batch, [batch.pk])
    if batch.cases.exists():
        raise ValidationError(_("批次“%s”还有案例，不能删除。") % batch)
    record(
        Subject.BATCH, batch, batch.slug, own_values(batch), edit.default_to(Action.DELETED), None
    )
    batch.delete()


@recorded
def delete_theme(theme: Theme, edit: Edit = NO_EDIT) -> None:
    """Delete a theme that no case has."""
    lock_to_delete(Theme, [theme.pk])
    require_unused(theme)
    edit, revision = edit.default_to(Action.DELETED), next_revision(edit)
    record(Subject.THEME, theme, theme.slug, own_values(theme), edit, revision)
    theme.delete()


def require_unused(theme: Theme) -> None:
    """Raise ValidationError where cases have a theme."""
    if count := theme.cases.count():
        message = _("主题“%(theme)s”还有 %(count)d 件案例，不能删除；可以并入另一个主题。")
        raise ValidationError(message % {"theme": theme.name, "count": count})


def lock_to_delete(model: type[models.Model], keys: Collection[int]) -> None:
    """Lock themes or batches until the transaction ends, so that no case gets them.

    Before the revision is raised: who gives a case a theme holds the theme, then waits for that.
    """
    rows = model._default_manager.select_for_update().filter(pk__in=keys).order_by("pk")
    list(rows.values_list("pk"))
