"""Rows of text → checked rows: what each would do to the catalogue, and what prevents that.

Reads the catalogue, writes nothing.
"""

import hashlib
import json
from collections.abc import Hashable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .. import history
from ..columns.readers import whole_number
from ..models import BatchImport, Case, ImportRow, make_reference
from ..search import fold
from ..vocabulary import Status
from .batch_plans import BatchPlan, BatchPlans
from .checked_rows import CheckedRow, Duplicate, is_same_case
from .credited_bodies import read_credited_bodies
from .duplicates import DuplicateFinder, StoredDuplicates, likeness
from .field_reader import FieldReader
from .release_matching import match_cases
from .states import Choice, Kind, RowStatus


class RowChecker:
    """Checks all rows of an import, in their order; remembers what the earlier ones hold."""

    def __init__(self, batch_import: BatchImport, *, reuse: bool = False) -> None:
        """`reuse`: whether the duplicates that the last check found may be taken from it.

        They are where the catalogue has not changed since; then digest_of_likeness() is to be
        compared with that of the last check.
        """
        facts = batch_import.facts
        self.catalogue = history.catalogue_state()  # read first: what changes later is noticed
        self.reuses = reuse and facts.get("catalogue") == self.catalogue
        clear = bool(facts.get("clear"))
        self.is_release = batch_import.kind == Kind.RELEASE
        self.fields = FieldReader(clear)
        self.duplicates = StoredDuplicates() if self.reuses else DuplicateFinder()
        self.batches = BatchPlans(facts.get("batch") or {}, clear, facts.get("fills", ()))
        self.lines: dict[Hashable, int] = {}  # what identifies a case → the first row of it
        self.row_effects = hashlib.sha256()
        self.likenesses = hashlib.sha256()

    @property
    def plans(self) -> list[BatchPlan]:
        """The plans of all batches named so far."""
        return list(self.batches.by_slug.values())

    def check(self, rows: Sequence[ImportRow]) -> list[CheckedRow]:
        """Check the next rows, with a fixed number of queries."""
        checked_rows = [CheckedRow(row, choice=row.choice) for row in rows]
        match_references(checked_rows)
        for checked_row in checked_rows:
            self.batches.assign(checked_row)
        read_numbers(checked_rows)
        match_numbers(checked_rows)
        if self.is_release:
            match_cases(checked_rows)
        self.duplicates.add_duplicates([row for row in checked_rows if may_be_duplicate(row)])
        for checked_row in checked_rows:
            self.check_row(checked_row)
        self.row_effects.update(effects(checked_rows))
        self.likenesses.update(json.dumps([likeness(row) for row in checked_rows]).encode())
        return checked_rows

    def digest(self) -> str:
        """What stands for all that the rows checked so far would do; two equal ones do the same."""
        digest = self.row_effects.copy()
        plans = [[p.batch.slug, p.is_new, p.changes, p.faults] for p in self.plans]
        digest.update(json.dumps(plans).encode())
        return digest.hexdigest()

    def check_row(self, checked_row: CheckedRow) -> None:
        """Check a row whose batch, number and duplicates are known."""
        choose_target(checked_row)
        self.number(checked_row)
        self.fields.read(checked_row)
        read_credited_bodies(checked_row, self.fields.differs)
        if not checked_row.target and not checked_row.values.get("title"):
            checked_row.refuse("title", _("缺少标题。"))
        self.set_status(checked_row)

    def number(self, checked_row: CheckedRow) -> None:
        """Give a new case a number: its own if that is free, else the next of the batch."""
        if checked_row.target or checked_row.batch is None or checked_row.choice == Choice.SKIP:
            return
        plan = self.batches.by_slug[checked_row.batch.slug]
        taken = {duplicate.case.number for duplicate in checked_row.duplicates}
        if not checked_row.number or checked_row.number in taken:
            checked_row.number = plan.next_number
        plan.next_number = max(plan.next_number, checked_row.number + 1)

    def set_status(self, checked_row: CheckedRow) -> None:
        """Set what would become of the row."""
        if checked_row.choice == Choice.SKIP:
            checked_row.status = RowStatus.SKIPPED
            return
        is_changed, target = bool(checked_row.changes), checked_row.target
        if target and is_changed and target.status == Status.WITHDRAWN:
            checked_row.refuse("reference", _("案例已撤下，导入不改动它。"))
        self.refuse_second(checked_row)
        if checked_row.is_refused:
            checked_row.status = RowStatus.REFUSED
        elif target:
            checked_row.status = RowStatus.CHANGED if is_changed else RowStatus.SAME
        else:
            checked_row.status = RowStatus.NEW

    def refuse_second(self, checked_row: CheckedRow) -> None:
        """Refuse a row about the same case as an earlier row."""
        for identity in identities(checked_row):
            line = self.lines.setdefault(identity, checked_row.row.line)
            if line != checked_row.row.line:
                checked_row.refuse("", _("与第 %d 行是同一件案例。") % line)
                return


