"""The theme assignments of a case as callers give them: whole, or a theme alone."""

from collections.abc import Collection, Iterable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Case, Theme, ThemeAssignment
from ..vocabulary import Author, ThemeBasis
from .edits import hold

Given = Theme | ThemeAssignment


def assignments_of(case: Case, given: Collection[Given] | None) -> list[ThemeAssignment]:
    """The assignments that a case is to have, in the order of the themes; None: the stored ones.

    A theme alone stands for the stored assignment of it. Of a new one the basis is then the
    catalogue where the case's `themes_by` says so, else not recorded.
    """
    if given is None:
        return stored_assignments(case)
    assignments = [item for item in given if isinstance(item, ThemeAssignment)]
    if themes := [item for item in given if isinstance(item, Theme)]:
        stored = {assignment.theme_id: assignment for assignment in stored_assignments(case)}
        basis = ThemeBasis.CATALOGUE.value if case.themes_by == Author.CATALOGUE else ""
        assignments += [
            stored.get(theme.pk) or ThemeAssignment(theme=theme, basis=basis) for theme in themes
        ]
    return sorted(assignments, key=lambda item: (item.theme.position, item.theme.slug))


def stored_assignments(case: Case) -> list[ThemeAssignment]:
    """The assignments of a case as stored, with their themes; none of a new case."""
    return (
        list(ThemeAssignment.objects.filter(case=case).select_related("theme")) if case.pk else []
    )


def hold_themes(assignments: Iterable[ThemeAssignment]) -> dict[int, Theme]:
    """Keep the themes of assignments from being deleted or merged until the transaction ends.

    To be called after the cases are locked and before the revision is raised, as a merger does.
    Returns them as they are stored, by key; raises ValidationError where one is gone.
    """
    names = {assignment.theme_id: assignment.theme.name for assignment in assignments}
    stored = hold(Theme, names)
    if gone := [name for key, name in names.items() if key not in stored]:
        message = _("主题“%s”刚才被删除，或者并入了别的主题，请重新选择主题。")
        raise ValidationError(message % "、".join(gone))
    return stored


def replace_assignments(
    case: Case, stored: Sequence[ThemeAssignment], assignments: Sequence[ThemeAssignment]
) -> None:
    """Make these the assignments of a case, with their themes as they are stored.

    `stored` are those that it has; one of the same theme keeps its key.
    """
    old = {item.theme_id: (item.pk, contents(item)) for item in stored}
    themes = {item.theme_id: item.theme for item in stored}
    themes |= hold_themes(item for item in assignments if item.theme_id not in old)
    if gone := old.keys() - {assignment.theme_id for assignment in assignments}:
        case.assignments.filter(theme__in=gone).delete()
    for assignment in assignments:
        assignment.theme = themes[assignment.theme_id]
        key, before = old.get(assignment.theme_id, (None, None))
        assignment.clean_fields(exclude=["case", "theme"])  # so that a stored text is cleaned, too
        if before == contents(assignment):
            continue
        assignment.case, assignment.pk = case, key
        assignment._state.adding = key is None
        assignment.full_clean(exclude=["case"])
        assignment.save()


def contents(assignment: ThemeAssignment) -> tuple[str, str]:
    """What an assignment says of its theme."""
    return assignment.basis, assignment.passage
