"""Taking an import back: what that would do, and doing it."""

from collections.abc import Collection

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from .. import importing
from ..models import BatchImport
from .import_desk import ImportDesk

State = BatchImport.State


class UndoPages(ImportDesk):
    """The page that asks before an import is undone."""

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("reforms.undo_import"):
            raise PermissionDenied
        found = self.find(request, pk, "view")
        if found.state != State.APPLIED:
            return HttpResponseRedirect(self.address(found))
        if request.method == "POST":
            return self.undo_now(request, found)
        return self.ask_before_undo(request, found)

    def ask_before_undo(
        self, request: HttpRequest, found: BatchImport, left: int = 0, also: Collection[int] = ()
    ) -> HttpResponse:
        """What an undo would do; `left`: drafts to take out of the index before it can be done."""
        plan = importing.undo_plan(found)
        counted = {
            verb: sum(one.verb == verb and not one.is_edited for one in plan)
            for verb in ("delete", "withdraw", "return", "leave")
        }
        return self.page(
            request,
            "import_undo",
            _("撤销导入：%s") % found,
            found=found,
            counted=counted,
            edited=[one for one in plan if one.is_edited],
            total=len(plan),
            done=counted["delete"] - left if left else 0,
            also=also,
        )

    def undo_now(self, request: HttpRequest, found: BatchImport) -> HttpResponse:
        also = [int(pk) for pk in request.POST.getlist("also") if pk.isdecimal()]
        if "all" in request.POST:
            also = [one.case.pk for one in importing.undo_plan(found) if one.is_edited]
        if left := importing.unindex_drafts(found):
            return self.ask_before_undo(request, found, left, also)
        try:
            done = importing.undo(found, by=request.user, also=also)
        except ValidationError as error:
            self.tell(request, error)
        else:
            said = _("已撤销：删除草稿 %(delete)d 件，撤下 %(withdraw)d 件，还原 %(return)d 件，")
            said += _("保留 %(leave)d 件。")
            self.message_user(request, said % done, messages.SUCCESS)
        return HttpResponseRedirect(self.address(found))
