"""The history of a row at the editors' desk, a page for each version, and the way back to it.

Knows requests and pages; reforms.history does the work.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import history
from ..models import Version
from .conflict_pages import ConflictPages
from .differences import readable
from .generics import Row
from .requests import edit_by


class RevertForm(forms.Form):
    """Why a former state is brought back."""

    note = forms.CharField(
        label=gettext_lazy("恢复原因"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("写入修改历史，不公开。"),
    )


class HistoryPages(ConflictPages[Row]):
    """For the admin of a recorded model."""

    def get_urls(self) -> list[URLPattern]:
        version = path(
            "<int:object_id>/history/<int:version_id>/",
            self.admin_site.admin_view(self.version_view),
            name=f"reforms_{self.opts.model_name}_version",
        )
        return [version, *super().get_urls()]

    def visible_row(self, request: HttpRequest, object_id: str | int) -> Row:
        """The row with a key; raises PermissionDenied where the editor may not see it."""
        row = get_object_or_404(self.model, pk=object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return row

    def has_revert_permission(self, request: HttpRequest, row: Row) -> bool:
        return self.has_change_permission(request, row)

    def history_page(
        self, request: HttpRequest, row: Row, name: str, **context: Any
    ) -> HttpResponse:
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "object": row}
        return TemplateResponse(request, f"admin/reforms/{name}.html", context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.visible_row(request, object_id)
        changes = [
            (version, readable(self.model, differences))
            for version, differences in history.changes_by_version(self.subject, row)
        ]
        title = _("修改历史：%s") % row
        return self.history_page(request, row, "history", title=title, changes=changes)

    def version_view(self, request: HttpRequest, object_id: int, version_id: int) -> HttpResponse:
        """One version, and the form that brings it back."""
        row = self.visible_row(request, object_id)
        version = get_object_or_404(history.versions_of(self.subject, row), pk=version_id)
        may_revert = self.has_revert_permission(request, row)
        form = RevertForm(request.POST if request.method == "POST" else None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            if not may_revert:
                raise PermissionDenied
            return self.revert(request, version, form.cleaned_data["note"])
        context = {
            **self.version_context(row, version),
            "title": _("版本：%s") % row,
            "form": form,
            "may_revert": may_revert,
        }
        return self.history_page(request, row, "version", **context)

    def version_context(self, row: Row, version: Version) -> dict[str, Any]:
        """What a version changed, what it holds, and what would change if it were brought back."""
        versions = history.versions_of(self.subject, row)
        before, last = versions.filter(pk__lt=version.pk).last(), versions.last() or version
        changes = history.differences(before.state, version.state) if before else []
        revert_changes = history.content_differences(self.subject, last.state, version.state)
        state = [(name, "", value) for name, value in version.state.items()]
        return {
            "version": version,
            "is_first": before is None,
            "changes": readable(self.model, changes),
            "revert_changes": readable(self.model, revert_changes),
            "state": readable(self.model, state),
        }

    def revert(self, request: HttpRequest, version: Version, reason: str) -> HttpResponse:
        note = _("恢复到版本 %d") % version.pk + (f"：{reason}" if reason else "")
        try:
            history.revert(version, edit_by(request, note))
        except ValidationError as error:
            for message in error.messages:
                self.message_user(request, message, messages.ERROR)
            return HttpResponseRedirect(request.path)
        self.message_user(request, _("已恢复，并记为一个新的版本。"), messages.SUCCESS)
        name = f"admin:reforms_{self.opts.model_name}_history"
        return HttpResponseRedirect(reverse(name, args=[version.subject_id]))
