"""Rows of text → checked rows: what each would do to the catalogue, and what stands against it.

Reads the catalogue, writes nothing.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from ..columns import BATCH_COLUMNS, BY_NAME, SEPARATOR
from ..columns.readers import ClosedList, ListEntry, whole_number
from ..models import Batch, BatchImport, Case, ImportRow, Theme, make_reference
from ..search import fold
from ..text.lines import same_text, split_values, whole_text
from ..vocabulary import Status
from .batch_plans import Plan, batch_value, complete
from .checked import TITLE, Checked, Choice, RowStatus, is_drafted, is_surely
from .credited import read_credited
from .duplicates import Likeness


def is_own_field(column: str) -> bool:
    """Whether a column is read into a field of the case itself."""
    return column in BY_NAME and BY_NAME[column].relation == "" and bool(BY_NAME[column].read)


class Check:
    """One pass over the rows of an import; knows what earlier rows said."""

    def __init__(self, batch_import: BatchImport) -> None:
        self.facts = batch_import.facts
        self.clear = bool(self.facts.get("clear"))
        self.columns = set(self.facts.get("columns", ()))
        self.themes = {theme.slug: theme for theme in Theme.objects.all()}
        self.theme_list = ClosedList(
            lambda: [
                ListEntry(theme.slug, theme.name, (theme.slug, theme.name, theme.name_en))
                for theme in self.themes.values()
            ]
        )
        self.likeness = Likeness()
        self.plans: dict[str, Plan] = {}
        self.written: dict[Any, int] = {}  # case or title and bodies → line
        given = self.facts.get("batch") or {}
        self.slug = given.get("slug", "").strip()
        if given:
            self.plan_from_form(given)

    def plan_from_form(self, given: dict[str, str]) -> None:
        """The batch that the editor named beside the rows."""
        plan = self.plan(self.slug, 0)
        readers = {field: BY_NAME[column].read for column, field in BATCH_COLUMNS.items()}
        for name, text in given.items():
            if name != "slug":
                batch_value(plan, name, name, text, readers.get(name) or whole_text, True)
        complete(plan)

    def plan(self, slug: str, line: int) -> Plan:
        if slug not in self.plans:
            batch = Batch.objects.filter(slug=slug).first() or Batch(slug=slug)
            plan = self.plans[slug] = Plan(batch, line)
            if batch.pk:
                plan.next_number = (batch.cases.aggregate(last=Max("number"))["last"] or 0) + 1
        return self.plans[slug]

    # ------------------------------------------------------------ many rows

    def rows(self, rows: Sequence[ImportRow]) -> list[Checked]:
        """Check rows in their order, with a fixed number of queries."""
        checked = [Checked(row, choice=row.choice) for row in rows]
        self.find_by_reference(checked)
        for one in checked:
            self.find_batch(one)
        self.find_by_number(checked)
        self.likeness.mark(
            one
            for one in checked
            if one.batch and not one.target and not any(is_surely(one, c) for *_, c in one.alike)
        )
        for one in checked:
            self.decide_target(one)
            self.read(one)
            self.conclude(one)
        return checked

    def find_by_reference(self, checked: list[Checked]) -> None:
        wanted = {one.cell("reference").strip() for one in checked} - {""}
        found = {
            case.reference: case
            for case in Case.objects.with_relations().filter(reference__in=wanted)
        }
        for one in checked:
            one.target = found.get(one.cell("reference").strip())

    def find_batch(self, one: Checked) -> None:
        slug = one.cell("batch").strip() or (one.target.batch.slug if one.target else self.slug)
        if not slug:
            one.refuse("batch", _("没有写批次的网址名，也没有为整个文件选定批次。"))
            return
        plan = self.plan(slug, one.row.line)
        one.batch = plan.batch
        for column in BATCH_COLUMNS:
            if column in one.row.cells:
                self.fact(one, plan, column)
        if plan.line == one.row.line:
            complete(plan)
            for column, words in plan.faults:
                one.refuse(column, words)
        elif plan.faults:
            where = _("第 %d 行") % plan.line if plan.line else _("上面的批次")
            one.refuse("batch", _("批次有误，见%s；改好后这一行才能导入。") % where)

    def fact(self, one: Checked, plan: Plan, column: str) -> None:
        """What a row says of its batch: the first to say it decides, the others must agree."""
        text = one.cell(column)
        if column not in plan.facts:
            plan.facts[column] = text
            read = BY_NAME[column].read or whole_text
            batch_value(plan, BATCH_COLUMNS[column], column, text, read, self.clear)
        elif not same_text(text, plan.facts[column]):
            words = _("与第 %(line)d 行对同一批次的写法不同：“%(text)s”。")
            one.refuse(column, words % {"line": plan.line, "text": plan.facts[column]})

    def find_by_number(self, checked: list[Checked]) -> None:
        """The number in the batch; a case that has it already is a likely duplicate."""
        for one in checked:
            if one.batch is None or not one.cell("case_no").strip():
                continue
            try:
                one.number = whole_number(one.cell("case_no"))
            except ValidationError as error:
                one.refuse("case_no", error.messages[0])
        batches = {one.batch.pk for one in checked if one.batch and one.batch.pk}
        numbers = {one.number for one in checked if one.number}
        cases = Case.objects.filter(batch__in=batches, number__in=numbers).with_relations()
        taken = {(case.batch_id, case.number): case for case in cases}
        for one in checked:
            found = one.batch and one.number and taken.get((one.batch.pk, one.number))
            if found and not one.target:
                one.alike.append([found.pk, _("同一批次、同一序号"), found])

    # ------------------------------------------------------------ one row

    def decide_target(self, one: Checked) -> None:
        """Which case the row is about, by its reference or by the editor's choice."""
        reference = one.cell("reference").strip()
        if one.target:
            self.check_place(one)
        elif reference and not (one.batch and reference == make_reference(one.batch, one.number)):
            one.refuse("reference", _("没有编号为“%s”的案例；新增的案例请留空。") % reference)
        elif one.alike and one.choice != Choice.ADD:
            first = one.alike[0][2]
            sure = Choice.UPDATE if is_surely(one, first) else Choice.SKIP
            one.choice = one.choice or sure
            one.target = first if one.choice == Choice.UPDATE else None
        if one.target or one.batch is None:
            return
        plan = self.plans[one.batch.slug]
        if not one.number or any(found.number == one.number for _pk, _why, found in one.alike):
            one.number = plan.next_number
        plan.next_number = max(plan.next_number, one.number + 1)

    def check_place(self, one: Checked) -> None:
        """Batch and number of a known case do not change by an import."""
        if one.batch and one.batch.slug != one.target.batch.slug:
            one.refuse("batch", _("编号 %s 不属于这个批次。") % one.target.reference)
        if one.number and one.number != one.target.number:
            one.refuse("case_no", _("与编号 %s 的序号不符。") % one.target.reference)

    def read(self, one: Checked) -> None:
        for column, words in one.row.faults:
            one.refuse(column, words)
        passed_over = TITLE if one.target and is_drafted(one.row) else set()
        for column, words in one.row.asks:
            if column not in passed_over:
                one.ask(column, words)
        for column, text in one.row.cells.items():
            is_own = is_own_field(column) and column not in passed_over
            if is_own and self.says_something(one, column, text):
                self.read_field(one, column, text)
        self.read_themes(one)
        read_credited(one, self.says_something, one.batch.date[:4] if one.batch else "")
        if not one.target and not one.values.get("title"):
            one.refuse("title", _("缺少标题。"))

    def says_something(self, one: Checked, column: str, text: str) -> bool:
        """Whether a cell is there and differs from what the catalogue has."""
        if same_text(text, one.old(column)):
            return False
        return bool(text.strip()) or (self.clear and one.target is not None)

    def read_field(self, one: Checked, column: str, text: str) -> None:
        model_field = Case._meta.get_field(column)
        try:
            value = model_field.clean(BY_NAME[column].read(text), None)
        except ValidationError as error:
            one.refuse(column, " ".join(error.messages))
            return
        one.values[column] = value
        if one.target and value != getattr(one.target, column):
            one.changes.append([column, one.old(column), value])
        elif one.target:
            del one.values[column]

    def read_themes(self, one: Checked) -> None:
        column = "themes" if "themes" in one.row.cells else "theme_names"
        text = one.cell(column)
        if column not in one.row.cells or not self.says_something(one, column, text):
            return
        found = {}
        for part in split_values(text):
            try:
                slug = self.theme_list(part)
                found[slug] = self.themes[slug]
            except ValidationError as error:
                one.refuse("themes", error.messages[0])
        one.themes = sorted(found.values(), key=lambda theme: (theme.position, theme.slug))
        new = SEPARATOR.join(theme.slug for theme in one.themes)
        if one.target and new == one.old("themes"):
            one.themes = None
        elif one.target:
            one.changes.append(["themes", one.old("themes"), new])

    def conclude(self, one: Checked) -> None:
        """Say what would become of the row."""
        if one.choice == Choice.SKIP:
            one.status = RowStatus.SKIPPED
            return
        changed = bool(one.changes)
        if one.target and changed and one.target.status == Status.WITHDRAWN:
            one.refuse("reference", _("案例已撤下，导入不改动它。"))
        self.refuse_twice(one)
        if one.is_refused:
            one.status = RowStatus.REFUSED
        elif one.target:
            one.status = RowStatus.CHANGED if changed else RowStatus.SAME
        else:
            one.status = RowStatus.NEW

    def refuse_twice(self, one: Checked) -> None:
        """A case that an earlier row of this import has already."""
        keys: list[Any] = [one.target.pk] if one.target else []
        if not one.target and one.batch:
            names = tuple(fold(body.name) for body in one.bodies or ())
            keys = [(one.batch.slug, one.number), (fold(one.values.get("title", "")), names)]
        for key in keys:
            line = self.written.setdefault(key, one.row.line)
            if line != one.row.line:
                one.refuse("", _("与第 %d 行是同一件案例。") % line)
                return
