"""The batches of an import: how each would be written, and what prevents that.

Reads the catalogue, writes nothing.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from ..columns import BATCH_COLUMNS, BY_NAME
from ..models import Batch
from ..tables import Remark
from ..text.cleaning import same_text
from ..text.lines import whole_text
from ..text.lost import lost_characters
from .checked_rows import CheckedRow, lost_message
from .states import BATCH_FORM, Choice
from .stored_values import Change

FIELDS = {field.name: field for field in Batch._meta.fields}
# Column → the field that a new batch cannot be without.
REQUIRED = {"batch": "slug", "batch_title": "title", "issuers": "issuers"}


@dataclass
class BatchPlan:
    """One batch of an import: how it would be written, and what prevents that."""

    batch: Batch
    line: int  # of the first row that names it; 0 where the form beside the rows does
    cells: dict[str, str] = field(default_factory=dict)  # column → the first row's cell
    changes: list[Change] = field(default_factory=list)
    faults: list[Remark] = field(default_factory=list)
    next_number: int = 1
    shown: dict[str, str] = field(default_factory=dict)  # what the form beside the rows shows
    stored: dict[str, Any] = field(default_factory=dict)  # the fields as they were read

    def __post_init__(self) -> None:
        self.stored = field_values(self.batch)

    @property
    def is_new(self) -> bool:
        return not self.batch.pk

    def text(self, name: str) -> str:
        """A field of the batch as text."""
        value = getattr(self.batch, name)
        return "" if value is None else str(value)

    def set_field(
        self, name: str, column: str, text: str, read: Callable[[str], str], clear: bool
    ) -> None:
        """Set a field from a cell that differs from it; an empty cell counts only with `clear`.

        A cell that cannot be read becomes a fault of `column`.
        """
        before = self.text(name)
        if same_text(text, before) or not (text.strip() or clear):
            return
        if lost := lost_characters(before, text):
            self.faults.append(Remark(column, lost_message(lost)))
            return
        try:
            value = FIELDS[name].clean(read(text) or FIELDS[name].get_default(), self.batch)
        except ValidationError as error:
            self.faults.append(Remark(column, " ".join(error.messages)))
            return
        setattr(self.batch, name, value)
        if not self.is_new and self.text(name) != before:
            self.changes.append(Change(name, before, self.text(name)))

    def complete(self) -> None:
        """Add a fault for each field that a new batch lacks or that does not validate."""
        for column, name in REQUIRED.items() if self.is_new else ():
            if not getattr(self.batch, name):
                message = _("新批次缺少“%s”。") % FIELDS[name].verbose_name
                self.faults.append(Remark(column, message))
        try:
            self.batch.clean_fields(exclude=["title", "issuers"])
        except ValidationError as error:
            messages = error.message_dict
            if messages.pop("slug", None):
                messages["batch"] = [_("网址名只能用英文字母、数字和连字符，如 spp-reform-3。")]
            columns = {column for column, _text in self.faults}
            self.faults += [
                Remark(name, " ".join(texts))
                for name, texts in messages.items()
                if name not in columns
            ]


class BatchPlans:
    """The plan of each batch that the rows or the form beside them name, by its slug."""

    def __init__(self, form: Mapping[str, str], clear: bool, fills: Collection[str] = ()) -> None:
        """`fills` are the fields of the form that replace nothing the catalogue has."""
        self.clear = clear
        self.fills = fills
        self.by_slug: dict[str, BatchPlan] = {}
        self.skipped: dict[str, Batch | None] = {}  # the stored batches of rows that are skipped
        self.form_slug = form.get("slug", "").strip()
        if form:
            self.add_form(form)

    def add_form(self, form: Mapping[str, str]) -> None:
        """Plan the batch that the editor described beside the rows."""
        plan = self.plan(self.form_slug, 0)
        readers = {field: BY_NAME[column].read for column, field in BATCH_COLUMNS.items()}
        for name in BATCH_FORM:
            if name not in form or (name in self.fills and plan.text(name)):
                plan.shown[name] = plan.text(name)
                continue
            plan.shown[name] = form[name]
            if name != "slug":
                plan.set_field(name, name, form[name], readers.get(name) or whole_text, True)
        plan.complete()

    def plan(self, slug: str, line: int) -> BatchPlan:
        """The plan of a batch; made for the row on this line where there is none yet."""
        if slug not in self.by_slug:
            batch = Batch.objects.filter(slug=slug).first() or Batch(slug=slug)
            plan = self.by_slug[slug] = BatchPlan(batch, line)
            if batch.pk:
                plan.next_number = (batch.cases.aggregate(last=Max("number"))["last"] or 0) + 1
        return self.by_slug[slug]

    def stored(self, slug: str) -> Batch | None:
        """The batch that the catalogue has, looked up once."""
        if slug not in self.skipped:
            self.skipped[slug] = Batch.objects.filter(slug=slug).first()
        return self.skipped[slug]

    def assign(self, checked_row: CheckedRow) -> None:
        """Give a row its batch, and the batch what the row states about it."""
        target = checked_row.target
        slug = checked_row.cell("batch").strip() or (
            target.batch.slug if target else self.form_slug
        )
        if not slug:
            checked_row.refuse("batch", _("没有写批次的网址名，也没有为整个文件选定批次。"))
            return
        if checked_row.choice == Choice.SKIP:  # what is left out says nothing about its batch
            checked_row.batch = self.stored(slug)
            return
        plan = self.plan(slug, checked_row.row.line)
        checked_row.batch = plan.batch
        for column in BATCH_COLUMNS:
            if column in checked_row.row.cells:
                self.add_cell(plan, checked_row, column)
        if plan.line == checked_row.row.line:
            plan.complete()
        refuse_faults(plan, checked_row)

    def add_cell(self, plan: BatchPlan, checked_row: CheckedRow, column: str) -> None:
        """Take a cell about the batch: the first row decides, all others agree or are empty."""
        text, read = checked_row.cell(column), BY_NAME[column].read or whole_text
        if column not in plan.cells:
            plan.cells[column] = text
            plan.set_field(BATCH_COLUMNS[column], column, text, read, self.clear)
        elif text.strip() and not means_same(text, plan.cells[column], read):
            message = _("与第 %(line)d 行对同一批次的写法不同：“%(text)s”。")
            checked_row.refuse(column, message % {"line": plan.line, "text": plan.cells[column]})


def field_values(batch: Batch) -> dict[str, Any]:
    """The fields of a batch, by name."""
    return {name: getattr(batch, name) for name in FIELDS}


def means_same(text: str, other: str, read: Callable[[str], str]) -> bool:
    """Whether two cells say the same of a batch, as 2021/7/29 and 2021-07-29 do."""
    if same_text(text, other):
        return True
    try:
        return same_text(read(text), read(other))
    except ValidationError:
        return False


def refuse_faults(plan: BatchPlan, checked_row: CheckedRow) -> None:
    """Refuse a row whose batch has faults: the first row says which, all others where to look."""
    if plan.line == checked_row.row.line:
        for column, text in plan.faults:
            checked_row.refuse(column, text)
    elif plan.faults:
        place = _("第 %d 行") % plan.line if plan.line else _("上面的批次")
        checked_row.refuse("batch", _("批次有误，见%s；改好后这一行才能导入。") % place)
