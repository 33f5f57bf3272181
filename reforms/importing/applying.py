"""Write an import into the catalogue as drafts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import history
from ..models import Batch, BatchImport, Case, Erasure, Version
from ..vocabulary import Status
from .batch_plans import BatchPlan, field_values
from .checked_rows import CheckedRow
from .correcting import checked_blocks, is_overtaken, refuse_unseen
from .erasures import refuse_erased
from .row_checker import RowChecker
from .states import State, lock_import, require
from .stored_values import WrittenBatch, WrittenCase, as_lists, written_cases


class StoredState(NamedTuple):
    """What shows whether somebody has changed a case since it was read."""

    key: int
    updated_at: datetime
    status: str


@dataclass(frozen=True)
class PlannedCase:
    """A case ready to be written, and the stored state that it was prepared from."""

    line: int
    prepared: history.PreparedCase
    changes_public: bool
    stored: StoredState | None  # None of a new case

    @classmethod
    def of(cls, checked_row: CheckedRow) -> "PlannedCase":
        target = checked_row.target
        return cls(
            checked_row.row.line,
            history.prepare(
                checked_row.case(), checked_row.assignments_after(), checked_row.bodies_after()
            ),
            checked_row.changes_public,
            StoredState(target.pk, target.updated_at, target.status) if target else None,
        )


def apply(
    batch_import: BatchImport, edit: history.Edit = history.NO_EDIT, *, may_publish: bool = False
) -> Iterator[int]:
    """Write the import into the catalogue as drafts.

    Rows are checked and prepared in blocks first; then one short transaction writes all or
    nothing. Yields the number of rows prepared so far. `may_publish` allows changes that the
    public sees. Raises ValidationError, with nothing written, if the import is not prepared, would
    write nothing, is not allowed, or would now do other things than the last check found (all rows
    are then checked again). Raises ProofNeeded at once if the edit has no recent proof.
    """
    edit.require_proof()  # before the first step: the desk streams the progress
    return steps_of(batch_import, edit, may_publish)


def steps_of(batch_import: BatchImport, edit: history.Edit, may_publish: bool) -> Iterator[int]:
    """The steps of apply()."""
    batch_import.refresh_from_db()
    require(batch_import, State.PREPARED)
    last_erasure, checker = Erasure.last_key(), RowChecker(batch_import, reuse=True)
    planned: list[PlannedCase] = []
    prepared_rows = 0
    for checked_rows in checked_blocks(batch_import, checker):
        planned += [PlannedCase.of(row) for row in checked_rows if row.is_written]
        prepared_rows += len(checked_rows)
        yield prepared_rows
    if not is_as_stored(batch_import, checker):
        refuse_unseen(batch_import)
    require_something(planned, checker.plans)
    try:
        is_written = write_locked(
            batch_import, checker.plans, planned, edit, last_erasure, may_publish
        )
    except IntegrityError:
        raise ValidationError(_("刚才有人改动了同一批次，请重新核对后再导入。")) from None
    if not is_written:
        refuse_unseen(batch_import)


def is_as_stored(batch_import: BatchImport, checker: RowChecker) -> bool:
    """Whether the rows do what the last check found, and hold what was reused of it."""
    is_as_found = checker.digest() == batch_import.facts.get("checked")
    likenesses = checker.likenesses.hexdigest()
    is_reused_rightly = not checker.reuses or likenesses == batch_import.facts.get("likenesses")
    return is_as_found and is_reused_rightly


def require_something(planned: Sequence[PlannedCase], plans: Sequence[BatchPlan]) -> None:
    """Raise ValidationError if there is nothing to write."""
    if not planned and not any(plan.changes for plan in plans):
        raise ValidationError(_("没有可以导入的行。"))


def refuse_public_changes(planned: Sequence[PlannedCase], plans: Sequence[BatchPlan]) -> None:
    """Raise ValidationError if the public would see a change."""
    lines = [case.line for case in planned if case.changes_public]
    if lines:
        message = _("第 %s 行会改动已发布的内容，须由有发布权限的人导入，或把这些行设为“跳过”。")
        raise ValidationError(message % "、".join(map(str, lines[:10])))
    changed = [plan.batch.slug for plan in plans if plan.changes and not plan.faults]
    if Batch.objects.published().filter(slug__in=changed).exists():
        raise ValidationError(_("批次的改动会影响已发布的内容，须由有发布权限的人导入。"))


@transaction.atomic
def write_locked(
    batch_import: BatchImport,
    plans: Sequence[BatchPlan],
    planned: Sequence[PlannedCase],
    edit: history.Edit,
    last_erasure: int,
    may_publish: bool,
) -> bool:
    """Write batches and cases, and the outcome of the import, under locks on all of them.

    False, with nothing written, if something was erased since the erasure with this key, or an
    editor has corrected the import since its rows were read.
    """
    lock_import(batch_import, State.PREPARED)
    batches, cases = lock_written(plans, planned)
    if not may_publish:  # under the locks: the batch may just have become public
        refuse_public_changes(planned, plans)
    if is_overtaken(batch_import, last_erasure):
        return False
    refuse_erased(batch_import, batches, cases)
    require_unchanged(planned)
    require_unchanged_batches(plans)
    write(batch_import, plans, planned, edit._replace(note=_("导入 %s") % batch_import))
    return True


def lock_written(
    plans: Sequence[BatchPlan], planned: Sequence[PlannedCase]
) -> tuple[set[int], set[int]]:
    """Lock the stored batches of an import, then their cases, those to be updated, and the themes.

    All of them before anything is written: whoever waits for a row while the revision is locked
    would wait for an editor who waits for the revision. Returns their keys.
    """
    batches = history.lock(Batch, [plan.batch.pk for plan in plans if not plan.is_new])
    of_batches = Case.objects.filter(batch__in=batches).values_list("pk", flat=True)
    targets = [case.stored.key for case in planned if case.stored]
    cases = history.lock(Case, [*of_batches, *targets])
    history.hold_themes(given for case in planned for given in case.prepared.assignments)
    return batches, cases


def write(
    batch_import: BatchImport,
    plans: Sequence[BatchPlan],
    planned: Sequence[PlannedCase],
    edit: history.Edit,
) -> None:
    """Write batches and cases, and the outcome of the import."""
    batches = write_batches(plans, planned, edit)
    versions = history.save_cases([case.prepared for case in planned], edit)
    batch_import.outcome = {
        "batches": as_lists(batches),
        "cases": as_lists(
            WrittenCase(case.line, version.subject_id, version.pk, version.action)
            for case, version in zip(planned, versions, strict=True)
        ),
    }
    batch_import.state = State.APPLIED
    batch_import.applied_by, batch_import.applied_at = edit.by, timezone.now()
    batch_import.save()


def require_unchanged(planned: Sequence[PlannedCase]) -> None:
    """Raise ValidationError if a case to be updated was changed since it was read."""
    read = {case.stored.key: case.stored for case in planned if case.stored}
    for block in history.in_blocks(list(read)):
        rows = Case.objects.filter(pk__in=block)
        current = {row[0]: row for row in rows.values_list("pk", "updated_at", "status")}
        for key in block:
            if current.get(key) != read[key]:
                raise ValidationError(_("刚才有人改动了要更新的案例，请重新核对后再导入。"))


def require_unchanged_batches(plans: Sequence[BatchPlan]) -> None:
    """Raise ValidationError if a batch was changed since it was read."""
    for plan in plans:
        if not plan.is_new:
            stored = Batch.objects.filter(pk=plan.batch.pk).first()
            if stored is None or field_values(stored) != plan.stored:
                raise ValidationError(_("刚才有人改动了同一批次，请重新核对后再导入。"))


def write_batches(
    plans: Sequence[BatchPlan], planned: Sequence[PlannedCase], edit: history.Edit
) -> list[WrittenBatch]:
    """Write the batches that change, and the new ones that a case needs."""
    needed = {id(case.prepared.case.batch) for case in planned}
    written = []
    for plan in sorted(plans, key=lambda plan: plan.batch.slug):  # as any other import
        batch, is_needed = plan.batch, plan.is_new and id(plan.batch) in needed
        if plan.faults or not (is_needed or plan.changes):
            continue
        before = history.last_version_key(Version.Subject.BATCH, batch.pk)
        history.save_batch(batch, edit)
        after = history.last_version_key(Version.Subject.BATCH, batch.pk)
        written.append(WrittenBatch(batch.slug, batch.pk, before, after))
    return written


def waiting_cases(batch_import: BatchImport) -> Sequence[Case]:
    """The cases that an import wrote and that are drafts or in review, in blocks of keys."""
    keys = [written.key for written in written_cases(batch_import)]
    waiting = (Status.DRAFT, Status.IN_REVIEW)
    cases: list[Case] = []
    for block in history.in_blocks(keys):
        cases += Case.objects.with_relations().filter(pk__in=block, status__in=waiting)
    return cases
