"""Forms that know the version they were opened on, so that no editor overwrites another's work."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import history
from ..models import Version
from ..models.fields import CleanInput
from ..text.lost import is_lost, lost_characters
from .differences import EMPTY, Difference
from .generics import BaseInlineFormSet, ModelForm, Parent, Row

OPENED_ON = "opened_on"  # field of the form, and attribute of its row: key of the last version
# Fields of the form that are none of the row.
NOT_CONTENT = ("note", OPENED_ON, "over", "confirmed", "proposal")

CHANGED = gettext_lazy("您打开之后，别人保存过改动。您填写的都还在，没有保存。")
ERASED = gettext_lazy(
    "您打开之后，这里有内容按要求抹除了，您打开的表单里可能还有。没有保存："
    "请抄下自己改动的地方，重新载入本页再填，不要填回抹除的内容。"
)


class RecordedForm(ModelForm[Row]):
    """A form with a note about the change; it refuses to overwrite versions it has not shown.

    `newer` then holds these versions, oldest first. The form is valid once `over` names the
    last of them, but never where something was erased meanwhile: the form may hold it still.
    """

    note = CleanInput(
        label=gettext_lazy("修改说明"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("为什么改；写入修改历史，不公开。"),
    )
    opened_on = forms.IntegerField(required=False, widget=forms.HiddenInput)
    over = forms.IntegerField(required=False)  # key of the version that is knowingly overwritten
    subject = ""
    newer: list[Version] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        self.initial[OPENED_ON] = getattr(self.instance, OPENED_ON, None)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        refuse_lost_characters(self)
        if self.instance.pk:
            opened_on = self.cleaned_data.get(OPENED_ON) or 0
            newer = history.versions_since(self.subject, self.instance, opened_on)
            is_erased = history.any_erased(newer)
            if is_erased or (newer and self.cleaned_data.get("over") != newer[-1].pk):
                self.newer = newer
                raise ValidationError(ERASED if is_erased else CHANGED)
        return cleaned


class RecordedFormSet(BaseInlineFormSet[Row, Parent]):
    """Rows beside a form. A row that was deleted meanwhile is stored anew, not refused."""

    model: type[Row]  # set by inlineformset_factory

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        options["form_kwargs"] = {"label_suffix": ""} | (options.get("form_kwargs") or {})
        super().__init__(data, *args, **options)
        if data is None:
            return
        stored_keys = {str(pk) for pk in self.stored().values_list("pk", flat=True)}
        changed = data.copy()
        for name in data:
            is_key = name.startswith(f"{self.prefix}-") and name.endswith("-id")
            if is_key and data[name] not in stored_keys:
                changed[name] = ""
        self.data = changed

    def full_clean(self) -> None:
        for form in self.forms:
            form.fields["id"].required = form.instance.pk is not None
        super().full_clean()

    def stored(self) -> models.QuerySet[Row]:
        return self.model._default_manager.filter(**{self.fk.name: self.instance.pk})

    def kept(self) -> list[Row]:
        """The rows to store, in the order of the form."""
        return [
            form.instance
            for form in self.forms
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]

    def difference(self) -> Difference:
        """The stored rows and the rows of the form, a line for each."""
        names = [name for name in self.form.base_fields if name not in ("id", self.fk.name)]
        stored, entered = (
            "\n".join(row_in_words(row, names) for row in rows)
            for rows in (self.stored(), self.kept())
        )
        return Difference(str(self.model._meta.verbose_name), stored, entered)


def refuse_lost_characters(form: "forms.ModelForm[Any]") -> None:
    """Refuse question marks in place of characters that the stored text has, or of a whole text."""
    for name in form.changed_data:
        before, after = form.initial.get(name) or "", form.cleaned_data.get(name)
        if not isinstance(before, str) or not isinstance(after, str):
            continue
        if lost := lost_characters(before, after):
            message = _("原来这里是“%s”，现在是问号：像是复制时丢了字，请照原文补上。")
            form.add_error(name, message % lost)
        elif is_lost(after):
            form.add_error(name, _("这里只有问号：像是复制时丢了字，请照原文补上。"))


def unsaved(
    form: RecordedForm[Any], formsets: "Iterable[forms.BaseFormSet[Any]]"
) -> list[Difference]:
    """Where the entries of a form differ from what is stored."""
    names = [name for name in form.changed_data if name not in NOT_CONTENT]
    differences = [field_difference(form[name]) for name in names]
    differences += [rows.difference() for rows in formsets if isinstance(rows, RecordedFormSet)]
    return [difference for difference in differences if difference.before != difference.after]


def field_difference(field: forms.BoundField) -> Difference:
    values = map(field.field.prepare_value, (field.initial, field.data))
    before, after = (value_in_words(field, value) for value in values)
    return Difference(str(field.label), before, after)


def value_in_words(field: forms.BoundField, value: Any) -> str:
    """The value of a form field as people read it."""
    values = value if isinstance(value, list) else [value]
    keys = [str(getattr(item, "pk", item)) for item in values if item not in (None, "")]
    labels = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    return "；".join(labels.get(key, key).replace("\r\n", "\n") for key in keys) or str(EMPTY)


def row_in_words(row: models.Model, names: Iterable[str]) -> str:
    """The fields of a row on one line, as people read them, without the empty ones."""
    labels = (str(field_in_words(row, name)) for name in names)
    return "，".join(filter(None, labels))


def field_in_words(row: models.Model, name: str) -> Any:
    """The label of a field's choice, or its value."""
    display = getattr(row, f"get_{name}_display", None)
    return getattr(row, name) if display is None else display()
