"""Merge a theme into another: its cases move, and its slug leads to the other from then on."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Case, FormerSlug, Theme, ThemeAssignment
from .bulk import prepare, save_cases
from .deleting import delete_theme, lock_to_delete
from .edits import NO_EDIT, Action, Edit, Subject, in_blocks, lock, next_revision, record, recorded
from .states import own_values
from .theme_assignments import stored_assignments


@recorded
def merge_themes(
    theme: Theme, into: Theme, edit: Edit = NO_EDIT, *, across_schemes: bool = False
) -> int:
    """Give the cases of a theme another one, and delete it; returns how many cases moved.

    Each case gets a version, as do both themes. `across_schemes` permits themes of two schemes.
    Raises ValidationError, with nothing written, if they are of two schemes, the same, or deleted,
    and ProofNeeded if the edit has no recent proof.
    """
    edit.require_proof()
    require_mergeable(theme, into, across_schemes)
    edit = edit._replace(note=note_of(theme, into, edit.note))
    keys = lock_with_cases(theme)
    for block in in_blocks(keys):
        cases = Case.objects.with_relations().filter(pk__in=block)
        save_cases(
            [prepare(case, moved(case, theme, into), list(case.bodies.all())) for case in cases],
            edit,
        )
    slug = theme.slug
    FormerSlug.objects.filter(theme=theme).update(theme=into)
    delete_theme(theme, edit)
    FormerSlug.objects.create(slug=slug, theme=into)
    changed = edit.default_to(Action.CHANGED)
    record(Subject.THEME, into, into.slug, own_values(into), changed, next_revision(edit))
    return len(keys)


def lock_with_cases(theme: Theme) -> list[int]:
    """Lock a theme, so that no case gets it, and the cases that have it; returns their keys.

    All before the revision is raised, and the cases first: whoever gives a case a theme has locked
    the case. Where one got it meanwhile, all locks are given back, and taken again in their order.
    """
    keys = set(theme.cases.values_list("pk", flat=True))
    while True:
        with transaction.atomic():
            lock(Case, keys)
            lock_to_delete(Theme, [theme.pk])
            having = set(theme.cases.values_list("pk", flat=True))
            if having <= keys:
                return sorted(having)
            transaction.set_rollback(True)
        keys = having


def require_mergeable(theme: Theme, into: Theme, across_schemes: bool) -> None:
    """Raise ValidationError where a theme may not be merged into another; lock both."""
    if theme == into:
        raise ValidationError(_("请选另一个主题。"))
    if len(lock(Theme, [theme.pk, into.pk])) < 2:
        raise ValidationError(_("这两个主题有一个刚才被删除了，请重新打开这一页。"))
    if theme.scheme != into.scheme and not across_schemes:
        message = _("“%(theme)s”和“%(into)s”不属于同一套体系：确实要并入，请勾选。")
        raise ValidationError(message % {"theme": theme.name, "into": into.name})


def note_of(theme: Theme, into: Theme, reason: str) -> str:
    """The note in the history of the cases and of both themes."""
    message = _("主题“%(theme)s”（%(slug)s）并入“%(into)s”")
    words = {"theme": theme.name, "slug": theme.slug, "into": into.name}
    return message % words + (_("：%s") % reason if reason else "")


def moved(case: Case, theme: Theme, into: Theme) -> list[ThemeAssignment]:
    """The assignments of a case with one theme in place of another.

    A case that has both keeps what it has the other by, or gets it from this one if that is empty.
    """
    assignments = {assignment.theme_id: assignment for assignment in stored_assignments(case)}
    former = assignments.pop(theme.pk)
    kept = assignments.get(into.pk)
    if kept is None or not (kept.basis or kept.passage):
        former.theme = into
        assignments[into.pk] = former
    return list(assignments.values())
