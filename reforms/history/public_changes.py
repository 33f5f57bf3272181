"""What the public saw change between a revision and now."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import models

from ..columns import BY_NAME
from ..models import Case, Version
from .recording import BLOCK
from .states import BESIDE_COLUMNS, differences, is_public_state


@dataclass(frozen=True)
class Change:
    """What became of one reference between a revision and now, field by field."""

    reference: str
    kind: str  # added, changed or withdrawn
    version: Version
    differences: tuple[tuple[str, Any, Any], ...] = ()


def changed_since(since: int) -> models.QuerySet[Case]:
    """The cases of which the public saw a change after a revision, by reference."""
    seen = Version.objects.filter(subject=Version.Subject.CASE, revision__gt=since)
    return Case.objects.filter(pk__in=seen.values("subject_id")).order_by("reference_key")


def changes_since(since: int, cases: models.QuerySet[Case] | None = None) -> Iterator[Change]:
    """What became of these cases, or of all that changed, since a revision."""
    chosen = changed_since(since) if cases is None else cases
    keys = chosen.values_list("pk", flat=True).iterator(chunk_size=BLOCK)
    while block := list(islice(keys, BLOCK)):
        yield from changes_of(Version.Subject.CASE, block, since)


def theme_changes_since(since: int) -> list[Change]:
    """The themes that changed since a revision: their names stand in files of all their cases."""
    seen = Version.objects.filter(subject=Version.Subject.THEME, revision__gt=since)
    keys = seen.order_by("reference").values_list("subject_id", flat=True)
    return list(changes_of(Version.Subject.THEME, list(dict.fromkeys(keys)), since))


def changes_of(subject: str, keys: list[int], since: int) -> Iterator[Change]:
    before = last_versions(subject, keys, revision__lte=since)
    after = last_versions(subject, keys)
    return (change(before.get(key), after[key]) for key in keys)


def last_versions(subject: str, keys: list[int], **wanted) -> dict[int, Version]:
    """The last version that the public saw of each row, by the row's key."""
    seen = Version.objects.filter(
        subject=subject, subject_id__in=keys, revision__isnull=False, **wanted
    )
    last = seen.order_by().values("subject_id").annotate(last=models.Max("pk")).values("last")
    return {version.subject_id: version for version in Version.objects.filter(pk__in=last)}


def change(before: Version | None, after: Version) -> Change:
    if not is_public_state(after):
        return Change(after.reference, "withdrawn", after)
    if before is None or not is_public_state(before):
        return Change(after.reference, "added", after)
    hidden = {*BESIDE_COLUMNS, "id"} - {"body"}
    changed = [one for one in differences(before.state, after.state) if one[0] not in hidden]
    names = list(BY_NAME)  # PostgreSQL keeps no order in JSON
    changed.sort(key=lambda one: names.index(one[0]) if one[0] in names else len(names))
    return Change(after.reference, "changed", after, tuple(changed))
