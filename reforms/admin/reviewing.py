"""Review on the publishing page, where an office wants several people to look through a case.

Knows requests and pages; reforms.history knows the stages.
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from .. import history
from ..models import Case
from .requests import edit_by, editor_of

PUBLISH = "reforms.publish_case"
NAMED = 5  # cases of a group


def may_review(request: HttpRequest) -> bool:
    """Whether the user of a request may make any stage of review that the settings ask for."""
    return last_stage(request) > 0


def last_stage(request: HttpRequest) -> int:
    """The last stage that somebody may make; 0: none. Editors make the first, publishers any."""
    stages = len(history.stages_before_publishing())
    if request.user.has_perm(PUBLISH):
        return stages
    return min(stages, 1) if request.user.has_perm("reforms.change_case") else 0


def review_now(request: HttpRequest, cases: Sequence[Case]) -> None:
    """Note the next stage of review of each case, and tell the reviewer the result."""
    try:
        with transaction.atomic():
            reviews = history.review(cases, edit_by(request), last_stage(request))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return
    names = "、".join(dict.fromkeys(review.name for review in reviews))
    message = _("%(stage)s已记下：%(count)d 件。")
    messages.success(request, message % {"stage": names, "count": len(reviews)})


def review_context(
    request: HttpRequest, cases: Sequence[Case], listed: Sequence[Case]
) -> dict[str, Any]:
    """What the publishing page says about reviews; nothing where the publisher alone decides."""
    summary = review_summary(request, cases)
    if summary:
        stage = last_stage(request)
        summary["reviewable"] = len(history.open_stages(listed, edit_by(request), stage))
    return summary


def review_summary(request: HttpRequest, cases: Collection[Case]) -> dict[str, Any]:
    """How far cases that wait for publication are, for the user of a request."""
    stages = history.stages_before_publishing()
    if not stages:
        return {}
    reviews = history.reviews_of(cases)
    lacks = history.unreviewed(cases, editor_of(request))
    groups: dict[str, list[Case]] = {}
    for case in cases:
        done = history.reviews_in_words(reviews.get(case.pk, []))
        words = "；".join(filter(None, (done, lacks.get(case.pk, ""))))
        groups.setdefault(words, []).append(case)
    return {
        "stages": stages,
        "unreviewed": len(lacks),
        "review_groups": [Group(words, *named(group)) for words, group in groups.items()],
    }


class Group(NamedTuple):
    """Cases with the same reviews, in words; only the first of many are named."""

    words: str
    total: int
    references: str


def named(cases: Sequence[Case]) -> tuple[int, str]:
    """How many cases these are, and the numbers of the first."""
    references = "、".join(case.reference for case in cases[:NAMED])
    return len(cases), references + ("……" if len(cases) > NAMED else "")
