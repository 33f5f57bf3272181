"""Review cases: the next stage of each, by one person, for as many as one page lists."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Case, Review
from ..vocabulary import Status
from .edits import Edit, Subject, recorded, up_to_date
from .publishing import set_review_status
from .reviews import MOST_AT_ONCE, reviews_of, stages_before_publishing
from .versions import last_version_keys


@recorded
def review(cases: Iterable[Case], edit: Edit, up_to: int) -> list[Review]:
    """Note the next stage of review for each case that waits for it; returns the new reviews.

    `up_to` is the last stage that this person may make, counted from 1. A draft is submitted by
    it. Cases that this person has reviewed are left out. Raises ValidationError for too many
    cases, and where nothing is left for this person.
    """
    cases = [case for case in up_to_date(cases) if not case.is_public]
    if len(cases) > MOST_AT_ONCE:
        raise ValidationError(_("一次最多审 %d 件。") % MOST_AT_ONCE)
    stages = open_stages(cases, edit, up_to)
    if not stages:
        raise ValidationError(_("这里没有等您审的：您审过的，下一道要由别人来审。"))
    open_cases = [case for case in cases if case.pk in stages]
    set_review_status(open_cases, Status.IN_REVIEW, edit)
    versions = last_version_keys(Subject.CASE, list(stages))
    return Review.objects.bulk_create(
        Review(case=case, version_id=versions[case.pk], stage=stages[case.pk], by=edit.by)
        for case in open_cases
    )


def open_stages(cases: Sequence[Case], edit: Edit, up_to: int) -> dict[int, int]:
    """Key of a case → the stage of review, up to this one, that the person of an edit may make.

    Without the cases that have all stages, or one by this person.
    """
    reviews, most = reviews_of(cases), min(up_to, len(stages_before_publishing()))
    done = {case.pk: reviews.get(case.pk, []) for case in cases}
    return {
        key: len(made) + 1
        for key, made in done.items()
        if len(made) < most and edit.by not in [each.by for each in made]
    }
