"""The versions of a row, and what each of them changed."""

from django.db import models

from ..models import Case, Version
from .states import differences, is_edited


def versions(subject: str, instance: models.Model) -> models.QuerySet[Version]:
    """All versions of one case, batch or theme, oldest first."""
    return Version.objects.filter(subject=subject, subject_id=instance.pk).select_related(
        "by", "erasure"
    )


def changes(subject: str, instance: models.Model) -> list[tuple[Version, list[tuple]]]:
    """Every version of a row with what it changed, newest first."""
    found, before = [], {}
    for version in versions(subject, instance):
        found.append((version, differences(before, version.state) if before else []))
        before = version.state
    return found[::-1]


def last_version(subject: str, pk: int | None) -> int | None:
    """The number of the last version of a row; None where it has none."""
    found = Version.objects.filter(subject=subject, subject_id=pk)
    return found.aggregate(last=models.Max("pk"))["last"]


def edits_since(subject: str, instance: models.Model, opened_on: int) -> list[Version]:
    """The versions written after one, oldest first; none where the content is the same again."""
    found = list(versions(subject, instance).filter(pk__gt=opened_on))
    opened = versions(subject, instance).filter(pk=opened_on).first()
    if found and opened and not is_edited(subject, opened.state, found[-1].state):
        return []
    return found


def public_versions(case: Case) -> models.QuerySet[Version]:
    """The versions of a case that the public saw, oldest first."""
    return Version.objects.filter(
        subject=Version.Subject.CASE, subject_id=case.pk, revision__isnull=False
    )


def as_it_was(case: Case, revision: int) -> Version | None:
    """The version of a case that was public at a revision; None before its record starts."""
    return public_versions(case).filter(revision__lte=revision).last()
