"""Public changes: how cases and themes differ between a revision and now."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Literal

from django.db import models

from ..columns import BY_NAME
from ..models import Case, Version
from .edits import BLOCK, Subject
from .states import PUBLICATION, Difference, differences, is_public_state

HIDDEN = {*PUBLICATION, "id"}  # fields of a state that public changes leave out
ORDER = {name: place for place, name in enumerate(BY_NAME)}


@dataclass(frozen=True)
class PublicChange:
    """How a case or theme differs between a revision and now, field by field."""

    reference: str  # of the case, or slug of the theme
    kind: Literal["added", "changed", "withdrawn"]
    version: Version  # the last one
    differences: tuple[Difference, ...] = ()
    title: str = ""  # of the case


def changed_cases_since(since: int) -> models.QuerySet[Case]:
    """The cases with a public version after a revision, by reference."""
    versions = Version.objects.filter(subject=Subject.CASE, revision__gt=since)
    return Case.objects.filter(pk__in=versions.values("subject_id")).order_by("reference_key")


def case_changes_since(
    since: int, cases: models.QuerySet[Case] | None = None
) -> Iterator[PublicChange]:
    """How cases differ between a revision and now: all that changed, or the given ones.

    Each of `cases` must have a public version.
    """
    chosen = changed_cases_since(since) if cases is None else cases
    keys = chosen.values_list("pk", flat=True).iterator(chunk_size=BLOCK)
    while block := list(islice(keys, BLOCK)):
        yield from changes_of(Subject.CASE, block, since)


def newest_case_changes(most: int) -> list[PublicChange]:
    """The last changes of cases, newest first: each against the version before it.

    Those of a case that is withdrawn now have neither texts nor title.
    """
    public = Version.objects.filter(subject=Subject.CASE, revision__isnull=False)
    versions = list(public.order_by("-pk")[:most])
    keys = {version.subject_id for version in versions}
    shown = set(Case.objects.published().filter(pk__in=keys).values_list("pk", flat=True))
    return [
        change_in_list(
            public.filter(subject_id=version.subject_id, pk__lt=version.pk).order_by("pk").last(),
            version,
            version.subject_id in shown,
        )
        for version in versions
    ]


def change_in_list(before: Version | None, after: Version, has_texts: bool) -> PublicChange:
    """A change with the title that the case had, or without any text."""
    change = public_change(before, after)
    if not has_texts:
        return replace(change, differences=())
    return replace(change, title=after.state.get("title", ""))


def last_revision_before(moment: datetime) -> int:
    """The revision that was current at a moment; 0 before the first."""
    versions = Version.objects.filter(revision__isnull=False, at__lt=moment)
    return versions.aggregate(last=models.Max("revision"))["last"] or 0


def theme_changes_since(since: int) -> list[PublicChange]:
    """The themes that changed since a revision, since files print their names for every case."""
    versions = Version.objects.filter(subject=Subject.THEME, revision__gt=since)
    keys = versions.order_by("reference").values_list("subject_id", flat=True)
    return list(changes_of(Subject.THEME, list(dict.fromkeys(keys)), since))


def changes_of(subject: str, keys: list[int], since: int) -> Iterator[PublicChange]:
    """The changes of the rows with these keys; each row must have a public version."""
    public = Version.objects.filter(
        subject=subject, subject_id__in=keys, revision__isnull=False
    ).order_by()
    before = last_versions(public.filter(revision__lte=since))
    after = last_versions(public)
    return (public_change(before.get(key), after[key]) for key in keys)


def last_versions(versions: models.QuerySet[Version]) -> dict[int, Version]:
    """The last of these versions of each row, by the row's key."""
    last = versions.values("subject_id").annotate(last=models.Max("pk")).values("last")
    return {version.subject_id: version for version in Version.objects.filter(pk__in=last)}


def public_change(before: Version | None, after: Version) -> PublicChange:
    """The change from one public version to another; None where there was none before."""
    if not is_public_state(after):
        return PublicChange(after.reference, "withdrawn", after)
    if before is None or not is_public_state(before):
        return PublicChange(after.reference, "added", after)
    changed = [
        difference
        for difference in differences(before.state, after.state)
        if difference.name not in HIDDEN
    ]
    # PostgreSQL does not keep the order of keys in JSON.
    changed.sort(key=lambda difference: ORDER.get(difference.name, len(ORDER)))
    return PublicChange(after.reference, "changed", after, tuple(changed))
