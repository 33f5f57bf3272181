"""The one writer of the catalogue: fields, themes, bodies, keys, search text, version, revision.

Each function is one transaction; the revision is raised last, so that its lock is held briefly.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .columns import COLUMNS, plain, values
from .models import (
    Batch,
    Case,
    CaseText,
    CreditedBody,
    Revision,
    Theme,
    Version,
    make_reference,
    natural_key,
    place_key,
    recording,
    theme_key,
)
from .search import fold
from .vocabulary import Status, Withdrawal

Action = Version.Action


def recorded(write: Callable) -> Callable:
    """Make a function one transaction in which catalogue rows may be written."""

    @wraps(write)
    def in_transaction(*args, **options):
        with transaction.atomic(), recording():
            return write(*args, **options)

    return in_transaction


# ---------------------------------------------------------------- writing


@recorded
def save_case(
    case: Case,
    *,
    themes: Iterable[Theme] | None = None,
    bodies: Sequence[CreditedBody] | None = None,
    by=None,
    note: str = "",
) -> Case:
    """Write a case whole; None for themes or bodies leaves them as they are.

    Raises ValidationError, with nothing written, where a field is not acceptable.
    """
    action = Action.CHANGED if case.pk else Action.CREATED
    themes = list(themes if themes is not None else case.themes.all() if case.pk else [])
    if bodies is None:
        bodies = list(case.bodies.all()) if case.pk else []
    derive(case, themes, bodies)
    case.full_clean()
    case.save()
    case.themes.set(themes)
    replace_bodies(case, bodies)
    finish([case], action, by, note)
    return case


def derive(case: Case, themes: Iterable[Theme], bodies: Iterable[CreditedBody]) -> None:
    """Set what follows from the batch, the number, the themes and the bodies."""
    if not case.first_published_at:
        case.reference = make_reference(case.batch, case.number or 0)
        case.reference_key = natural_key(case.reference)
    case.date = case.batch.date
    case.year = int(case.date[:4]) if case.date else None
    case.theme_key = theme_key(themes)
    case.place_key = place_key(bodies)


def replace_bodies(case: Case, bodies: Sequence[CreditedBody]) -> None:
    """Make these the bodies of a case, in this order; rows that stay keep their number."""
    case.bodies.exclude(pk__in=[body.pk for body in bodies if body.pk]).delete()
    for position, body in enumerate(bodies, 1):
        body.case, body.position = case, position
        body.full_clean(exclude=["case"])
        body.save()


@recorded
def save_batch(batch: Batch, *, by=None, note: str = "") -> Batch:
    """Write a batch, and what its cases take from it."""
    action = Action.CHANGED if batch.pk else Action.CREATED
    batch.full_clean()
    batch.save()
    cases = list(batch.cases.with_relations())
    for case in cases:
        case.batch = batch
        derive(case, case.themes.all(), case.bodies.all())
        case.save(update_fields=["reference", "reference_key", "date", "year"])
    revision = finish(cases, Action.CHANGED, by, note)
    state = own_values(batch)
    record(Version.Subject.BATCH, batch, batch.slug, action, state, revision, by, note)
    return batch


@recorded
def save_theme(theme: Theme, *, by=None, note: str = "") -> Theme:
    """Write a theme; its slug stays, once cases have it, because their keys hold it."""
    action = Action.CHANGED if theme.pk else Action.CREATED
    theme.full_clean()
    if theme.pk and theme.cases.exclude(themes__slug=theme.slug).exists():
        raise ValidationError({"slug": _("已有案例属于本主题，网址名不能再改。")})
    theme.save()
    revision = Revision.next()
    record(Version.Subject.THEME, theme, theme.slug, action, own_values(theme), revision, by, note)
    return theme


@recorded
def publish(cases: Iterable[Case], *, by=None, note: str = "") -> list[Case]:
    """Make cases public, all or none; freezes their references.

    Raises ValidationError naming each case that lacks something.
    """
    cases = [case for case in cases if not case.is_public]
    problems = [f"{case}：{'、'.join(lacks)}" for case in cases if (lacks := missing(case))]
    if problems:
        raise ValidationError(problems)
    for case in cases:
        case.status = Status.PUBLISHED
        case.first_published_at = case.first_published_at or timezone.now()
        case.withdrawal, case.withdrawal_note, case.withdrawn_at = "", "", None
        case.save()
    finish(cases, Action.PUBLISHED, by, note)
    return cases


def missing(case: Case) -> list[str]:
    """What a case lacks before it can be public, in words."""
    wanted = {
        _("缺少标题"): case.title,
        _("缺少摘要"): case.summary,
        _("缺少单位"): case.pk and case.bodies.all(),
        _("批次没有日期"): case.batch.date,
        _("没有来源"): case.source[0] or case.source[1],
    }
    return [words for words, present in wanted.items() if not present]


@recorded
def set_aside(cases: Iterable[Case], status: str, *, by=None, note: str = "") -> list[Case]:
    """Move cases that are not yet public between draft and in review."""
    waiting = {Status.DRAFT, Status.IN_REVIEW}
    cases = [case for case in cases if {case.status, status} == waiting]
    for case in cases:
        case.status = status
        case.save()
    finish(cases, Action.CHANGED, by, note)
    return cases


@recorded
def withdraw(cases: Iterable[Case], reason: str, *, by=None, note: str = "") -> list[Case]:
    """Take published cases back; their references stay taken and say why."""
    cases = [case for case in cases if case.is_public]
    for case in cases:
        case.status = Status.WITHDRAWN
        case.withdrawal, case.withdrawal_note = Withdrawal(reason), note
        case.withdrawn_at = timezone.now()
        case.full_clean()
        case.save()
    finish(cases, Action.WITHDRAWN, by, note, public=True)
    return cases


@recorded
def delete_case(case: Case, *, by=None, note: str = "") -> None:
    """Delete a draft; what was ever public is withdrawn instead."""
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


# ---------------------------------------------------------------- recording


def finish(cases: list[Case], action: str, by, note: str, public: bool = False) -> int | None:
    """Write search texts and versions of changed cases; return the revision this made.

    The revision is raised, once for all, only where the public sees a change: None otherwise.
    """
    for case in cases:
        write_text(case)
    visible = [case for case in cases if public or case.is_public]
    revision = Revision.next() if visible else None
    for case in cases:
        case.updated_at = timezone.now()
        if case in visible:
            case.revision = revision
        case.save(update_fields=["updated_at", "revision"])
        number = case.revision if case in visible else None
        state = case_state(case)
        record(Version.Subject.CASE, case, case.reference, action, state, number, by, note)
    return revision


def write_text(case: Case) -> None:
    """Store the folded text of a case. The only writer of CaseText."""
    batch = case.batch
    bodies = [name for body in case.bodies.all() for name in (body.name, body.standard_name)]
    rest = [case.title_en, case.summary_en, case.body, case.keywords, *bodies]
    rest += [batch.title, batch.topic, batch.introduction]
    tiers = {
        "title": fold(case.title),
        "summary": fold(case.summary),
        # A line break never comes out of fold(), so nothing is found across two fields.
        "rest": "\n".join(filter(None, map(fold, rest))),
    }
    CaseText.objects.update_or_create(case=case, defaults=tiers)


def record(
    subject: str,
    instance: models.Model,
    reference: str,
    action: str,
    state: dict,
    revision: int | None,
    by,
    note: str,
) -> Version:
    return Version.objects.create(
        subject=subject,
        subject_id=instance.pk,
        reference=reference,
        action=action,
        state=state,
        revision=revision,
        by=by,
        note=note,
    )


def case_state(case: Case) -> dict:
    """A case whole, as the JSON export writes it, with its full text and status."""
    more = ("body", "status", "withdrawal", "withdrawal_note", "withdrawn_at")
    fresh = Case.objects.with_relations().get(pk=case.pk)
    return values(fresh) | {name: plain(getattr(fresh, name)) for name in more}


def own_values(instance: models.Model) -> dict:
    """A row's own fields as JSON."""
    return {field.attname: getattr(instance, field.attname) for field in instance._meta.fields}


# ---------------------------------------------------------------- reading


def versions(subject: str, instance: models.Model) -> models.QuerySet[Version]:
    """All versions of one case, batch or theme, oldest first."""
    return Version.objects.filter(subject=subject, subject_id=instance.pk).select_related("by")


def changes(subject: str, instance: models.Model) -> list[tuple[Version, list[tuple]]]:
    """Every version of a row with what it changed, newest first, under headings people know."""
    headings = {field.attname: str(field.verbose_name) for field in instance._meta.fields}
    headings |= {column.name: column.heading for column in COLUMNS} if subject == "case" else {}
    found, before = [], {}
    for version in versions(subject, instance):
        changed = differences(before, version.state) if before else []
        found.append((version, [(headings.get(name, name), *pair) for name, *pair in changed]))
        before = version.state
    return found[::-1]


def differences(before: dict, after: dict) -> list[tuple[str, Any, Any]]:
    """What changed between two states: (name, old value, new value)."""
    unimportant = {"revision", "updated_at"}
    names = [name for name in dict.fromkeys([*after, *before]) if name not in unimportant]
    return [
        (name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    ]
