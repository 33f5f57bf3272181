"""Undo an import, in one transaction."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import history
from ..history import NO_EDIT, Edit
from ..models import Batch, BatchImport, Case, Version
from ..vocabulary import Withdrawal
from .states import State, lock_import, require
from .stored_values import written_batches, written_cases
from .undo_plan import CaseUndo, digest_of_edits, undo_plan

NOT_AS_SHOWN = gettext_lazy("打开本页之后，又有案例改动过；什么也没有撤销，请再看一遍。")


def undo(
    batch_import: BatchImport,
    edit: Edit = NO_EDIT,
    *,
    also: Iterable[int] = (),
    seen: str | None = None,
) -> dict[str, int]:
    """Undo an import in one transaction; cases edited since are left unless their key is in `also`.

    `seen` is the digest_of_edits() by which these were chosen; None compares nothing. Returns how
    many cases were deleted, withdrawn, returned and left, by the verbs of undo_plan. Raises
    ValidationError, with nothing changed, unless the import is applied and nothing chosen in `also`
    was edited after it was seen, and ProofNeeded if the edit has no recent proof.
    """
    edit.require_proof()
    require(batch_import, State.APPLIED)
    also = set(also)
    with transaction.atomic():
        lock_import(batch_import, State.APPLIED)
        lock_written(batch_import)
        plan = undo_plan(batch_import)
        if also and seen not in (None, digest_of_edits(plan)):
            raise ValidationError(NOT_AS_SHOWN)
        undos = [undo for undo in plan if not undo.is_edited or undo.case.pk in also]
        edit = edit._replace(note=_("撤销导入 %s") % batch_import)
        counts = undo_cases(undos, edit)
        undo_batches(batch_import, edit)
        counts["leave"] = len(plan) - sum(counts.values())
        store_undone(batch_import, edit, counts)
    return counts


def lock_written(batch_import: BatchImport) -> None:
    """Lock the batches that an import wrote, then their cases and those that it wrote.

    In this order, and before the former states are read: something may be erased from them.
    """
    batches = history.lock(Batch, [batch.key for batch in written_batches(batch_import)])
    of_batches = Case.objects.filter(batch__in=batches).values_list("pk", flat=True)
    history.lock(Case, [*of_batches, *(case.key for case in written_cases(batch_import))])


def undo_cases(undos: Sequence[CaseUndo], edit: Edit) -> dict[str, int]:
    """Delete, withdraw and return cases; returns how many of each."""
    verbs = ("delete", "withdraw", "return")
    by_verb = {verb: [undo for undo in undos if undo.verb == verb] for verb in verbs}
    returned = [prepare_return(undo) for undo in by_verb["return"]]
    history.hold_themes(given for case in returned for given in case.assignments)
    history.delete_cases([undo.case for undo in by_verb["delete"]], edit)
    if withdrawn := [undo.case for undo in by_verb["withdraw"]]:
        public_edit = edit._replace(note=_("撤销导入"))
        history.withdraw(withdrawn, Withdrawal.CATALOGUE, public_edit)
    history.save_cases(returned, edit)
    return {verb: len(cases) for verb, cases in by_verb.items()}


def prepare_return(undo: CaseUndo) -> history.PreparedCase:
    """The case as it was before the import, ready to be written."""
    themes, bodies = history.restore_fields(undo.case, undo.before or {})
    return history.prepare(undo.case, themes, bodies)


def undo_batches(batch_import: BatchImport, edit: Edit) -> None:
    """Delete the batches that the import added and no case uses; return those that it changed.

    A batch that was edited since stays as it is.
    """
    for written in written_batches(batch_import):
        batch = Batch.objects.filter(pk=written.key).first()
        last = history.last_version_key(Version.Subject.BATCH, written.key)
        if batch is None or last != written.after:
            continue
        if written.before is not None:
            before = Version.objects.get(pk=written.before).state
            history.save_batch(history.set_batch(batch, before), edit)
        elif not batch.cases.exists():
            history.delete_batch(batch, edit)


def store_undone(batch_import: BatchImport, edit: Edit, counts: dict[str, int]) -> None:
    """Store who undid the import, and what became of its cases."""
    batch_import.state = State.UNDONE
    batch_import.undone_by, batch_import.undone_at = edit.by, timezone.now()
    batch_import.outcome |= {"undone": counts}
    batch_import.save()
