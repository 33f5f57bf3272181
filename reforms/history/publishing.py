"""Publish, withdraw, and move drafts through review."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import ERASED, Case
from ..vocabulary import Status, Withdrawal
from .recording import Action, recorded, up_to_date
from .writing import finish


@recorded
def publish(cases: Iterable[Case], *, by=None, note: str = "") -> list[Case]:
    """Make cases public, all or none; freezes their references.

    Raises ValidationError naming each case that lacks something.
    """
    cases = [case for case in up_to_date(cases) if not case.is_public]
    problems = [f"{case}：{'、'.join(lacks)}" for case in cases if (lacks := missing(case))]
    if problems:
        raise ValidationError(problems)
    now = timezone.now()  # one for all: feeds keep the order of the list in a batch
    for case in cases:
        case.status = Status.PUBLISHED
        case.first_published_at = case.first_published_at or now
        case.withdrawal, case.withdrawal_note, case.withdrawn_at = "", "", None
        case.successor = ""
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
        _("全文已抹除，请先重新填写标题和摘要"): ERASED not in (case.title, case.summary),
    }
    return [words for words, present in wanted.items() if not present]


@recorded
def set_aside(cases: Iterable[Case], status: str, *, by=None, note: str = "") -> list[Case]:
    """Move cases that are not yet public between draft and in review."""
    waiting = {Status.DRAFT, Status.IN_REVIEW}
    cases = [case for case in up_to_date(cases) if {case.status, status} == waiting]
    for case in cases:
        case.status = status
        case.save()
    finish(cases, Action.CHANGED, by, note)
    return cases


@recorded
def withdraw(
    cases: Iterable[Case], reason: str, *, by=None, note: str = "", successor: str = ""
) -> list[Case]:
    """Take published cases back; their references stay taken and say why.

    `successor` is the reference of the case that they were merged into, or that supersedes them.
    """
    cases = [case for case in up_to_date(cases) if case.is_public]
    for case in cases:
        case.status = Status.WITHDRAWN
        case.withdrawal, case.withdrawal_note = Withdrawal(reason), note
        case.successor = successor
        case.withdrawn_at = timezone.now()
        case.full_clean()
        case.save()
    finish(cases, Action.WITHDRAWN, by, note, public=True)
    return cases
