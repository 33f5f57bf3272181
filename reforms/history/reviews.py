"""Which stages of review a case has behind it, and which it lacks to be published.

The setting REVIEWS says how many people look through a case: 1, the publisher alone, to 3. The
publisher is the last of them, so that there is one review fewer.
"""

from collections.abc import Collection, Iterable, Sequence

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from ..models import Case, Review, Version
from ..models.reviews import STAGES
from .edits import Subject, in_blocks
from .proposals import name_of

MOST_AT_ONCE = 200  # cases that one click reviews


def stages_before_publishing() -> tuple[str, ...]:
    """The stages that a case needs before its publisher's own, by name."""
    return STAGES[: settings.REVIEWS - 1]


def reviews_of(cases: Iterable[Case]) -> dict[int, list[Review]]:
    """Key of a case → the reviews of its last version, in order; those of former ones are void."""
    reviews: dict[int, list[Review]] = {}
    if not stages_before_publishing():
        return reviews
    versions = Version.objects.filter(subject=Subject.CASE, subject_id=OuterRef("case"))
    last = Subquery(versions.order_by("-pk").values("pk")[:1])
    for block in in_blocks([case.pk for case in cases]):
        stored = Review.objects.filter(case__in=block, version=last).select_related("by")
        for review in stored.order_by("stage"):
            reviews.setdefault(review.case_id, []).append(review)
    return reviews


def unreviewed(cases: Collection[Case], publisher: User | None) -> dict[int, str]:
    """Key of a case → why its reviews do not let this person publish it; others are missing here.

    None stands for the system, which publishes without.
    """
    if publisher is None or not stages_before_publishing():
        return {}
    reviews = reviews_of(cases)
    messages = {case.pk: lacks(reviews.get(case.pk, []), publisher) for case in cases}
    return {key: message for key, message in messages.items() if message}


def lacks(reviews: Sequence[Review], publisher: User) -> str:
    """What a case with these reviews lacks for somebody to publish it; empty for nothing."""
    names = stages_before_publishing()
    if missing := names[len(reviews) :]:
        return "、".join(_("缺%s") % name for name in missing)
    own = [name for name, review in zip(names, reviews, strict=False) if review.by == publisher]
    return _("您做过%s，要由另一位有发布权限的同事发布") % own[0] if own else ""


def reviews_in_words(reviews: Iterable[Review]) -> str:
    """Who made which stage, as people read it."""
    return "，".join(f"{review.name}：{name_of(review.by)}" for review in reviews)
