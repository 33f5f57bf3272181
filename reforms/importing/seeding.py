"""The rows of fixtures: new ones are stored, and those that nobody edited since are updated.

What people changed, deleted, withdrew or erased stays as they left it. Knows no command line.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Q

from .. import history
from ..models import Batch, Case, CreditedBody, Theme, ThemeAssignment, Version, themes_by_slug

Fields = dict[str, Any]  # of a row, as a fixture has them
Subject = Version.Subject

FIRST = history.Edit(note="首次录入（随程序附带）")
UPDATE = history.Edit(note="按发布稿更新（随程序附带）")
CLEANING_NOTE = "清理文字（维护程序）"
FORMER_NOTES = {  # of versions that were stored by releases before 1.1
    "首次录入（manage.py seed）",
    "按发布稿更新（manage.py seed）",
    "清理文字（manage.py clean_text）",
}
OWN_NOTES = {FIRST.note, UPDATE.note, CLEANING_NOTE, *FORMER_NOTES}


class Seeded(NamedTuple):
    """What became of a batch and its cases: names of rows."""

    updated: tuple[str, ...] = ()
    left_alone: tuple[str, ...] = ()  # they differ from the fixture, but people edited them


def was_stored(row: Theme | Batch) -> bool:
    """Whether its slug was ever stored: rows that editors deleted or renamed do not come back."""
    return Version.objects.filter(subject=row._meta.model_name, reference=row.slug).exists()


def same_batch(batch: Batch) -> Batch | None:
    """The batch under another slug that is this release: of its title, notice or number."""
    is_same = Q(title=batch.title)
    if batch.notice_title:
        is_same |= Q(notice_title=batch.notice_title)
    if batch.series and batch.ordinal:
        is_same |= Q(series=batch.series, ordinal=batch.ordinal)
    return Batch.objects.filter(is_same).first()


def same_theme(theme: Theme) -> Theme | None:
    """The theme of this name under another slug; None if the slug itself is stored."""
    if Theme.objects.filter(slug=theme.slug).exists():
        return None
    return Theme.objects.filter(name=theme.name).first()


def people_work_here() -> bool:
    """Whether anybody has saved anything in this catalogue."""
    return Version.objects.filter(by__isnull=False).exists()


def add_theme(theme: Theme, slugs: dict[str, str], edit: history.Edit = FIRST) -> bool:
    """Store a theme, unless one of its name or slug is there; returns whether it was stored.

    `slugs` gets the slug that a theme of its name is stored under, if that is another one.
    """
    if same := same_theme(theme):
        slugs[theme.slug] = same.slug
    elif not themes_by_slug([theme.slug]):
        history.save_theme(theme, edit)
        return True
    return False


def add_case(batch: Batch, fields: Fields, edit: history.Edit = FIRST) -> Case:
    """Store a case of a new batch; raises ValueError for an unknown theme."""
    fields = dict(fields)
    themes, bodies = fields.pop("themes"), fields.pop("bodies")
    case = Case(batch=batch, **fields)
    credited = [CreditedBody(**body) for body in bodies]
    return history.save_case(case, edit, themes=assignments_of(themes), bodies=credited)


def assignments_of(themes: list[Fields]) -> list[ThemeAssignment]:
    """The theme assignments of a case, without the themes that editors deleted."""
    slugs = {fields["theme"] for fields in themes}
    stored = themes_by_slug(slugs)
    if unknown := sorted(slug for slug in slugs - set(stored) if not was_stored(Theme(slug=slug))):
        raise ValueError(f"未知的主题 / unknown theme: {', '.join(unknown)}")
    return [
        ThemeAssignment(**fields | {"theme": stored[fields["theme"]]})
        for fields in themes
        if fields["theme"] in stored
    ]


def update_batch(batch: Batch, fields: Fields) -> Seeded:
    """Give a batch its fields, unless people edited it."""
    if not differing(batch, fields):
        return Seeded()
    if was_edited(Subject.BATCH, batch):
        return Seeded(left_alone=(batch.slug,))
    set_fields(batch, fields)
    history.save_batch(batch, UPDATE)
    return Seeded(updated=(batch.slug,))


def update_case(case: Case, fields: Fields) -> Seeded:
    """Give a case its fields, themes and bodies, unless people edited it."""
    fields = dict(fields)
    bodies, assignments = fields.pop("bodies"), assignments_of(fields.pop("themes"))
    if not (
        differing(case, fields)
        or [values_of(body, bodies[0]) for body in case.bodies.all()] != bodies
        or list(map(assigned, case.assignments.all())) != list(map(assigned, assignments))
    ):
        return Seeded()
    if was_edited(Subject.CASE, case):
        return Seeded(left_alone=(case.reference,))
    set_fields(case, fields)
    credited = [*case.bodies.all(), *(CreditedBody() for _body in bodies)][: len(bodies)]
    for body, values in zip(credited, bodies, strict=True):
        set_fields(body, values)
    history.save_case(case, UPDATE, themes=assignments, bodies=credited)
    return Seeded(updated=(case.reference,))


def was_edited(subject: str, row: Batch | Case) -> bool:
    """Whether somebody else than the commands changed the content or the status of a row."""
    before: Version | None = None
    for version in history.versions_of(subject, row):
        is_own = version.by_id is None and version.note in OWN_NOTES
        if version.erasure_id or (
            not is_own
            and (before is None or history.is_edited(subject, before.state, version.state))
        ):
            return True
        before = version
    return False


def differing(row: Batch | Case, fields: Fields) -> bool:
    return values_of(row, fields) != fields


def values_of(row: Any, names: Iterable[str]) -> Fields:
    return {name: getattr(row, name) for name in names}


def assigned(assignment: ThemeAssignment) -> tuple[str, str, str]:
    return assignment.theme.slug, assignment.basis, assignment.passage


def set_fields(row: Any, fields: Fields) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
