"""Restore a former state of a row as a new version."""

from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from ..columns import BODY_COLUMNS, BY_NAME, SEPARATOR
from ..models import Batch, Case, CreditedBody, Theme, ThemeAssignment, Version, themes_by_slug
from ..vocabulary import Author, ThemeBasis
from .edits import NO_EDIT, Action, Edit, State, Subject, lock
from .writing import save_batch, save_case, save_theme

Row = TypeVar("Row", bound=models.Model)
SOURCE = ("source_name", "source_url")
# The fields of a case that have the same value in a state.
OWN_FIELDS = tuple(
    column.name
    for column in BY_NAME.values()
    if column.read and column.relation == "" and not column.many and column.name not in SOURCE
)


class Relations(NamedTuple):
    """The theme assignments and bodies of a case, not stored yet."""

    assignments: list[ThemeAssignment]
    bodies: list[CreditedBody]


@transaction.atomic
def revert(version: Version, edit: Edit = NO_EDIT) -> models.Model:
    """Restore the content that a case, batch or theme has in a version, as a new version.

    Its status and its frozen names stay as they are. Returns the row. Raises ValidationError,
    with nothing written, if the row, or a theme that it needs, has been deleted, and ProofNeeded
    if the edit has no recent proof.
    """
    edit.require_proof()
    model = MODELS[Subject(version.subject)]
    lock(model, [version.subject_id])
    version.refresh_from_db()  # something may have been erased from it since it was read
    row = model._default_manager.filter(pk=version.subject_id).first()
    edit = edit.default_to(Action.REVERTED)
    if isinstance(row, Case):
        return revert_case(row, version.state, edit)
    if isinstance(row, Batch):
        return save_batch(set_batch(row, version.state), edit)
    if isinstance(row, Theme):
        return save_theme(set_fields(row, version.state, frozen=row.cases.exists()), edit)
    raise ValidationError(_("%s 已经删除，不能恢复。") % version.reference)


MODELS: dict[str, type[models.Model]] = {
    Subject.CASE: Case,
    Subject.BATCH: Batch,
    Subject.THEME: Theme,
}


def revert_case(case: Case, state: State, edit: Edit) -> Case:
    """Restore a case; one that was never published gets its number and batch back, too."""
    if not case.first_published_at:
        case.number = state["case_no"]
        case.batch = Batch.objects.filter(slug=state["batch"]).first() or case.batch
    assignments, bodies = restore_fields(case, state)
    return save_case(case, edit, themes=assignments, bodies=bodies)


def restore_fields(case: Case, state: State) -> Relations:
    """Set the fields of a case to those of a state, and return the state's assignments and bodies.

    A field that is younger than the state gets its default. Nothing is stored. Raises
    ValidationError if one of the themes has been deleted.
    """
    for name in OWN_FIELDS:
        setattr(case, name, state.get(name, default_of(Case, name)))
    case.keywords = SEPARATOR.join(state["keywords"])
    source = (state["source_name"], state["source_url"])
    if source != case.source:
        is_of_batch = source == (case.batch.source_name, case.batch.source_url)
        case.source_name, case.source_url = ("", "") if is_of_batch else source
    return Relations(assignments_of_state(state), bodies_of_state(case, state))


def assignments_of_state(state: State) -> list[ThemeAssignment]:
    """The theme assignments of a state, not stored.

    A theme that was merged since is the one that it became. A state older than their bases has
    only who assigned the themes. Raises ValidationError if one
    of the themes has been deleted.
    """
    slugs = state["themes"]
    themes = themes_by_slug(slugs)
    if deleted := set(slugs) - set(themes):
        raise ValidationError(_("主题“%s”已经删除，不能恢复。") % "、".join(sorted(deleted)))
    is_ours = "theme_bases" not in state and state.get("themes_by") == Author.CATALOGUE
    bases = state.get("theme_bases") or [ThemeBasis.CATALOGUE.value if is_ours else ""] * len(slugs)
    passages = state.get("theme_passages") or [""] * len(slugs)
    assignments: dict[int, ThemeAssignment] = {}  # by theme: two slugs may have become one
    for slug, basis, passage in zip(slugs, bases, passages, strict=True):
        theme = themes[slug]
        assignments.setdefault(theme.pk, ThemeAssignment(theme=theme, basis=basis, passage=passage))
    return list(assignments.values())


def bodies_of_state(case: Case, state: State) -> list[CreditedBody]:
    """The bodies of a state, not stored; those whose name the case still has keep their key."""
    stored = {body.name: body for body in case.bodies.all()}
    bodies = []
    columns = {field: state[name] for name, field in BODY_COLUMNS.items() if name in state}
    younger = {
        field: default_of(CreditedBody, field)
        for field in BODY_COLUMNS.values()
        if field not in columns
    }
    for body_values in zip(*columns.values(), strict=True):
        fields = dict(zip(columns, body_values, strict=True)) | younger
        body = stored.pop(fields["name"], None)
        bodies.append(set_fields(body or CreditedBody(), fields))
    return bodies


def set_batch(batch: Batch, state: State) -> Batch:
    """Set the fields of a batch to those of a state; one younger than the state gets its default.

    Nothing is stored.
    """
    names = {field.attname for field in Batch._meta.fields} - {"id", "slug"}
    defaults = {name: default_of(Batch, name) for name in names}
    return set_fields(batch, defaults | state, frozen=batch.is_frozen)


def default_of(model: type[models.Model], name: str) -> Any:
    """The default of a field."""
    field: models.Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]
    return field.get_default()


def set_fields(row: Row, state: State, frozen: bool = False) -> Row:
    """Set the fields of a row to those of a state; a frozen row keeps its slug."""
    kept = {"id", "slug"} if frozen else {"id"}
    for name, value in state.items():
        if name not in kept:
            setattr(row, name, value)
    return row
