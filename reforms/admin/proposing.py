"""The form of a public case, sent by somebody who may not publish: it makes a proposal.

A publisher's form can begin with a proposal too, and then decides it. Knows requests and pages;
reforms.history does the work.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import history
from ..models import Batch, Case, CreditedBody, Proposal, ThemeAssignment
from .confirmation import ConfirmedForm, ConfirmPages
from .recorded import RecordedAdmin
from .recorded_forms import RecordedForm
from .requests import edit_by, editor_of

Assignments = Collection[ThemeAssignment] | None
PROPOSED = "proposed"  # attribute of the case of a form: key of the proposal that was made of it


class ProposedForm(ConfirmedForm):
    """The form of a case; `proposal` is the open one that it began with."""

    proposal = forms.ModelChoiceField(
        Proposal.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        proposals = Proposal.objects.open().filter(case=self.instance.pk).select_related("by")
        self.fields["proposal"].queryset = proposals  # type: ignore[attr-defined]

    def clean_batch(self) -> Batch:
        """The batch, which is not deleted while its case is saved."""
        batch: Batch = self.cleaned_data["batch"]
        history.hold_batch(batch.pk)
        return batch

    def clean(self) -> dict[str, Any] | None:
        """Say of a proposal that is not open any more what the next click does."""
        cleaned = super().clean()
        if "proposal" in self.errors:
            message = _("这条提议刚才有了结果，或者改过；还没有保存。再按保存，就是您自己的改动。")
            self.add_error(None, message)
        return cleaned


class ProposePages(ConfirmPages[Case], RecordedAdmin[Case]):
    """For the admin of cases."""

    def proposes(self, request: HttpRequest, case: Case | None) -> bool:
        """Whether what the editor saves of a case is a proposal only."""
        return case is not None and case.is_public and not self.has_publish_permission(request)

    def has_revert_permission(self, request: HttpRequest, row: Case) -> bool:
        """Only publishers bring back a former state of what the public sees."""
        return not self.proposes(request, row) and super().has_revert_permission(request, row)

    def write(
        self,
        request: HttpRequest,
        form: RecordedForm[Case],
        themes: Assignments,
        bodies: Sequence[CreditedBody] | None,
    ) -> None:
        """Save the case of a form with its themes and bodies, or store them as a proposal."""
        case, edit = form.instance, edit_by(request, form.cleaned_data["note"])
        proposal: Proposal | None = form.cleaned_data["proposal"]
        if self.proposes(request, case):
            is_own = proposal is not None and proposal.by_id == editor_of(request).pk
            replaced = proposal if is_own else None
            try:
                made = history.propose(case, edit, themes=themes, bodies=bodies, replaced=replaced)
            except ValidationError as error:
                self.message_user(request, "".join(error.messages), messages.WARNING)
            else:
                setattr(case, PROPOSED, made.pk)
        elif proposal:
            history.take_as(proposal, case, edit, themes, bodies)
        else:
            history.save_case(case, edit, themes=themes, bodies=bodies)

    def response_change(self, request: HttpRequest, obj: Case) -> HttpResponse:
        """After a proposal, its page, which says what happens next."""
        if not self.proposes(request, obj):
            return super().response_change(request, obj)
        key = getattr(obj, PROPOSED, None)
        if key is None:
            return HttpResponseRedirect(request.path)
        message = _("提议已经交给有发布权限的同事；采纳以前，公众看到的不变。")
        self.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:reforms_proposal_change", args=[key]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        """The form; above it, the open proposals for the case."""
        case: Case | None = context["original"]
        if case:
            context |= {
                "proposes": self.proposes(request, case),
                "proposals": case.proposals.open().select_related("by"),
            }
        return super().render_change_form(request, context, *args, **options)
