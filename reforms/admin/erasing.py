"""Erasure at the editors' desk: search for a phrase, confirm, erase; and the list of tombstones.

Knows requests and pages; reforms.erasure does the work.
"""

from dataclasses import dataclass
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
from ..erasure.owners import KINDS
from ..models import BatchImport, Case, Erasure, PendingCleaning
from ..text.numbers import numbers
from .generics import ModelAdmin
from .requests import edit_by

Kind = Erasure.Kind
FILES_LISTED = 20
OWNERS_LISTED = 300  # others that hold the phrase; a form has at most 1,000 fields
# Kind of owner → the field of the form that has the keys of those ticked.
FIELDS = {"case": "cases", "batch": "batches", "import": "imports", "theme": "themes"}


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
            "至少两个字。搜索找得到的写法都会找出来：繁体、异体、全角、中间有空格、换行、标点的。以“■■”代替。只抹除全文时留空。"
        ),
    )
    checked_phrase: erasure.Phrase | None = None  # None: the whole text

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
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
            try:
                context |= preview_context(case, form)
            except ValidationError as error:
                form.add_error("phrase", error)
        context |= {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, "admin/reforms/erasing/page.html", context)

    def erase(
        self, request: HttpRequest, case: Case, phrase: erasure.Phrase | None
    ) -> HttpResponse:
        if phrase:
            phrase = phrase.keeping(numbers(request.POST.getlist("kept_forms")))
        try:
            erasure.erase(case, phrase, edit_by(request), others_in(request))
        except ValidationError as error:
            for text in error.messages:
                self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(request.path)
        message = _("已抹除。别人已经下载的文件和搜索引擎的缓存不在本站控制之内，请另行处理。")
        self.message_user(request, message, messages.SUCCESS)
        warn_of_unfinished(request)
        warn_of_unchecked(request)
        return HttpResponseRedirect(reverse("admin:reforms_case_history", args=[case.pk]))


@dataclass(frozen=True)
class Other:
    """Somebody else's rows in the preview: the name of the box to tick, and the page to look at."""

    field: str
    url: str
    title: str
    holder: erasure.Holder

    @classmethod
    def of(cls, holder: erasure.Holder) -> "Other":
        options, row = KINDS[holder.owner.kind]._meta, holder.row
        url = reverse(f"admin:reforms_{options.model_name}_change", args=[holder.owner.key])
        state = f"（{row.get_state_display()}）" if isinstance(row, BatchImport) else ""
        return cls(FIELDS[holder.owner.kind], url, f"{options.verbose_name} {row}{state}", holder)


def others_in(request: HttpRequest) -> list[erasure.Owner]:
    """The owners ticked in the form, beside the case and its batch."""
    return [
        erasure.Owner(kind, key)
        for kind, name in FIELDS.items()
        for key in numbers(request.POST.getlist(name))
    ]


def warn_of_unfinished(request: HttpRequest) -> None:
    """A message to administrators as long as something erased is left in files."""
    stores = erasure.unfinished() if request.user.has_perm("reforms.erase_case") else []
    if stores:
        names = "、".join(str(PendingCleaning.Store(store).label) for store in stores)
        message = _(
            "这些地方还有抹除了的内容，正在清除：%s。清除以前，编辑台首页和 /readyz 都写着。"
        )
        messages.warning(request, message % names)


def warn_of_unchecked(request: HttpRequest) -> None:
    """A message that names the packed files beside the snapshots, which were not looked into."""
    if files := erasure.unchecked_files():
        message = _(
            "快照文件夹里有 %(count)d 个压缩文件没有检查，"
            "请打开核对，有抹除内容的请删除：%(names)s。"
        )
        names = "、".join(files[:FILES_LISTED])
        messages.warning(request, message % {"count": len(files), "names": names})


def preview_context(case: Case, form: ErasureForm) -> dict[str, Any]:
    """Where the phrase or text is stored and how it is written, before anything is erased."""
    preview = erasure.preview(case, form.checked_phrase)
    others = [Other.of(holder) for holder in preview.holders if not holder.is_always]
    return {
        "preview": preview,
        "always": [holder for holder in preview.holders if holder.is_always],
        "others": others[:OWNERS_LISTED],
        "not_listed": max(0, len(others) - OWNERS_LISTED),
        "kind": Kind(form.cleaned_data["kind"]),
    }


@admin.register(Erasure)
class ErasureAdmin(ModelAdmin[Erasure]):
    """The tombstones, which nobody can change."""

    list_display = fields = ("reference", "kind", "at", "by")
    list_filter = ("kind",)
    search_fields = ("reference",)
    actions = None

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, with a warning as long as something erased is left in files."""
        warn_of_unfinished(request)
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Erasure | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Erasure | None = None) -> bool:
        return False
