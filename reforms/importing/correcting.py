"""Correct an import, check it again, or give it up."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from ..models import Batch, BatchImport, Case, ImportRow
from .check import Check
from .checked import Checked, clean_row
from .starting import settle
from .states import BLOCK, EDITABLE, State, locked, require


def checked_blocks(found: BatchImport, check: Check) -> Iterator[list[Checked]]:
    """All rows, checked against the catalogue as it is now."""
    last = 0
    while rows := list(found.rows.filter(line__gt=last).order_by("line")[:BLOCK]):
        last = rows[-1].line
        for row in rows:
            row.batch_import = found
        yield check.rows(rows)


UPDATED = ["cells", "faults", "asks", "choice", "status", "target", "messages", "changes", "alike"]


def check_again(found: BatchImport) -> BatchImport:
    """Compare with the catalogue once more, after a correction or a change by somebody else."""
    require(found, State.PREPARED)
    check, statuses = Check(found), []
    for checked in checked_blocks(found, check):
        with transaction.atomic():
            locked(found, State.PREPARED)  # or rows would come back that somebody gave up
            ImportRow.objects.bulk_create(
                [one.store() for one in checked],
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=UPDATED,
            )
        statuses += [one.status for one in checked]
    with transaction.atomic():
        locked(found, State.PREPARED)  # somebody may have applied it meanwhile
        settle(found, check, statuses)
    return found


def correct(found: BatchImport, corrections: dict[int, dict], batch: dict[str, str]) -> BatchImport:
    """Take an editor's corrections (row key → cells and choice), then check again."""
    with transaction.atomic():
        locked(found, State.PREPARED)
        for row in found.rows.filter(pk__in=corrections):
            change = corrections[row.pk]
            row.choice = change.get("choice", row.choice)
            altered = {
                c: text
                for c, text in change.get("cells", {}).items()
                if text != row.cells.get(c, "")
            }
            row.cells |= altered
            # What was doubtful about a cell is settled when an editor has written it.
            row.faults = [one for one in row.faults if one[0] not in altered]
            row.asks = [one for one in row.asks if one[0] not in altered]
            clean_row(row).save()
        if batch:
            found.facts["batch"] = found.facts.get("batch", {}) | batch
            found.save(update_fields=["facts"])
    return check_again(found)


def public_changes(found: BatchImport) -> int:
    """How many published cases the import would change."""
    changed = found.rows.filter(status=ImportRow.Status.CHANGED).values("target")
    return Case.objects.published().filter(pk__in=changed).count()


def batches_of(found: BatchImport) -> QuerySet[Batch]:
    """The batches of the cases that an import wrote, each with whether it is public."""
    keys = [pk for _line, pk, *_rest in found.outcome.get("cases", [])[:EDITABLE]]
    public = Batch.objects.published().filter(pk=OuterRef("pk"))
    batches = Batch.objects.filter(cases__in=keys).distinct()
    return batches.annotate(is_public=Exists(public))


def discard(found: BatchImport) -> None:
    """Give an import up; its record stays, its rows go."""
    with transaction.atomic():
        locked(found, State.PREPARED, State.READING)
        found.state = State.DISCARDED
        found.save(update_fields=["state"])
        found.rows.all().delete()
