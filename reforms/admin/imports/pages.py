"""The import desk: the list of imports, and which page each of them has.

Knows requests and pages; reforms.importing does the work.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ... import history, importing
from ...models import BatchImport, Case, ImportRow
from ..publishing import PublishPages
from ..reviewing import may_review
from .files import FilePages
from .preview import PreviewPages
from .start import StartPages, chosen_again
from .undo import UndoPages

State, Status = BatchImport.State, ImportRow.Status


@admin.register(BatchImport)
class ImportAdmin(PublishPages[BatchImport], StartPages, PreviewPages, UndoPages, FilePages):
    """The records of all imports; each opens at its next step."""

    list_display = ("__str__", "kind", "shown_state", "summary_of_counts", "editor", "at")
    list_filter = ("state", "kind")
    search_fields = ("file_name", "sha256")
    list_select_related = ("by",)
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: BatchImport | None = None) -> bool:
        """Imports are kept as records."""
        return False

    @admin.display(description=gettext_lazy("状态"), ordering="state")
    def shown_state(self, batch_import: BatchImport) -> str:
        if importing.is_being_read(batch_import):
            return _("正在读取")
        is_refused = "refused" in batch_import.facts
        return _("没有读成") if is_refused else batch_import.get_state_display()

    @admin.display(description=gettext_lazy("编辑"), ordering="by")
    def editor(self, batch_import: BatchImport) -> str:
        user = batch_import.by
        return user.get_full_name() or user.get_username() if user else ""

    @admin.display(description=gettext_lazy("结果"))
    def summary_of_counts(self, batch_import: BatchImport) -> str:
        counts = {status.label: batch_import.counts.get(status.value, 0) for status in Status}
        return "，".join(f"{label} {count}" for label, count in counts.items() if count)

    def get_urls(self) -> list[URLPattern]:
        def url(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
            return path(route, self.admin_site.admin_view(view), name=f"reforms_import_{name}")

        return [
            url("template.csv", self.template, "template"),
            url("<int:pk>/refused.csv", self.refused, "refused"),
            url("<int:pk>/undo/", self.undo, "undo"),
            *super().get_urls(),
        ]

    def change_view(  # type: ignore[override]  # streams progress, for which the stubs lack a type
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponseBase:
        """The page of an import in its state."""
        if self.get_object(request, object_id) is None:
            return super().change_view(request, object_id)  # says so on the desk's first page
        batch_import = self.permitted_import(request, self.key_of(object_id), "view")
        if request.method == "POST":
            return self.correct(request, self.permitted_import(request, batch_import.pk))
        if batch_import.state == State.PREPARED:
            return self.preview(request, batch_import)
        if importing.is_being_read(batch_import):
            return self.reading(request, batch_import)
        return self.record(request, batch_import)

    def record(self, request: HttpRequest, batch_import: BatchImport) -> HttpResponse:
        """The page of an import that is over: what it wrote, and what its drafts lack."""
        outcome = batch_import.outcome.get("cases", [])
        listed = outcome[: importing.EDITABLE]
        cases = Case.objects.with_relations().in_bulk([key for _line, key, *_rest in listed])
        waiting = self.waiting(batch_import)
        checked = [(case, history.missing(case)) for case in waiting[: importing.EDITABLE]]
        return self.page(
            request,
            "record",
            _("导入记录：%s") % batch_import,
            batch_import=batch_import,
            cases=[
                (line, cases.get(key), action == "created")
                for line, key, _version, action in listed
            ],
            total=len(outcome),
            waiting=len(waiting),
            lacking=[(case, missing) for case, missing in checked if missing],
            batches=importing.batches_of(batch_import),
            statuses=[(status, batch_import.counts.get(status, 0)) for status in Status],
            may_publish=request.user.has_perm("reforms.publish_case"),
            may_review=may_review(request),
            shown_state=self.shown_state(batch_import),
            may_undo=request.user.has_perm("reforms.undo_import"),
            again=chosen_again(batch_import),
        )

    def waiting(self, batch_import: BatchImport) -> Sequence[Case]:
        is_applied = batch_import.state == State.APPLIED
        return importing.waiting_cases(batch_import) if is_applied else []
