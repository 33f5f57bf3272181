"""Write a former state anew, as one more version."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from ..columns import SEPARATOR
from ..models import Batch, Case, CreditedBody, Theme, Version
from .recording import Action
from .writing import save_batch, save_case, save_theme


@transaction.atomic
def revert(version: Version, *, by=None, note: str = "") -> models.Model:
    """Write a former state of a case, batch or theme anew, as one more version.

    What the state says is returned; whether the row is public, and names that are frozen, stay.
    Raises ValidationError, with nothing written, where the row or something it needs is gone.
    """
    model, back = BACK[Version.Subject(version.subject)]
    row = model.objects.select_for_update().filter(pk=version.subject_id).first()
    if row is None:
        raise ValidationError(_("%s 已经删除，不能恢复。") % version.reference)
    return back(row, version.state, by=by, note=note, action=Action.REVERTED)


def back_to_case(case: Case, state: dict, **why) -> Case:
    if not case.first_published_at:
        case.number = state["case_no"]
        case.batch = Batch.objects.filter(slug=state["batch"]).first() or case.batch
    return save_case(case, **put_back(case, state), **why)


def put_back(case: Case, state: dict) -> dict:
    """Give a case the content of a former state; returns its themes and bodies, not stored yet."""
    own = ("title", "title_en", "title_by", "official_no", "themes_by", "summary", "summary_en")
    for name in (*own, "body"):
        setattr(case, name, state[name])
    case.keywords = SEPARATOR.join(state["keywords"])
    source = (state["source_name"], state["source_url"])
    if source != case.source:
        is_of_batch = source == (case.batch.source_name, case.batch.source_url)
        case.source_name, case.source_url = ("", "") if is_of_batch else source
    themes = list(Theme.objects.filter(slug__in=state["themes"]))
    if gone := set(state["themes"]) - {theme.slug for theme in themes}:
        raise ValidationError(_("责任主题“%s”已经删除，不能恢复。") % "、".join(sorted(gone)))
    return {"themes": themes, "bodies": bodies_of_state(case, state)}


def bodies_of_state(case: Case, state: dict) -> list[CreditedBody]:
    """The bodies of a former state; those that the case still has keep their number."""
    rows = {body.name: body for body in case.bodies.all()}
    columns = ("bodies", "body_names", "body_kinds", "provinces", "levels", "place_basis")
    names = ("name", "standard_name", "kind", "province", "level", "place_basis")
    bodies = []
    for values_of_body in zip(*(state[column] for column in columns), strict=True):
        body = rows.pop(values_of_body[0], None) or CreditedBody()
        bodies.append(set_fields(body, dict(zip(names, values_of_body, strict=True))))
    return bodies


def back_to_batch(batch: Batch, state: dict, **why) -> Batch:
    return save_batch(set_fields(batch, state, frozen=batch.is_frozen), **why)


def back_to_theme(theme: Theme, state: dict, **why) -> Theme:
    return save_theme(set_fields(theme, state, frozen=theme.cases.exists()), **why)


def set_fields(row: Any, state: dict, frozen: bool = False) -> Any:
    """Give a row the own values of a former state; a frozen one keeps its slug."""
    kept = {"id", "slug"} if frozen else {"id"}
    for name, value in state.items():
        if name not in kept:
            setattr(row, name, value)
    return row


BACK = {
    Version.Subject.CASE: (Case, back_to_case),
    Version.Subject.BATCH: (Batch, back_to_batch),
    Version.Subject.THEME: (Theme, back_to_theme),
}
