"""Publish, withdraw, and move drafts through review."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import ERASED, Batch, Case
from ..vocabulary import BodyKind, Level, Status, Withdrawal
from .case_record import record_statuses
from .edits import NO_EDIT, Action, Edit, in_blocks, recorded, up_to_date
from .proposals import close_proposals
from .reviews import unreviewed

# Bodies that lie in a province and have a level.
WITH_PLACE = set(BodyKind) - {BodyKind.MILITARY, BodyKind.OTHER}
# The fields that say why and when a case was withdrawn, of one that is not.
NOT_WITHDRAWN = {"withdrawal": "", "withdrawal_note": "", "successor": "", "withdrawn_at": None}


@recorded
def publish(cases: Iterable[Case], edit: Edit = NO_EDIT) -> list[Case]:
    """Publish cases, all or none, which freezes their references; returns those published.

    Raises ValidationError with a message for each case that lacks something, or a review by other
    people, and ProofNeeded if the edit has no recent proof.
    """
    edit.require_proof()
    cases = [case for case in up_to_date(cases) if not case.is_public]
    if problems := list(obstacles(cases, edit)):
        raise ValidationError(problems)
    now = timezone.now()  # the same for all, so that feeds keep the order of a batch
    store([case for case in cases if not case.first_published_at], first_published_at=now)
    store(cases, status=Status.PUBLISHED, **NOT_WITHDRAWN)
    record_statuses(cases, edit.default_to(Action.PUBLISHED))
    return cases


def obstacles(cases: Sequence[Case], edit: Edit) -> Iterator[str]:
    """A message for each case that may not be published by this edit."""
    lacks = unreviewed(cases, edit.by)
    for case in cases:
        if messages := [*missing(case), *filter(None, [lacks.get(case.pk)])]:
            yield f"{case}：{'、'.join(messages)}"


def missing(case: Case) -> list[str]:
    """Messages about what a case lacks to be published; none if it lacks nothing."""
    present = {
        _("缺少标题"): bool(case.title),
        _("缺少单位"): bool(case.pk and case.bodies.all()),
        _("批次没有日期"): bool(case.batch.date),
        _("没有来源"): any(case.source),
        _("全文已抹除，请先重新填写标题和摘要"): ERASED not in (case.title, case.summary),
    }
    return [message for message, is_present in present.items() if not is_present]


def unsettled(case: Case) -> list[str]:
    """Messages about what a case may go public without, though it rarely should."""
    bodies = case.bodies.all() if case.pk else ()
    return [
        message % {"name": body.name}
        for body in bodies
        for message, is_open in (
            (_("%(name)s 缺地区"), body.kind in WITH_PLACE and not body.province),
            (_("%(name)s 缺层级"), body.kind in WITH_PLACE and not body.level),
        )
        if is_open and body.level != Level.SUPREME
    ]


def missing_from_batch(batch: Batch) -> list[str]:
    """Of the messages of missing(), those that the batch settles for all its cases."""
    present = {
        _("批次没有日期"): bool(batch.date),
        _("没有来源"): bool(batch.source_name or batch.source_url),
    }
    return [message for message, is_present in present.items() if not is_present]


@recorded
def set_review_status(cases: Iterable[Case], status: str, edit: Edit = NO_EDIT) -> list[Case]:
    """Move cases between draft and in review; returns those moved.

    A case with any other status stays as it is.
    """
    waiting = {Status.DRAFT, Status.IN_REVIEW}
    cases = [case for case in up_to_date(cases) if {case.status, status} == waiting]
    store(cases, status=status)
    record_statuses(cases, edit.default_to(Action.CHANGED))
    return cases


@recorded
def withdraw(
    cases: Iterable[Case], reason: str, edit: Edit = NO_EDIT, *, successor: str = ""
) -> list[Case]:
    """Withdraw published cases; returns them. Their pages then show the reason and the edit's note.

    Where personal information is the reason, the note stays in the history: it may repeat some.
    `reason` is a vocabulary.Withdrawal, `successor` the reference of the case that replaces them.
    Raises ProofNeeded if the edit has no recent proof.
    """
    edit.require_proof()
    cases = [case for case in up_to_date(cases) if case.is_public]
    note = "" if reason == Withdrawal.PRIVACY else edit.note
    texts = cleaned(withdrawal=Withdrawal(reason), withdrawal_note=note, successor=successor)
    store(cases, status=Status.WITHDRAWN, withdrawn_at=timezone.now(), **texts)
    record_statuses(cases, edit.default_to(Action.WITHDRAWN), public=True)
    close_proposals(cases, edit)
    return cases


def cleaned(**values: str) -> dict[str, str]:
    """Values for fields of a case, as a form cleans them; raises ValidationError for a bad one."""
    case = Case(**values)
    case.clean_fields(exclude={field.name for field in Case._meta.fields} - set(values))
    return {name: getattr(case, name) for name in values}


def store(cases: Sequence[Case], **values: Any) -> None:
    """Give cases the same values in these fields, and store them."""
    for block in in_blocks([case.pk for case in cases]):
        Case.objects.filter(pk__in=block).update(**values)
    for case in cases:
        for name, value in values.items():
            setattr(case, name, value)
