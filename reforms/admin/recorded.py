"""The base of the admins of recorded models: every change goes through reforms.history."""

from collections.abc import Callable, Sized
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .empty_choices import ASKS, EmptyChoices
from .generics import Row
from .history_pages import HistoryPages
from .recorded_forms import RecordedForm

admin.site.site_header = gettext_lazy("检察改革典型案例库 · 编辑台")
admin.site.site_title = gettext_lazy("编辑台")
admin.site.index_title = gettext_lazy("编辑台")
admin.site.empty_value_display = "—"

TITLES = {"title", "subtitle", "title_en", "notice_title"}


class RecordedAdmin(EmptyChoices, HistoryPages[Row]):
    """An admin whose history is Version. Django's own log has accounts alone: one record each."""

    form: type[RecordedForm[Row]] = RecordedForm
    change_form_template = "admin/reforms/change_form.html"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    show_facets = admin.ShowFacets.NEVER  # each would count a table of cases

    def log_addition(self, *_args: Any) -> LogEntry:
        """Save nothing; Version is the record."""
        return LogEntry()

    def log_change(self, *_args: Any) -> LogEntry:
        """Save nothing; Version is the record."""
        return LogEntry()

    def log_deletions(self, *_args: Any) -> list[LogEntry]:
        """Save nothing; Version is the record."""
        return []

    def construct_change_message(self, *_args: Any) -> list[dict[str, dict[str, list[str]]]]:
        """Nothing; Version is the record."""
        return []

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: HttpRequest, **options: Any
    ) -> Any:
        """A title gets a box that shows all of it; a line break in it becomes a space."""
        if db_field.name in TITLES:
            options["widget"] = AdminTextareaWidget(attrs={"rows": 1})
        return super().formfield_for_dbfield(db_field, request, **options)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        """The form under the name of its row; Django's title is “修改 …”."""
        row, name = context["original"], self.opts.verbose_name
        context |= {"title": row or _("新增%s") % name, "subtitle": None}
        return super().render_change_form(request, context, *args, **options)

    def get_action_choices(
        self,
        request: HttpRequest,
        default_choices: Any = None,
        action_location: Any = None,
    ) -> list[tuple[str, str]]:
        """The actions of the list; Django begins them with a row of hyphens.

        Django 6.1 says for which page it asks; 5.2 does not.
        """
        location = () if action_location is None else (action_location,)
        first = default_choices or [("", str(ASKS))]
        return super().get_action_choices(request, first, *location)

    def get_actions(self, request: HttpRequest, action_location: Any = None) -> dict[str, Any]:
        """Without Django's bulk deletion, which does not check whether a case was public.

        Django 6.1 says for which page it asks; 5.2 does not.
        """
        location = () if action_location is None else (action_location,)
        actions = super().get_actions(request, *location)
        actions.pop("delete_selected", None)
        return actions

    def response_change(self, request: HttpRequest, obj: Row) -> HttpResponse:
        """After “save and publish”, go on to the page that lists what becomes public."""
        if "_publish" not in request.POST or not self.has_publish_permission(request):
            return super().response_change(request, obj)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_publish"
        return HttpResponseRedirect(reverse(name, args=[obj.pk]))

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reforms.publish_case")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reforms.withdraw_case")

    def attempt(self, request: HttpRequest, write: Callable[[], Sized], message: str) -> bool:
        """Run a write; show the message, with the count of written rows, or each error.

        Returns whether it was written.
        """
        try:
            rows = write()
        except ValidationError as error:
            for text in error.messages:
                self.message_user(request, text, messages.ERROR)
            return False
        self.message_user(request, message % {"count": len(rows)}, messages.SUCCESS)
        return True
