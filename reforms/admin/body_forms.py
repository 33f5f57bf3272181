"""The form of a credited body: what an editor leaves open follows from its name."""

from typing import Any

from ..importing import TypedBody
from ..models import Case, CreditedBody
from .generics import ModelForm
from .recorded_forms import RecordedFormSet, refuse_lost_characters


class CreditedBodyForm(ModelForm[CreditedBody]):
    """Kind, province, level and full name of a body whose province and level are left empty."""

    derived = False  # whether the place follows from the name

    def __init__(self, *args: Any, year: int | None = None, **options: Any) -> None:
        """`year` is that of the batch, which decides what a name meant then."""
        super().__init__(*args, **options)
        self.year = year

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        refuse_lost_characters(self)
        name = cleaned.get("name", "")
        if not name or cleaned.get("province") or cleaned.get("level") or self.is_unchanged():
            return cleaned
        typed = TypedBody(name, self.year)
        if typed.question:
            self.add_error("name", typed.question)
            return cleaned
        fields = typed.fields()
        self.derived = bool(fields)
        if cleaned.get("standard_name"):
            fields.pop("standard_name", None)
        return cleaned | fields

    def is_unchanged(self) -> bool:
        """Whether the stored body has neither province nor level on purpose."""
        return bool(self.instance.pk) and not {"name", "province", "level"} & {*self.changed_data}


class CreditedBodyFormSet(RecordedFormSet[CreditedBody, Case]):
    """The bodies of a case; their names are read as those of the year of its batch."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        year = self.instance.batch.year if self.instance.batch_id else None
        return {**super().get_form_kwargs(index), "year": year}
