"""Correct an import, check it again, or discard it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, NoReturn

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import Batch, BatchImport, Case, Erasure, ImportRow
from .checked_rows import CheckedRow, clean_row
from .erasures import refuse_stale_corrections
from .release_rows import realigned
from .row_checker import RowChecker
from .starting import store_results
from .states import BLOCK, EDITABLE, Choice, RowStatus, State, lock_import, require
from .stored_values import written_cases

RESULTS = ["status", "target", "messages", "changes", "alike"]  # what a check finds out of a row


def checked_blocks(batch_import: BatchImport, checker: RowChecker) -> Iterator[list[CheckedRow]]:
    """All rows, checked against the catalogue as it is now, in blocks."""
    last_line = 0
    while rows := list(batch_import.rows.filter(line__gt=last_line).order_by("line")[:BLOCK]):
        last_line = rows[-1].line
        for row in rows:
            row.batch_import = batch_import
        yield checker.check(rows)


def check_again(batch_import: BatchImport) -> BatchImport:
    """Check all rows again, after a correction or after the catalogue has changed."""
    while not is_checked(batch_import):
        pass
    return batch_import


def is_checked(batch_import: BatchImport) -> bool:
    """Check all rows and store the results; False where they are overtaken before the end."""
    last_erasure = Erasure.last_key()
    batch_import.refresh_from_db()
    require(batch_import, State.PREPARED)
    checker = RowChecker(batch_import)
    statuses: list[str] = []
    for checked_rows in checked_blocks(batch_import, checker):
        with transaction.atomic():
            lock_import(batch_import, State.PREPARED)  # else rows of a discarded import come back
            if is_overtaken(batch_import, last_erasure):
                return False
            ImportRow.objects.bulk_create(
                [checked_row.result() for checked_row in checked_rows],
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=RESULTS,
            )
        statuses += [checked_row.status for checked_row in checked_rows]
    with transaction.atomic():
        lock_import(batch_import, State.PREPARED)  # it may have been applied meanwhile
        if is_overtaken(batch_import, last_erasure):
            return False
        store_results(batch_import, checker, statuses)
    return True


def is_overtaken(batch_import: BatchImport, last_erasure: int) -> bool:
    """Whether others have corrected a locked import since it was read, or erased something since
    the erasure with this key."""
    stored = BatchImport.objects.values_list("facts", flat=True).get(pk=batch_import.pk)
    is_corrected = stored.get("corrected") != batch_import.facts.get("corrected")
    return is_corrected or Erasure.last_key() != last_erasure


def is_as_checked(batch_import: BatchImport, digest: str) -> bool:
    """Whether the import would do now what it would when the check with this digest was made."""
    checker = RowChecker(batch_import)
    for _checked_rows in checked_blocks(batch_import, checker):
        pass
    return checker.digest() == digest


def refuse_unseen(batch_import: BatchImport) -> NoReturn:
    """Check all rows again, for the editor to see; then raise ValidationError."""
    check_again(batch_import)
    raise ValidationError(_("您核对之后案例库有改动，请再核对一次。"))


def correct(
    batch_import: BatchImport,
    corrections: Mapping[int, dict[str, Any]],
    batch: dict[str, str],
    last_erasure: int = 0,
) -> BatchImport:
    """Store an editor's corrections as store_corrections() does, then check all rows again."""
    with transaction.atomic():
        store_corrections(batch_import, corrections, batch, last_erasure)
    return check_again(batch_import)


def lock_prepared(batch_import: BatchImport) -> None:
    """Lock an import until the transaction ends, and read it again.

    Raises ValidationError unless it is prepared.
    """
    lock_import(batch_import, State.PREPARED)
    batch_import.refresh_from_db()


