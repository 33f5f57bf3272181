"""The versions of a row, and what each of them changed."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.conf import settings
from django.db import models

from ..models import Case, Erasure, Revision, Version
from .edits import State, Subject
from .states import Difference, differences, is_edited


class VersionChanges(NamedTuple):
    """A version and what it changed; the first version of a row has no differences."""

    version: Version
    differences: list[Difference]


def versions_of(subject: str, row: models.Model) -> models.QuerySet[Version]:
    """All versions of one case, batch or theme, oldest first."""
    versions = Version.objects.filter(subject=subject, subject_id=row.pk)
    return versions.select_related("by", "erasure")


def changes_by_version(subject: str, row: models.Model) -> list[VersionChanges]:
    """Each version of a row with what it changed, newest first."""
    changes: list[VersionChanges] = []
    before: State = {}
    for version in versions_of(subject, row).prefetch_related("reviews__by"):
        changed = differences(before, version.state) if before else []
        changes.append(VersionChanges(version, changed))
        before = version.state
    return changes[::-1]


def last_version_key(subject: str, pk: int | None) -> int | None:
    """The key of the last version of the row with key `pk`; None if it has none."""
    if pk is None:
        return None
    versions = Version.objects.filter(subject=subject, subject_id=pk)
    return versions.aggregate(last=models.Max("pk"))["last"]


def last_version_keys(subject: str, keys: Collection[int]) -> dict[int, int]:
    """The key of the last version of each of these rows, by their keys."""
    versions = Version.objects.filter(subject=subject, subject_id__in=keys).order_by()
    return dict(versions.values_list("subject_id").annotate(last=models.Max("pk")))


def versions_since(subject: str, row: models.Model, opened_on: int) -> list[Version]:
    """The versions of a row after the one with key `opened_on`, oldest first.

    An empty list if the last of them has the same content and status again, unless something was
    erased meanwhile: the version with key `opened_on` lacks it too by now.
    """
    newer = list(versions_of(subject, row).filter(pk__gt=opened_on))
    opened = versions_of(subject, row).filter(pk=opened_on).first()
    if newer and opened and not any_erased(newer):
        return newer if is_edited(subject, opened.state, newer[-1].state) else []
    return newer


def any_erased(versions: Iterable[Version]) -> bool:
    """Whether an erasure took something away from one of these versions, or wrote it."""
    return any(version.erasure_id for version in versions)


def public_versions(case: Case) -> models.QuerySet[Version]:
    """The versions of a case that the public saw, oldest first."""
    return Version.objects.filter(subject=Subject.CASE, subject_id=case.pk, revision__isnull=False)


def as_it_was(case: Case, revision: int) -> Version | None:
    """The version of a case that was public at a revision; None before its first public version."""
    return public_versions(case).filter(revision__lte=revision).last()


def catalogue_state() -> str:
    """A text that differs after any change of a case, a batch or a theme, drafts included."""
    # Counted: a version may be committed after one with a higher key.
    count = Version.objects.count()
    last = Version.objects.order_by("-pk").values_list("pk", "at").first()
    dataset, erasure = Revision.current().dataset, Erasure.last_key()
    return f"{settings.RELEASE} {dataset} {count} {last} {erasure}"
