"""The history at the editors' desk: who changed what when, in words, and the way back.

Knows requests and pages; history.py does the work.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import history
from .columns import BY_NAME
from .models import Case, Theme, Version
from .vocabulary import Status, Withdrawal

EMPTY = gettext_lazy("（空）")
KEPT = 40  # characters of an unchanged passage shown on either side of a change
# Follow from other columns, or say nothing to people.
QUIET = {"id", "reference", "permalink", "province_codes", "theme_names", "date_basis", "year"}
VALUES = {"status": Status, "withdrawal": Withdrawal}


@dataclass(frozen=True)
class Difference:
    """One field of two states, as people read it."""

    label: str
    before: str
    after: str

    @property
    def pieces(self) -> Iterator[tuple[str, str]]:
        """The text with what went (del) and what came (ins), sentence by sentence."""
        old, new = sentences(self.before), sentences(self.after)
        for change, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if change == "equal":
                yield "same", shortened("".join(old[a:b]))
                continue
            if b > a:
                yield "del", "".join(old[a:b])
            if d > c:
                yield "ins", "".join(new[c:d])


def sentences(text: str) -> list[str]:
    return re.findall(r"；|[^。！？；\n]+[。！？\n]*|[。！？\n]+", text)


def shortened(text: str) -> str:
    """An unchanged passage: its ends, where it is long."""
    return text if len(text) <= 2 * KEPT else f"{text[:KEPT]} …… {text[-KEPT:]}"


def in_words(name: str, value: Any) -> str:
    """A value of a state as people read it."""
    values = value if isinstance(value, list) else [value]
    labels = dict(getattr(VALUES.get(name) or closed_list(name), "choices", ()))
    if name == "themes":
        labels = dict(Theme.objects.values_list("slug", "name"))
    said = [str(labels.get(one, one) or "—") for one in values]
    return "；".join(said) if any(values) else str(EMPTY)


def closed_list(name: str) -> Any:
    return BY_NAME[name].values if name in BY_NAME else None


def readable(model: type[models.Model], changed: Iterable[tuple]) -> list[Difference]:
    """Differences of states under the headings that people know."""
    headings = {field.attname: str(field.verbose_name) for field in model._meta.fields}
    if model is Case:
        headings |= {name: column.heading for name, column in BY_NAME.items()}
    return [
        Difference(headings.get(name, name), in_words(name, old), in_words(name, new))
        for name, old, new in changed
        if name not in QUIET
    ]


# ---------------------------------------------------------------- two editors on one row


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
            newer = history.edits_since(self.subject, self.instance, opened_on)
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


class RevertForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("恢复原因"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("写入修改历史，不公开。"),
    )


class HistoryPages:
    """The history of a row, a page for each version, and the way back to it; for an admin."""

    subject = ""

    def get_form(self, request: HttpRequest, *args: Any, **options: Any) -> type[RecordedForm]:
        form = super().get_form(request, *args, **options)
        form.subject = self.subject
        return form

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        """The row, with the number of its last version; locked where it is about to be written.

        The number is read before the row: a change between the two may be told of without
        need, and can't be missed.
        """
        row = super().get_object(request, object_id, from_field)
        if row is None:
            return None
        if request.method == "POST":
            history.lock(type(row), [row.pk])
        opened_on = history.last_version(self.subject, row.pk)
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.opened_on = opened_on
        return row

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **options: Any
    ) -> HttpResponse:
        """As ever; but what was typed is shown, to be copied, where it can't be saved any more."""
        if request.method == "POST" and object_id and self.has_view_permission(request):
            row = self.model.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
            if row is None or not self.has_change_permission(request, row):
                return self.not_saved(request, row)
        return super().changeform_view(request, object_id, *args, **options)

    def not_saved(self, request: HttpRequest, row: models.Model | None) -> HttpResponse:
        typed = [
            (field.verbose_name, text)
            for field in self.model._meta.fields
            if not field.choices
            and not field.is_relation
            and (text := request.POST.get(field.name))
        ]
        typed += [
            (_("单位"), text)
            for name, text in request.POST.items()
            if name.startswith("bodies-") and name.endswith("-name") and text
        ]
        context = {**self.admin_site.each_context(request), "opts": self.opts, "object": row}
        context |= {"title": _("没有保存"), "typed": typed}
        return TemplateResponse(
            request, "admin/reforms/not_saved.html", context, status=403 if row else 404
        )

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **options: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        if form.newer:
            context["conflict"] = self.conflict(form, context["inline_admin_formsets"])
        return super().render_change_form(request, context, *args, **options)

    def conflict(self, form: RecordedForm, inlines: Iterable[Any]) -> dict:
        """What others saved since the form was opened, and what was typed in it."""
        last, opened_on = form.newer[-1], form.cleaned_data.get("opened_on")
        opened = history.versions(self.subject, form.instance).filter(pk=opened_on).first() or last
        theirs = history.content_differences(self.subject, opened.state, last.state)
        return {
            "newer": form.newer,
            "theirs": readable(self.model, theirs),
            "unsaved": unsaved(form, [one.formset for one in inlines]),
        }

    def get_urls(self) -> list:
        version = path(
            "<int:object_id>/history/<int:version_id>/",
            self.admin_site.admin_view(self.version_view),
            name=f"reforms_{self.opts.model_name}_version",
        )
        return [version, *super().get_urls()]

    def seen_row(self, request: HttpRequest, object_id: str | int) -> models.Model:
        row = get_object_or_404(self.model, pk=object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return row

    def history_page(self, request: HttpRequest, row: models.Model, name: str, **context):
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "object": row}
        return TemplateResponse(request, f"admin/reforms/{name}.html", context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        row = self.seen_row(request, object_id)
        changes = [
            (version, readable(self.model, changed))
            for version, changed in history.changes(self.subject, row)
        ]
        title = _("修改历史：%s") % row
        return self.history_page(request, row, "history", title=title, changes=changes)

    def version_view(self, request: HttpRequest, object_id: int, version_id: int) -> HttpResponse:
        """One version: what it changed, and what would change if it were brought back."""
        row = self.seen_row(request, object_id)
        versions = history.versions(self.subject, row)
        version = get_object_or_404(versions, pk=version_id)
        may_revert = self.has_change_permission(request, row)
        form = RevertForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            if not may_revert:
                raise PermissionDenied
            return self.revert(request, version, form.cleaned_data["note"])
        before = versions.filter(pk__lt=version_id).last()
        changed = history.differences(before.state, version.state) if before else []
        back = history.content_differences(self.subject, versions.last().state, version.state)
        return self.history_page(
            request,
            row,
            "version",
            title=_("版本：%s") % row,
            version=version,
            first=before is None,
            changed=readable(self.model, changed),
            back=readable(self.model, back),
            state=readable(self.model, [(name, "", v) for name, v in version.state.items()]),
            form=form,
            may_revert=may_revert,
        )

    def revert(self, request: HttpRequest, version: Version, why: str) -> HttpResponse:
        note = _("恢复到版本 %d") % version.pk + (f"：{why}" if why else "")
        try:
            history.revert(version, by=request.user, note=note)
        except ValidationError as error:
            for message in error.messages:
                self.message_user(request, message, messages.ERROR)
            return HttpResponseRedirect(request.path)
        self.message_user(request, _("已恢复，并记为一个新的版本。"), messages.SUCCESS)
        name = f"admin:reforms_{self.opts.model_name}_history"
        return HttpResponseRedirect(reverse(name, args=[version.subject_id]))
