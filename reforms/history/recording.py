"""One transaction for each change: locks, versions, the revision.

The revision is raised last, so that its lock is held briefly.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from ..models import Case, Revision, Version, recording

Action = Version.Action
BLOCK = 500  # rows a statement, where many are written


def recorded(write: Callable) -> Callable:
    """Make a function one transaction in which catalogue rows may be written."""

    @wraps(write)
    def in_transaction(*args, **options):
        with transaction.atomic(), recording():
            return write(*args, **options)

    return in_transaction


def lock(model: type[models.Model], keys: Iterable[int]) -> set[int]:
    """Lock rows until the transaction ends, always in the same order; returns those there are."""
    rows = model.objects.select_for_update(no_key=True).filter(pk__in=list(keys))
    return set(rows.order_by("pk").values_list("pk", flat=True))


def up_to_date(cases: Iterable[Case]) -> list[Case]:
    """Lock cases and read them again: what an editor saved meanwhile must not be written over."""
    cases = list(cases)
    there = lock(Case, [case.pk for case in cases])
    for case in cases:
        if case.pk not in there:
            raise ValidationError(_("%s 刚才被删除了。") % case.reference)
        case.refresh_from_db()
    return cases


def upsert(model: type[models.Model], rows: Sequence) -> None:
    """Insert the rows without a key, and write over those with one that are there already."""
    new = [row for row in rows if not row.pk]
    old = [row for row in rows if row.pk]
    fields = [field.name for field in model._meta.local_fields if not field.primary_key]
    model.objects.bulk_create(new, batch_size=BLOCK)
    model.objects.bulk_create(
        old,
        batch_size=BLOCK,
        update_conflicts=True,
        unique_fields=[model._meta.pk.name],
        update_fields=fields,
    )


def batched(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[start : start + BLOCK] for start in range(0, len(keys), BLOCK))


def raise_revision(keys: list[int]) -> int | None:
    """Give public cases the next revision, all the same one."""
    if not keys:
        return None
    revision = Revision.next()
    for block in batched(keys):
        Case.objects.filter(pk__in=block).update(revision=revision)
    return revision


def record(
    subject: str,
    instance: models.Model,
    reference: str,
    action: str,
    state: dict,
    revision: int | None,
    by,
    note: str,
) -> Version:
    return Version.objects.create(
        subject=subject,
        subject_id=instance.pk,
        reference=reference,
        action=action,
        state=state,
        revision=revision,
        by=by,
        note=note,
    )
