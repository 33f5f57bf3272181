"""An admin whose history is Version; every change goes through reforms.history."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from .history_pages import HistoryPages
from .recorded_forms import RecordedForm

admin.site.site_header = gettext_lazy("检察改革典型案例库 · 编辑台")
admin.site.site_title = gettext_lazy("编辑台")
admin.site.index_title = gettext_lazy("内容管理")


class RecordedAdmin(HistoryPages, admin.ModelAdmin):
    """An admin whose history is Version: Django's own log stays empty, so there is one record."""

    form = RecordedForm
    change_form_template = "admin/reforms/change_form.html"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def log_addition(self, *_args: Any) -> None:
        """See Version."""

    def log_change(self, *_args: Any) -> None:
        """See Version."""

    def log_deletions(self, *_args: Any) -> None:
        """See Version."""

    def construct_change_message(self, *_args: Any) -> list:
        """See Version."""
        return []

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None):
        """Django's own title, “选择 … 来修改”, reads like a program."""
        named = {"title": self.opts.verbose_name_plural}
        return super().changelist_view(request, named | (extra_context or {}))

    def get_actions(self, request: HttpRequest) -> dict:
        """Without Django's bulk deletion, which would ask no one whether a case was public."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def response_change(self, request: HttpRequest, obj: models.Model) -> HttpResponse:
        """What is saved to be published goes on to the page that says what that makes public."""
        if "_publish" not in request.POST or not self.has_publish_permission(request):
            return super().response_change(request, obj)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_publish"
        return HttpResponseRedirect(reverse(name, args=[obj.pk]))

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reforms.publish_case")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reforms.withdraw_case")

    def attempt(self, request: HttpRequest, write: Callable, done: str) -> bool:
        """Run one write; tell the editor what was done, or each thing that stands against it."""
        try:
            rows = write()
        except ValidationError as error:
            for message in error.messages:
                self.message_user(request, message, messages.ERROR)
            return False
        self.message_user(request, done % {"count": len(rows)}, messages.SUCCESS)
        return True
