"""Erasure at the editors' desk: search for a phrase, confirm, erase; and the list of tombstones.

Knows requests and pages; reforms.erasure does the work.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import erasure
from ..models import Case, Erasure
from .generics import ModelAdmin
from .requests import edit_by

Kind = Erasure.Kind
CASES_LISTED = 20  # of other cases that hold the phrase


class ErasureForm(forms.Form):
    """What to erase: a phrase, or the whole text of a case."""

    kind = forms.ChoiceField(
        label=gettext_lazy("抹除什么"),
        choices=[
            (Kind.PHRASE, gettext_lazy("一个词句，如姓名、地址、号码")),
            (Kind.WHOLE, gettext_lazy("本案例的全部文字（标题、摘要、正文、关键词、译文）")),
        ],
        widget=forms.RadioSelect,
        initial=Kind.PHRASE,
    )
    phrase = forms.CharField(
        label=gettext_lazy("词句"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "vTextField"}),
        help_text=gettext_lazy(
            "至少两个字，照原文的写法；中间有空格、换行的也会抹除。以“■■”代替。只抹除全文时留空。"
        ),
    )
    checked_phrase: erasure.Phrase | None = None  # None: the whole text

    def __init__(self, case: Case, *args: Any) -> None:
        super().__init__(*args)
        self.case = case

    def clean(self) -> None:
        if self.cleaned_data.get("kind") == Kind.PHRASE:
            text = self.cleaned_data["phrase"]
            try:
                self.checked_phrase = erasure.checked_phrase(self.case, text)
            except ValidationError as error:
                self.add_error("phrase", error)


class ErasurePages(ModelAdmin[Case]):
    """For the admin of cases. The phrase never stands in a URL, which logs and browsers keep."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.erase_view)
        return [path("<int:pk>/erase/", view, name="reforms_case_erase"), *super().get_urls()]

    def erase_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form; what it would erase; and with `_erase` in the form, do it."""
        if not request.user.has_perm("reforms.erase_case"):
            raise PermissionDenied
        case = get_object_or_404(Case.objects.with_relations(), pk=pk)
        form = ErasureForm(case, request.POST if request.method == "POST" else None)
        context: dict[str, Any] = {"form": form, "object": case, "title": _("抹除：%s") % case}
        if form.is_valid():
            if "_erase" in request.POST:
                return self.erase(request, case, form.checked_phrase)
            context |= preview(case, form)
        context |= {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, "admin/reforms/erase.html", context)

    def erase(
        self, request: HttpRequest, case: Case, phrase: erasure.Phrase | None
    ) -> HttpResponse:
        try:
            _tombstone, is_clean = erasure.erase(case, phrase, edit_by(request))
        except ValidationError as error:
            for text in error.messages:
                self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(request.path)
        message = _("已抹除。备份和别人已经下载的文件不在本站控制之内，请另行处理。")
        self.message_user(request, message, messages.SUCCESS)
        if not is_clean:
            message = _("数据库正忙，文件里可能还有残留；请管理服务器的人运行 manage.py compact。")
            self.message_user(request, message, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:reforms_case_history", args=[case.pk]))


def preview(case: Case, form: ErasureForm) -> dict[str, Any]:
    """Where the phrase or text is stored, before anything is erased."""
    phrase = form.checked_phrase
    others = erasure.others_with(case, form.cleaned_data["phrase"]) if phrase else ()
    return {
        "places": erasure.preview(case, phrase),
        "others": others[:CASES_LISTED],
        "kind": Kind(form.cleaned_data["kind"]),
    }


@admin.register(Erasure)
class ErasureAdmin(ModelAdmin[Erasure]):
    """The tombstones, which nobody can change."""

    list_display = fields = ("reference", "kind", "at", "by")
    list_filter = ("kind",)
    search_fields = ("reference",)
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Erasure | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Erasure | None = None) -> bool:
        return False
