"""Forms that know which version they were opened on, so that two editors lose nothing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import history
from ..models import Version
from .differences import EMPTY, Difference


class RecordedForm(forms.ModelForm):
    """A form whose change can be explained, and that knows which version it was opened on."""

    note = forms.CharField(
        label=gettext_lazy("修改说明"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("为什么改；写入修改历史，不公开。"),
    )
    opened_on = forms.IntegerField(required=False, widget=forms.HiddenInput)
    over = forms.IntegerField(required=False)  # the version that is knowingly written over
    subject = ""
    newer: list[Version] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["opened_on"] = getattr(self.instance, "opened_on", None)

    def clean(self) -> dict | None:
        cleaned = super().clean()
        if self.instance.pk:
            opened_on = self.cleaned_data.get("opened_on") or 0
            newer = history.versions_since(self.subject, self.instance, opened_on)
            if newer and self.cleaned_data.get("over") != newer[-1].pk:
                self.newer = newer
                raise ValidationError(_("您打开之后，别人保存过改动。您填写的都还在，没有保存。"))
        return cleaned


def said(field: forms.BoundField, value: Any) -> str:
    """The value of a field of a form as people read it."""
    values = value if isinstance(value, list) else [value]
    values = [getattr(one, "pk", one) for one in values if one not in (None, "")]
    labels = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    words = (labels.get(str(one), str(one)).replace("\r\n", "\n") for one in values)
    return "；".join(words) or str(EMPTY)


def row_in_words(row: models.Model, names: Iterable[str]) -> str:
    """A row beside a form, on one line."""
    shown = (getattr(row, f"get_{name}_display", lambda n=name: getattr(row, n)) for name in names)
    return "，".join(filter(None, (str(show()) for show in shown)))


class RecordedFormSet(forms.models.BaseInlineFormSet):
    """Rows beside a form. One that somebody took away meanwhile is written anew, not refused."""

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        if data is not None:
            known = {str(pk) for pk in self.stored().values_list("pk", flat=True)}
            self.data = data.copy()
            for name in data:
                is_key = name.startswith(f"{self.prefix}-") and name.endswith("-id")
                if is_key and data[name] not in known:
                    self.data[name] = ""

    def _construct_form(self, i: int, **options: Any) -> forms.BaseForm:
        form = super()._construct_form(i, **options)
        form.fields["id"].required = form.instance.pk is not None
        return form

    def stored(self) -> models.QuerySet:
        return self.model.objects.filter(**{self.fk.name: self.instance.pk})

    def kept(self) -> list[models.Model]:
        """The rows to write, in their order."""
        return [
            one.instance
            for one in self.forms
            if one not in self.deleted_forms and (one.instance.pk or one.has_changed())
        ]

    def difference(self) -> Difference:
        names = [name for name in self.form.base_fields if name not in ("id", self.fk.name)]
        saved, typed = (
            "\n".join(row_in_words(row, names) for row in rows)
            for rows in (self.stored(), self.kept())
        )
        return Difference(str(self.model._meta.verbose_name), saved, typed)


def unsaved(form: RecordedForm, formsets: Iterable[Any]) -> list[Difference]:
    """Where what was typed differs from what is saved: (field, saved, typed)."""
    names = [name for name in form.changed_data if name not in ("note", "opened_on", "over")]
    found = [
        Difference(str(form[name].label), said(form[name], form[name].initial), typed(form, name))
        for name in names
    ]
    found += [rows.difference() for rows in formsets if isinstance(rows, RecordedFormSet)]
    return [one for one in found if one.before != one.after]


def typed(form: RecordedForm, name: str) -> str:
    return said(form[name], form[name].data)
