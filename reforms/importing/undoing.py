"""Take an import back, in one transaction."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import history
from ..history import Edit
from ..models import Batch, BatchImport, Version
from ..storage.databases import in_turns
from ..vocabulary import Withdrawal
from .indexing import INDEXED, unindex_drafts
from .states import State, locked, require
from .undo_plan import Undo, undo_plan


def undo(found: BatchImport, *, by=None, also: Iterable[int] = ()) -> dict[str, int]:
    """Take an import back, in one transaction; `also` are cases to take back though edited since.

    Returns how many cases were deleted, withdrawn, returned and left.
    """
    require(found, State.APPLIED)
    also = set(also)
    while unindex_drafts(found):
        pass
    with transaction.atomic():
        locked(found, State.APPLIED)
        plan = undo_plan(found)
        todo = [one for one in plan if not one.is_edited or one.case.pk in also]
        done = take_back(found, todo, Edit(by, _("撤销导入 %s") % found))
        done["leave"] = len(plan) - sum(done.values())
        found.state, found.undone_by, found.undone_at = State.UNDONE, by, timezone.now()
        found.outcome |= {"undone": done}
        found.save()
    returned = [one.case.pk for one in todo if one.verb == "return"]
    for start in in_turns(range(0, len(returned), INDEXED)):
        history.index_cases(returned[start : start + INDEXED])
    return done


def take_back(found: BatchImport, todo: list[Undo], edit: Edit) -> dict[str, int]:
    verbs = ("delete", "withdraw", "return")
    by_verb = {verb: [one for one in todo if one.verb == verb] for verb in verbs}
    history.delete_cases([one.case for one in by_verb["delete"]], edit)
    if withdrawn := [one.case for one in by_verb["withdraw"]]:
        public_edit = edit._replace(note=_("撤销导入"))
        history.withdraw(withdrawn, Withdrawal.CATALOGUE, public_edit)
    history.save_cases([restored(one) for one in by_verb["return"]], edit)
    undo_batches(found, edit)
    return {verb: len(ones) for verb, ones in by_verb.items()}


def restored(one: Undo) -> history.PreparedCase:
    """The case as it was before the import, ready to be written."""
    return history.prepare(one.case, *history.put_back(one.case, one.before or {}))


def undo_batches(found: BatchImport, edit: Edit) -> None:
    """Delete the batches that the import added and nobody uses, return those it changed."""
    for _slug, pk, before, after in found.outcome.get("batches", []):
        batch = Batch.objects.filter(pk=pk).first()
        if batch is None or history.last_version_key(Version.Subject.BATCH, pk) != after:
            continue
        if before is None:
            if not batch.cases.exists():
                history.delete_batch(batch, edit)
            continue
        for name, value in Version.objects.get(pk=before).state.items():
            if name != "id":
                setattr(batch, name, value)
        history.save_batch(batch, edit)
