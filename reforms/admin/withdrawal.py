"""The form that asks why cases are withdrawn."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import history
from ..models import Case
from ..models.fields import CleanInput
from ..vocabulary import SUCCEEDED, Withdrawal

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
        super().__init__(data)
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