def store_corrections(
    batch_import: BatchImport,
    corrections: Mapping[int, dict[str, Any]],
    batch: dict[str, str],
    last_erasure: int = 0,
) -> None:
    """Store an editor's corrections; to be called in a transaction, and followed by a check.

    `corrections` has `cells` (column → text) and `choice`, either may be missing, by the key of
    the row; `batch` has fields of the batch. `last_erasure` is the key of the last erasure when
    the editor got the page; 0: before the import was stored. Raises ValidationError unless the
    import is prepared, and where something was erased since.
    """
    lock_prepared(batch_import)
    refuse_stale_corrections(batch_import, last_erasure)
    for row in batch_import.rows.filter(pk__in=corrections):
        correct_row(row, corrections[row.pk])
    if corrections or batch:
        count_correction(batch_import)
    if batch:
        batch_import.facts["batch"] = batch_import.facts.get("batch", {}) | batch
        fills = batch_import.facts.get("fills", [])
        batch_import.facts["fills"] = [name for name in fills if name not in batch]
    batch_import.save(update_fields=["facts"])


def count_correction(batch_import: BatchImport) -> None:
    """Let whoever applies the import at this moment notice that its rows are others now."""
    batch_import.facts["corrected"] = batch_import.facts.get("corrected", 0) + 1


def correct_row(row: ImportRow, correction: dict[str, Any]) -> None:
    """Change the cells and the choice of a row; what was remarked about those cells is settled."""
    row.choice = correction.get("choice", row.choice)
    changed = {
        column: text
        for column, text in correction.get("cells", {}).items()
        if text != row.cells.get(column, "")
    }
    if "themes" in changed and not changed.keys() & {"theme_bases", "theme_passages"}:
        changed |= realigned(row.cells, changed["themes"])
    row.cells |= changed
    row.faults = [[column, text] for column, text in row.faults if column not in changed]
    row.asks = [[column, text] for column, text in row.asks if column not in changed]
    clean_row(row).save()


def take_hidden(batch_import: BatchImport, taken: bool) -> BatchImport:
    """Import the rows that are hidden in the table, or skip them; then check all rows again.

    Raises ValidationError unless the import is prepared.
    """
    before, after = (Choice.SKIP, "") if taken else ("", Choice.SKIP)
    lines = batch_import.facts.get("hidden", [])
    with transaction.atomic():
        lock_prepared(batch_import)
        count_correction(batch_import)
        for start in range(0, len(lines), BLOCK):
            block = batch_import.rows.filter(line__in=lines[start : start + BLOCK])
            block.filter(choice=before).update(choice=after)
        batch_import.facts["takes_hidden"] = taken
        batch_import.save(update_fields=["facts"])
    return check_again(batch_import)


class PublicChanges(NamedTuple):
    """How many published cases and batches an import would change."""

    cases: int
    batches: int


def public_changes(batch_import: BatchImport) -> PublicChanges:
    """What the public would see of an import at once."""
    changed = batch_import.rows.filter(status=RowStatus.CHANGED).values("target")
    slugs = changed_batches(batch_import)
    return PublicChanges(
        Case.objects.published().filter(pk__in=changed).count(),
        Batch.objects.published().filter(slug__in=slugs).count(),
    )


def changed_batches(batch_import: BatchImport) -> list[str]:
    """The slugs of the stored batches that the import would change."""
    plans = batch_import.facts.get("plans", ())
    return [plan["slug"] for plan in plans if plan["changes"] and not plan["faults"]]


def batches_of(batch_import: BatchImport) -> QuerySet[Batch]:
    """The batches of the first EDITABLE cases that an import wrote."""
    keys = [written.key for written in written_cases(batch_import)[:EDITABLE]]
    return Batch.objects.filter(cases__in=keys).distinct()


def discard(batch_import: BatchImport) -> None:
    """Discard an import that is not applied: it stays on record, its rows are deleted."""
    with transaction.atomic():
        lock_import(batch_import, State.PREPARED, State.READING)
        batch_import.state = State.DISCARDED
        batch_import.save(update_fields=["state"])
        batch_import.rows.all().delete()
