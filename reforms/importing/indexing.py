"""Put drafts into the search index, or take them out, in short steps."""

from collections.abc import Iterator, Sequence
from time import monotonic

from django.db import transaction

from .. import history
from ..models import BatchImport, CaseText
from ..search import unindex
from ..storage.databases import with_pauses
from .stored_values import written_cases
from .undo_plan import undo_plan

INDEXED = 200  # cases indexed in one transaction: other editors wait less than a second
STEP = 8  # seconds that one call may index, so that no page waits long


def index_drafts(batch_import: BatchImport) -> Iterator[int]:
    """Make the cases that an import wrote searchable, for STEP seconds at most.

    Yields the number of cases done so far. The next call continues there, or a little earlier
    after a crash, which does no harm; outcome["indexed"] is true once all are done.
    """
    keys = [written.key for written in written_cases(batch_import)]
    done, deadline = batch_import.outcome.get("indexed_to", 0), monotonic() + STEP
    yield done
    try:
        for start in with_pauses(range(done, len(keys), INDEXED)):
            history.index_cases(keys[start : start + INDEXED])
            done = min(start + INDEXED, len(keys))
            yield done
            if monotonic() >= deadline:
                break
    finally:
        store_progress(batch_import, done, len(keys))


def store_progress(batch_import: BatchImport, done: int, total: int) -> None:
    """Add how much is indexed to the stored outcome, which an undo may have changed meanwhile."""
    with transaction.atomic():
        stored = BatchImport.objects.select_for_update().get(pk=batch_import.pk)
        batch_import.outcome = stored.outcome | {"indexed_to": done, "indexed": done >= total}
        batch_import.save(update_fields=["outcome"])


def unindex_drafts(batch_import: BatchImport) -> int:
    """Take the drafts that an undo would delete out of the index, for STEP seconds at most.

    This takes longer than the rest of an undo. Returns how many drafts are left for the next call.
    """
    if batch_import.outcome.pop("indexed", None):
        batch_import.outcome["indexed_to"] = 0
        batch_import.save(update_fields=["outcome"])
    plan, deadline = undo_plan(batch_import), monotonic() + STEP
    drafts = [undo.case.pk for undo in plan if undo.verb == "delete" and not undo.is_edited]
    keys = indexed(drafts)
    for start in with_pauses(range(0, len(keys), INDEXED)):
        unindex(keys[start : start + INDEXED])
        if monotonic() >= deadline:
            return max(len(keys) - start - INDEXED, 0)
    return 0


def indexed(keys: Sequence[int]) -> list[int]:
    """The keys of those cases that the index has."""
    texts = CaseText.objects.order_by("pk")
    return [
        key
        for block in history.in_blocks(keys)
        for key in texts.filter(case__in=block).values_list("case", flat=True)
    ]
