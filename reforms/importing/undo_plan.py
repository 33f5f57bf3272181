"""What undoing an import would do, case by case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Max

from .. import history
from ..columns import BY_NAME
from ..columns import cell as as_cell
from ..models import BatchImport, Case, Version
from .states import BLOCK


@dataclass
class Undo:
    """What undoing would do to one case, and what somebody did to it since."""

    case: Case
    line: int
    verb: str  # delete, withdraw, return, or leave: nothing to do
    before: dict | None  # its state before the import
    edits: list = field(default_factory=list)  # (heading, as imported, as it is now)

    @property
    def is_edited(self) -> bool:
        return bool(self.edits)


def is_edit(name: str) -> bool:
    """Whether a field of a state is the case's own; what may be the batch's is no edit of it."""
    column = BY_NAME.get(name)
    return column is not None and column.is_content and (not column.of_batch or name == "batch")


def undo_plan(found: BatchImport) -> list[Undo]:
    """What undoing an import would do, case by case."""
    plan: list[Undo] = []
    outcome = found.outcome.get("cases", [])
    for start in range(0, len(outcome), BLOCK):
        plan += undo_block(outcome[start : start + BLOCK])
    return plan


def undo_block(block: list[list]) -> Iterator[Undo]:
    """The plan for some cases; those without a later version are as the import left them."""
    written = {pk: version for _line, pk, version, _action in block}
    later = [pk for pk, last in last_versions(written).items() if last != written[pk]]
    edits = edits_since({pk: written[pk] for pk in later})
    before = states_before([row for row in block if row[3] == Version.Action.CHANGED])
    # Only what is written again needs its bodies and themes.
    known = Case.objects.with_relations() if before else Case.objects.select_related("batch")
    cases = known.in_bulk(written)
    for line, pk, _version, _action in block:
        if case := cases.get(pk):
            yield undo_one(case, line, before.get(pk), edits.get(pk, []))


def last_versions(keys: Iterable[int]) -> dict[int, int]:
    """Case → its last version."""
    versions = Version.objects.filter(subject=Version.Subject.CASE, subject_id__in=list(keys))
    return dict(versions.order_by().values_list("subject_id").annotate(Max("pk")))


def edits_since(written: dict[int, int]) -> dict[int, list]:
    """Case → how its content differs from the version that the import wrote."""
    cases = Case.objects.with_relations().filter(pk__in=written)
    states = Version.objects.in_bulk(written.values())
    return {case.pk: edits_of(states[written[case.pk]].state, case) for case in cases}


def edits_of(imported: dict, case: Case) -> list[tuple[str, str, str]]:
    """(heading, as imported, as it is now) of all that somebody edited."""
    return [
        (BY_NAME[name].heading, as_cell(old), as_cell(new))
        for name, old, new in history.differences(imported, history.whole_state(case))
        if is_edit(name)
    ]


def states_before(rows: list[list]) -> dict[int, dict]:
    """The last state of each changed case before the import's own."""
    written = {pk: version for _line, pk, version, _action in rows}
    earlier = Version.objects.filter(subject=Version.Subject.CASE, subject_id__in=written)
    last: dict[int, int] = {}
    for pk, version in earlier.order_by("pk").values_list("subject_id", "pk"):
        if version < written[pk]:
            last[pk] = version
    states = Version.objects.in_bulk(last.values())
    return {pk: states[version].state for pk, version in last.items()}


def undo_one(case: Case, line: int, before: dict | None, edits: list) -> Undo:
    if before:
        verb = "return"
    elif not case.first_published_at:
        verb = "delete"
    else:
        verb = "withdraw" if case.is_public else "leave"
    return Undo(case, line, verb, before, edits)
