"""The batches of an import: as they would be, and what stands against them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Batch
from ..text.lines import same_text


@dataclass
class Plan:
    """One batch of an import: as it would be, and what stands against it."""

    batch: Batch
    line: int  # of the row that brought it
    facts: dict[str, str] = field(default_factory=dict)  # column → cell, first come
    changes: list[list[str]] = field(default_factory=list)
    faults: list[list[str]] = field(default_factory=list)
    next_number: int = 1

    @property
    def is_new(self) -> bool:
        return not self.batch.pk


def text_of(batch: Batch, name: str) -> str:
    value = getattr(batch, name)
    return "" if value is None else str(value)


def batch_value(plan: Plan, name: str, column: str, text: str, read: Callable, clear: bool) -> None:
    """Set one field of a batch from a cell, where the cell says something else."""
    old = text_of(plan.batch, name)
    if same_text(text, old) or not (text.strip() or clear):
        return
    try:
        model_field = Batch._meta.get_field(name)
        value = model_field.clean(read(text) or model_field.get_default(), plan.batch)
    except ValidationError as error:
        plan.faults.append([column, " ".join(error.messages)])
        return
    setattr(plan.batch, name, value)
    if not plan.is_new and text_of(plan.batch, name) != old:
        plan.changes.append([name, old, text_of(plan.batch, name)])


def complete(plan: Plan) -> None:
    """Say what a new batch lacks."""
    if plan.is_new:
        needed = {"batch": "slug", "batch_title": "title", "issuers": "issuers"}
        for column, name in needed.items():
            if not getattr(plan.batch, name):
                label = Batch._meta.get_field(name).verbose_name
                plan.faults.append([column, _("新批次缺少“%s”。") % label])
    try:
        plan.batch.clean_fields(exclude=["title", "issuers"])
    except ValidationError as error:
        found = error.message_dict
        if found.pop("slug", None):
            found["batch"] = [_("网址名只能用英文字母、数字和连字符，如 spp-reform-3。")]
        known = {column for column, _words in plan.faults}
        plan.faults += [[name, " ".join(said)] for name, said in found.items() if name not in known]
