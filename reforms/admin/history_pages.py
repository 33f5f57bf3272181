"""The history of a row at the editors' desk, and the way back to a former state.

Knows requests and pages; reforms.history does the work.
"""

from collections.abc import Iterable
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

from .. import history
from ..models import Version
from .differences import readable
from .recorded_forms import RecordedForm, unsaved


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
        opened_on = history.last_version_key(self.subject, row.pk)
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
        opened = (
            history.versions_of(self.subject, form.instance).filter(pk=opened_on).first() or last
        )
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
            for version, changed in history.changes_by_version(self.subject, row)
        ]
        title = _("修改历史：%s") % row
        return self.history_page(request, row, "history", title=title, changes=changes)

    def version_view(self, request: HttpRequest, object_id: int, version_id: int) -> HttpResponse:
        """One version: what it changed, and what would change if it were brought back."""
        row = self.seen_row(request, object_id)
        versions = history.versions_of(self.subject, row)
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
            history.revert(version, history.Edit(request.user, note))
        except ValidationError as error:
            for message in error.messages:
                self.message_user(request, message, messages.ERROR)
            return HttpResponseRedirect(request.path)
        self.message_user(request, _("已恢复，并记为一个新的版本。"), messages.SUCCESS)
        name = f"admin:reforms_{self.opts.model_name}_history"
        return HttpResponseRedirect(reverse(name, args=[version.subject_id]))
