"""Withdrawing cases at the desk: the action of the list, and the page that asks why."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import history
from ..models import Case
from ..models.cases import CaseQuerySet
from ..models.fields import CleanInput
from ..vocabulary import SUCCEEDED, Withdrawal
from .recorded import RecordedAdmin
from .requests import edit_by

AT_ONCE = 500  # cases; the page sends each as a field, and a form may have 1,000


class WithdrawalForm(forms.Form):
    """Why cases are withdrawn, and which case replaces them."""

    reason = forms.ChoiceField(
        label=gettext_lazy("撤下原因"),
        choices=[("", gettext_lazy("请选择")), *Withdrawal.choices],
        help_text=gettext_lazy(
            "公开显示在原网址上。要连历史里的文字一起去掉的，撤下以后再用“抹除…”。"
        ),
    )
    successor = CleanInput(
        label=gettext_lazy("并入或取代它的案例"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("原因是合并或取代时，填另一件公开案例的编号，如 spp-reform-2-03。"),
    )
    note = CleanInput(
        label=gettext_lazy("撤下说明"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "公开显示在原网址上；原因是保护个人信息的，只记入修改历史，不公开。"
        ),
    )

    def __init__(self, data: Any, cases: QuerySet[Case]) -> None:
        super().__init__(data, label_suffix="")
        self.cases = cases

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        successor = cleaned.get("successor", "").strip().lower()
        if cleaned.get("reason") not in SUCCEEDED:
            successor = ""
        elif not Case.objects.published().filter(reference=successor).exclude(pk__in=self.cases):
            self.add_error("successor", _("请填另一件公开案例的编号。"))
        return cleaned | {"successor": successor}

    def withdraw(self, edit: history.Edit) -> list[Case]:
        """Withdraw the cases for the reason and with the note of the form; returns them."""
        cleaned = self.cleaned_data
        edit = edit._replace(note=cleaned["note"])
        return history.withdraw(self.cases, cleaned["reason"], edit, successor=cleaned["successor"])


class WithdrawPages(RecordedAdmin[Case]):
    """For the admin of cases."""

    @admin.action(description=gettext_lazy("撤下…"), permissions=["withdraw"])
    def withdraw_cases(self, request: HttpRequest, cases: CaseQuerySet) -> HttpResponse | None:
        """Ask for the reason, which the page of a withdrawn case shows; then withdraw."""
        if (total := cases.published().count()) > AT_ONCE:
            message = _("选中了 %(total)d 件公开案例；一次最多撤下 %(most)d 件，请分几次选。")
            self.message_user(request, message % {"total": total, "most": AT_ONCE}, messages.ERROR)
            return None
        form = WithdrawalForm(request.POST if "reason" in request.POST else None, cases)
        if not form.is_valid():
            return self.withdrawal_page(request, form, cases)
        return self.withdraw_now(request, form, cases)

    def withdrawal_page(
        self, request: HttpRequest, form: WithdrawalForm, cases: CaseQuerySet
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("撤下案例"),
            "opts": self.opts,
            "form": form,
            "cases": cases.published(),
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/reforms/withdraw.html", context)

    def withdraw_now(
        self, request: HttpRequest, form: WithdrawalForm, cases: CaseQuerySet
    ) -> HttpResponse | None:
        """Withdraw; go on to the page of a single case, else back to the list."""
        keys = [*cases.published().values_list("pk", flat=True)[:2]]
        is_done = self.attempt(
            request,
            lambda: form.withdraw(edit_by(request)),
            _("已撤下 %(count)d 件案例，原网址说明日期和原因。"),
        )
        if is_done and len(keys) == 1:
            return HttpResponseRedirect(reverse("admin:reforms_case_change", args=keys))
        return None
