"""What the public saw change between a revision and now."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import models

from ..columns import BY_NAME
from ..models import Case, Version
from .edits import BLOCK, Subject
from .states import PUBLICATION, Difference, differences, is_public_state

HIDDEN = {*PUBLICATION, "id"}  # not told to the public field by field
ORDER = {name: place for place, name in enumerate(BY_NAME)}


@dataclass(frozen=True)
class PublicChange:
    """What became of one reference between a revision and now, field by field."""

    reference: str
    kind: str  # added, changed or withdrawn
    version: Version
    differences: tuple[Difference, ...] = ()


def changed_cases_since(since: int) -> models.QuerySet[Case]:
    """The cases of which the public saw a change after a revision, by reference."""
    versions = Version.objects.filter(subject=Subject.CASE, revision__gt=since)
    return Case.objects.filter(pk__in=versions.values("subject_id")).order_by("reference_key")


def case_changes_since(
    since: int, cases: models.QuerySet[Case] | None = None
) -> Iterator[PublicChange]:
    """What became of these cases, or of all that changed, since a revision."""
    chosen = changed_cases_since(since) if cases is None else cases
    keys = chosen.values_list("pk", flat=True).iterator(chunk_size=BLOCK)
    while block := list(islice(keys, BLOCK)):
        yield from changes_of(Subject.CASE, block, since)


def theme_changes_since(since: int) -> list[PublicChange]:
    """The themes that changed since a revision: their names stand in files of all their cases."""
    versions = Version.objects.filter(subject=Subject.THEME, revision__gt=since)
    keys = versions.order_by("reference").values_list("subject_id", flat=True)
    return list(changes_of(Subject.THEME, list(dict.fromkeys(keys)), since))


def changes_of(subject: str, keys: list[int], since: int) -> Iterator[PublicChange]:
    """What became of the rows with these keys, which must have a public version."""
    seen = Version.objects.filter(
        subject=subject, subject_id__in=keys, revision__isnull=False
    ).order_by()
    before = last_versions(seen.filter(revision__lte=since))
    after = last_versions(seen)
    return (public_change(before.get(key), after[key]) for key in keys)


def last_versions(versions: models.QuerySet[Version]) -> dict[int, Version]:
    """The last of the versions of each row, by the row's key."""
    last = versions.values("subject_id").annotate(last=models.Max("pk")).values("last")
    return {version.subject_id: version for version in Version.objects.filter(pk__in=last)}


def public_change(before: Version | None, after: Version) -> PublicChange:
    if not is_public_state(after):
        return PublicChange(after.reference, "withdrawn", after)
    if before is None or not is_public_state(before):
        return PublicChange(after.reference, "added", after)
    changed = [
        difference
        for difference in differences(before.state, after.state)
        if difference.name not in HIDDEN
    ]
    # PostgreSQL keeps no order in JSON.
    changed.sort(key=lambda difference: ORDER.get(difference.name, len(ORDER)))
    return PublicChange(after.reference, "changed", after, tuple(changed))
