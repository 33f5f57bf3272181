"""Delete drafts, empty batches and unused themes."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Batch, Case, Revision, Theme, Version
from .recording import Action, record, recorded, up_to_date
from .states import case_state, own_values


@recorded
def delete_case(case: Case, *, by=None, note: str = "") -> None:
    """Delete a draft; what was ever public is withdrawn instead."""
    [case] = up_to_date([case])
    if case.first_published_at:
        raise ValidationError(_("%s 发布过，不能删除，只能撤下。") % case.reference)
    state = case_state(case)
    record(Version.Subject.CASE, case, case.reference, Action.DELETED, state, None, by, note)
    case.delete()


@recorded
def delete_batch(batch: Batch, *, by=None, note: str = "") -> None:
    """Delete a batch that has no case."""
    if batch.cases.exists():
        raise ValidationError(_("批次“%s”还有案例，不能删除。") % batch)
    state = own_values(batch)
    record(Version.Subject.BATCH, batch, batch.slug, Action.DELETED, state, None, by, note)
    batch.delete()


@recorded
def delete_theme(theme: Theme, *, by=None, note: str = "") -> None:
    """Delete a theme that no case has."""
    if theme.cases.exists():
        raise ValidationError(_("责任主题“%s”还有案例，不能删除。") % theme.name)
    state = own_values(theme)
    revision = Revision.next()
    record(Version.Subject.THEME, theme, theme.slug, Action.DELETED, state, revision, by, note)
    theme.delete()