def effects(checked_rows: Sequence[CheckedRow]) -> bytes:
    """What rows would do to the catalogue: to which case, and what it changes.

    Changes are sorted: PostgreSQL does not keep the order of cells in JSON.
    """
    values = [
        [row.row.line, row.status, row.target.pk if row.target else None, sorted(row.changes)]
        for row in checked_rows
    ]
    return json.dumps(values).encode()


def match_references(checked_rows: Sequence[CheckedRow]) -> None:
    """Make the case with a row's reference its target."""
    references = {row.cell("reference").strip() for row in checked_rows} - {""}
    cases = Case.objects.with_relations().filter(reference__in=references)
    by_reference = {case.reference: case for case in cases}
    for checked_row in checked_rows:
        checked_row.target = by_reference.get(checked_row.cell("reference").strip())


def read_numbers(checked_rows: Sequence[CheckedRow]) -> None:
    """Read the number in the batch of each row that has one."""
    for checked_row in checked_rows:
        if checked_row.batch and checked_row.cell("case_no").strip():
            try:
                checked_row.number = whole_number(checked_row.cell("case_no"))
            except ValidationError as error:
                checked_row.refuse("case_no", error.messages[0])


def match_numbers(checked_rows: Sequence[CheckedRow]) -> None:
    """Add the case that already has a row's number in its batch as a likely duplicate."""
    batches = {row.batch.pk for row in checked_rows if row.batch and row.batch.pk}
    numbers = {row.number for row in checked_rows if row.number}
    cases = Case.objects.filter(batch__in=batches, number__in=numbers).with_relations()
    by_number = {(case.batch_id, case.number): case for case in cases}
    for row in checked_rows:
        case = by_number.get((row.batch.pk, row.number)) if row.batch and row.number else None
        if case and not row.target:
            row.duplicates.append(Duplicate(case, _("同一批次、同一序号")))


def may_be_duplicate(checked_row: CheckedRow) -> bool:
    """Whether it is open which case a row is about, if any."""
    if checked_row.batch is None or checked_row.target or checked_row.is_matched:
        return False
    return not any(is_same_case(checked_row, case) for case, _reason in checked_row.duplicates)


def choose_target(checked_row: CheckedRow) -> None:
    """Choose the case that a row updates, by its reference or by the editor's choice."""
    reference, batch = checked_row.cell("reference").strip(), checked_row.batch
    if checked_row.target:
        check_place(checked_row, checked_row.target)
    elif reference and not (batch and reference == make_reference(batch, checked_row.number)):
        message = _("没有编号为“%s”的案例；新增的案例请留空。")
        checked_row.refuse("reference", message % reference)
    elif checked_row.duplicates and checked_row.choice != Choice.ADD:
        case = checked_row.duplicates[0].case
        is_same = checked_row.is_matched or is_same_case(checked_row, case)
        proposed = Choice.UPDATE if is_same else Choice.SKIP
        checked_row.choice = checked_row.choice or proposed
        checked_row.target = case if checked_row.choice == Choice.UPDATE else None


def check_place(checked_row: CheckedRow, case: Case) -> None:
    """Refuse to change the batch or the number of a stored case."""
    if checked_row.batch and checked_row.batch.slug != case.batch.slug:
        checked_row.refuse("batch", _("编号 %s 不属于这个批次。") % case.reference)
    if checked_row.number and checked_row.number != case.number:
        checked_row.refuse("case_no", _("与编号 %s 的序号不符。") % case.reference)


def identities(checked_row: CheckedRow) -> list[Hashable]:
    """What no two rows may share: a stored case; the number of a new one, or title and bodies."""
    if checked_row.target:
        return [checked_row.target.pk]
    if checked_row.batch is None:
        return []
    names = tuple(fold(body.name) for body in checked_row.bodies or ())
    title = fold(checked_row.values.get("title", ""))
    return [(checked_row.batch.slug, checked_row.number), (title, names)]
