"""Proposals at the desk: the list, and the page on which one is compared and decided.

Knows requests and pages; reforms.history does the work.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import history
from ..models import Case, Proposal, Version
from ..models.fields import CleanInput
from .differences import in_words, readable
from .generics import ModelAdmin
from .labels import column_label
from .proposal_entries import form_entries
from .requests import edit_by, editor_of
from .sensitive_texts import passages_of_changes

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TOLD_FOR = timedelta(days=7)  # for which authors see on the first page what became of theirs


def proposals_for(user: User | AnonymousUser) -> QuerySet[Proposal]:
    """What somebody should see of proposals: the open ones, and what became of the own lately.

    Who may not decide any sees only the own open ones.
    """
    lately = Q(by=user.pk, decided_at__gte=timezone.now() - TOLD_FOR) & ~Q(decided_by=user.pk)
    is_open = Q(status=Proposal.Status.OPEN)
    if not user.has_perm("reforms.publish_case"):
        is_open &= Q(by=user.pk)
    proposals = Proposal.objects.filter(is_open | lately)
    return proposals.select_related("case", "by", "decided_by").defer("state")


class DecisionForm(forms.Form):
    """Why a proposal is taken or not; who proposed it sees the reason."""

    word = CleanInput(
        label=gettext_lazy("处理意见"),
        required=False,
        max_length=300,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy("不采纳的必须写明原因，提议人会看到；采纳的写入修改历史，不公开。"),
    )


class Decision(NamedTuple):
    """What a button does, and what is said when it is done."""

    decide: Callable[[HttpRequest, Proposal, history.Edit], Any]
    message: "StrOrPromise"


DECISIONS = {
    "_take": Decision(
        lambda request, proposal, edit: history.take(
            proposal, edit, seen=request.POST.get("seen", "")
        ),
        gettext_lazy("已采纳，公众现在看到的是改过的内容。"),
    ),
    "_decline": Decision(
        lambda _request, proposal, edit: history.decline(proposal, edit),
        gettext_lazy("没有采纳；提议人会看到您写的原因。"),
    ),
    "_retract": Decision(
        lambda _request, proposal, edit: history.retract(proposal, edit),
        gettext_lazy("已撤回这条提议。"),
    ),
}


@admin.register(Proposal)
class ProposalAdmin(ModelAdmin[Proposal]):
    """Proposals: made by the form of a case, decided on their own page, never deleted."""

    list_display = ("case", "note", "author", "at", "status", "decided")
    list_filter = ("status",)
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        proposals = Proposal.objects.select_related("case__batch", "based_on", "by", "decided_by")
        return proposals.defer("state", "based_on__state").order_by("-pk")

    @admin.display(description=gettext_lazy("提议人"), ordering="by")
    def author(self, proposal: Proposal) -> str:
        return history.name_of(proposal.by)

    @admin.display(description=gettext_lazy("处理人"), ordering="decided_by")
    def decided(self, proposal: Proposal) -> str:
        return history.name_of(proposal.decided_by) if proposal.decided_by else ""

    def has_view_permission(self, request: HttpRequest, obj: Proposal | None = None) -> bool:
        """Whoever may see the cases; the model has no permissions of its own."""
        permitted = super().has_view_permission(request, obj)
        return permitted or request.user.has_perm("reforms.view_case")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return super().has_module_permission(request) or self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Proposal | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Proposal | None = None) -> bool:
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The difference to the case as it is now; a POST decides, by one button."""
        proposal = get_object_or_404(Proposal.objects.select_related("case", "by"), pk=object_id)
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        data = request.POST if request.method == "POST" else None
        form = DecisionForm(data, label_suffix="")
        if form.is_valid():
            self.decide(request, proposal, form.cleaned_data["word"])
            return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            **self.page_context(request, proposal),
            "title": _("修改提议：%s") % proposal.case,
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/reforms/proposals/page.html", context)

    def decide(self, request: HttpRequest, proposal: Proposal, word: str) -> None:
        """Do what a button asks for, and say so. Raises PermissionDenied if it is not offered."""
        buttons = [name for name in DECISIONS if name in request.POST]
        if len(buttons) != 1:
            raise BadRequest("not a form of this page")
        [button] = buttons
        if button not in self.offered(request, proposal):
            raise PermissionDenied
        decision = DECISIONS[button]
        try:
            decision.decide(request, proposal, edit_by(request, word))
        except ValidationError as error:
            for message in error.messages:
                self.message_user(request, message, messages.ERROR)
        else:
            self.message_user(request, decision.message, messages.SUCCESS)

    def offered(self, request: HttpRequest, proposal: Proposal) -> list[str]:
        """The buttons that the user of a request may press."""
        may_publish = request.user.has_perm("reforms.publish_case")
        is_own = proposal.by_id == editor_of(request).pk
        return ["_take", "_decline"] * may_publish + ["_retract"] * is_own

    def page_context(self, request: HttpRequest, proposal: Proposal) -> dict[str, Any]:
        """What the page shows of a proposal; of a decided one, what it was made for."""
        offered = self.offered(request, proposal)
        context: dict[str, Any] = {"proposal": proposal, "offered": offered}
        if not proposal.is_open:
            changes = history.proposed_differences(proposal)
            return context | {"changes": readable(Case, changes)}
        # Read first: a change between the two is reported needlessly, but never missed.
        opened_on = history.last_version_key(Version.Subject.CASE, proposal.case_id)
        merged = history.merge(proposal)
        return context | {
            "changes": readable(Case, merged.differences),
            "conflicts": [in_a_row(conflict) for conflict in merged.conflicts],
            "sensitive": passages_of_changes(merged.differences),
            "seen": merged.digest,
            "entries": form_entries(proposal, merged.state) if offered else [],
            "opened_on": opened_on,
        }


def in_a_row(conflict: history.Conflict) -> list[str]:
    """A conflict for a table: its label, and the three values."""
    values = (conflict.before, conflict.current, conflict.proposed)
    return [column_label(conflict.name), *(in_words(conflict.name, value) for value in values)]
