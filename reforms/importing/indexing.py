"""Put drafts into the search index, or take them out, in steps that are short."""

from collections.abc import Iterator
from time import monotonic

from django.db import transaction

from .. import history
from ..models import BatchImport, CaseText
from ..search import unindex
from ..storage.databases import in_turns
from .undo_plan import undo_plan

INDEXED = 200  # cases indexed in one transaction: other editors wait for less than a second
STEP = 8  # seconds of work on the index in one request: a page never waits for long


def index_drafts(found: BatchImport) -> Iterator[int]:
    """Make what an import wrote found in the editors' searches, for STEP seconds at most.

    Yields the cases done so far. Where it stops half-way it goes on from there the next time, or
    a little before, which does no harm; outcome["indexed"] is set when all is done.
    """
    keys = [pk for _line, pk, *_rest in found.outcome["cases"]]
    start, until = found.outcome.get("indexed_to", 0), monotonic() + STEP
    yield start
    try:
        for at in in_turns(range(start, len(keys), INDEXED)):
            history.index_cases(keys[at : at + INDEXED])
            start = min(at + INDEXED, len(keys))
            yield start
            if monotonic() >= until:
                break
    finally:
        with transaction.atomic():
            fresh = BatchImport.objects.select_for_update().get(pk=found.pk)
            # With what an undo has written of itself meanwhile.
            found.outcome = fresh.outcome | {"indexed_to": start, "indexed": start >= len(keys)}
            found.save(update_fields=["outcome"])


def unindex_drafts(found: BatchImport) -> int:
    """Take drafts out of the index before they are deleted, for STEP seconds at most.

    It takes longer than all the rest of an undo. Returns how many are left for the next time.
    """
    if found.outcome.pop("indexed", None):
        found.outcome["indexed_to"] = 0
        found.save(update_fields=["outcome"])
    plan, until = undo_plan(found), monotonic() + STEP
    keys = still_indexed([o.case.pk for o in plan if o.verb == "delete" and not o.is_edited])
    for start in in_turns(range(0, len(keys), INDEXED)):
        unindex(keys[start : start + INDEXED])
        if monotonic() >= until:
            return max(len(keys) - start - INDEXED, 0)
    return 0


def still_indexed(keys: list[int]) -> list[int]:
    texts = CaseText.objects.order_by("pk")
    return [
        pk
        for block in history.in_blocks(keys)
        for pk in texts.filter(case__in=block).values_list("case", flat=True)
    ]
