"""Undoing an import: a page that shows what would be undone, and the undo itself."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from ... import importing
from ...models import BatchImport
from ...text.numbers import numbers
from ..requests import edit_by
from .desk import ImportDesk

State = BatchImport.State


class UndoPages(ImportDesk):
    """The page that asks before an import is undone."""

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("reforms.undo_import"):
            raise PermissionDenied
        batch_import = self.permitted_import(request, pk, "view")
        if batch_import.state != State.APPLIED:
            return HttpResponseRedirect(self.url_of(batch_import))
        if request.method == "POST":
            return self.undo_now(request, batch_import)
        return self.ask_before_undo(request, batch_import)

    def ask_before_undo(self, request: HttpRequest, batch_import: BatchImport) -> HttpResponse:
        """The page that asks before an undo."""
        plan = importing.undo_plan(batch_import)
        counts = {
            verb: sum(undo.verb == verb and not undo.is_edited for undo in plan)
            for verb in ("delete", "withdraw", "return", "leave")
        }
        return self.page(
            request,
            "undo",
            _("撤销导入：%s") % batch_import,
            batch_import=batch_import,
            counts=counts,
            edited=[undo for undo in plan if undo.is_edited],
            seen=importing.digest_of_edits(plan),
            total=len(plan),
        )

    def undo_now(self, request: HttpRequest, batch_import: BatchImport) -> HttpResponse:
        also = numbers(request.POST.getlist("also"))
        if "all" in request.POST:
            also = [undo.case.pk for undo in importing.undo_plan(batch_import) if undo.is_edited]
        seen = request.POST.get("seen", "")
        try:
            counts = importing.undo(batch_import, edit_by(request), also=also, seen=seen)
        except ValidationError as error:
            self.show_errors(request, error)
            return HttpResponseRedirect(request.path)
        message = _(
            "已撤销：删除草稿 %(delete)d 件，撤下 %(withdraw)d 件，还原 %(return)d 件，"
        ) + _("保留 %(leave)d 件。")
        self.message_user(request, message % counts, messages.SUCCESS)
        return HttpResponseRedirect(self.url_of(batch_import))
