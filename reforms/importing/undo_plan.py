"""What undoing an import would do, case by case."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal, NamedTuple

from django.db.models import Max

from .. import history
from ..columns import BY_NAME
from ..columns import cell as as_cell
from ..models import BatchImport, Case, Version
from .states import BLOCK
from .stored_values import WrittenCase, written_cases

Verb = Literal["delete", "withdraw", "return", "leave"]


class FieldEdit(NamedTuple):
    """A column that somebody edited after the import: its heading, as imported, as it is now."""

    heading: str
    imported: str
    current: str


@dataclass(frozen=True)
class CaseUndo:
    """What undoing an import would do to one case, and how the case was edited since."""

    case: Case
    line: int
    verb: Verb  # "leave": nothing to do
    before: history.State | None  # the state before the import; None if the import added the case
    edits: list[FieldEdit] = field(default_factory=list)

    @property
    def is_edited(self) -> bool:
        return bool(self.edits)


def undo_plan(batch_import: BatchImport) -> list[CaseUndo]:
    """What undoing an import would do to each case that it wrote and that still exists."""
    plan: list[CaseUndo] = []
    written = written_cases(batch_import)
    for start in range(0, len(written), BLOCK):
        plan += undo_block(written[start : start + BLOCK])
    return plan


def digest_of_edits(plan: Iterable[CaseUndo]) -> str:
    """Which cases were edited since the import, and when each was last: what a page showed."""
    edited = [(undo.case.pk, undo.case.updated_at.isoformat()) for undo in plan if undo.is_edited]
    return sha256(repr(sorted(edited)).encode()).hexdigest()


def undo_block(block: Sequence[WrittenCase]) -> Iterator[CaseUndo]:
    """The plan for some cases; one without a later version is as the import left it."""
    versions = {written.key: written.version for written in block}
    last = last_versions(versions)
    edits = edits_since({key: versions[key] for key in last if last[key] != versions[key]})
    changed = [written for written in block if written.action == Version.Action.CHANGED]
    before = states_before({written.key: written.version for written in changed})
    # Only a case that is written again needs its bodies and themes.
    stored = Case.objects.with_relations() if before else Case.objects.select_related("batch")
    cases = stored.in_bulk(versions)
    for line, key, _version, _action in block:
        if case := cases.get(key):
            state = before.get(key)
            yield CaseUndo(case, line, verb_for(case, state), state, edits.get(key, []))


def verb_for(case: Case, before: history.State | None) -> Verb:
    """What undoing does to a case that had this state before the import."""
    if before:
        return "return"
    if not case.first_published_at:
        return "delete"
    return "withdraw" if case.is_public else "leave"


def last_versions(keys: Iterable[int]) -> dict[int, int]:
    """The key of the last version of each case, by the key of the case."""
    versions = Version.objects.filter(subject=Version.Subject.CASE, subject_id__in=list(keys))
    return dict(versions.order_by().values_list("subject_id").annotate(Max("pk")))


def edits_since(versions: Mapping[int, int]) -> dict[int, list[FieldEdit]]:
    """How each case differs from a version of it, given and returned by the key of the case."""
    cases = Case.objects.with_relations().filter(pk__in=versions)
    states = Version.objects.in_bulk(versions.values())
    return {case.pk: edits_of(case, states[versions[case.pk]].state) for case in cases}


def edits_of(case: Case, imported: history.State) -> list[FieldEdit]:
    """How the case's own content differs from the imported state."""
    return [
        FieldEdit(BY_NAME[name].heading, as_cell(before), as_cell(after))
        for name, before, after in history.differences(imported, history.whole_state(case))
        if is_own_content(name)
    ]


def is_own_content(name: str) -> bool:
    """Whether a field of a state is the case's alone: a source, for example, may be its batch's."""
    column = BY_NAME.get(name)
    return column is not None and column.is_content and (not column.of_batch or name == "batch")


def states_before(versions: Mapping[int, int]) -> dict[int, history.State]:
    """The last state of each case before a version of it, both by the key of the case."""
    earlier = Version.objects.filter(subject=Version.Subject.CASE, subject_id__in=versions)
    last: dict[int, int] = {}
    for key, version in earlier.order_by("pk").values_list("subject_id", "pk"):
        if version < versions[key]:
            last[key] = version
    states = Version.objects.in_bulk(last.values())
    return {key: states[version].state for key, version in last.items()}
