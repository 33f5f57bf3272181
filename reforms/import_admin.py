"""The import desk: paste or upload, look, correct, apply, publish, take back.

Knows requests and pages; imports.py does the work.
"""

import csv
import logging
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from io import StringIO

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import InterfaceError, InternalError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from . import history, imports
from .columns import BY_NAME
from .exports import BOM, guard
from .import_page import (
    EDITED_FIRST,
    batch_cells,
    label,
    placed,
    questions_beside,
    shown,
    tabs,
    words,
    writes_in_words,
)
from .models import Batch, BatchImport, Case, ImportRow, Theme
from .publish_admin import PublishPages
from .tables import EXPLAINS, REASONS, sheet_titles

logger = logging.getLogger(__name__)

State, Kind, Status = BatchImport.State, BatchImport.Kind, ImportRow.Status
ROWS_A_PAGE = 25  # with some ten fields a row, well under Django's limit of 1,000 a form
# The template: what a lawyer with a release in hand can fill in. Column → explanation, example.
TEMPLATE: dict[str, tuple[str, str]] = {
    "batch": ("批次的网址名，用英文字母、数字和连字符；同一批次每行相同", "spp-reform-9"),
    "batch_title": ("批次的全称；批次已经有的可以不填", "第九批检察改革典型案例"),
    "issuers": ("发布机关；联合发布的用分号隔开", "最高人民检察院"),
    "released_on": ("发布日期，如 2025、2025-03 或 2025-03-18；不知道就留空", "2025-03-18"),
    "reported_on": ("报道日期；只知道报道日期时才填", ""),
    "case_no": ("本站的序号：1、2、3……", "1"),
    "official_no": ("发布稿自己的编号；没有就留空", "案例一"),
    "title": ("照录发布稿的标题；没有标题的自拟一个", "建立办案流程监控机制"),
    "title_by": ("标题是谁写的：发布机关，或本站编者", "发布机关"),
    "bodies": ("单位，照录发布稿；几个单位用分号隔开", "某省人民检察院（示例，请删去本行）"),
    "provinces": ("地区，次序同单位；留空则按单位名称判断", "浙江"),
    "levels": ("最高检、省级院、市级院或基层院，次序同单位；留空则按单位名称判断", "省级院"),
    "themes": ("责任主题；几个主题用分号隔开，看不出来就留空。可用：{themes}", "监管责任"),
    "keywords": ("关键词，用分号隔开", "流程监控;办案规范"),
    "summary": ("自己写的摘要，80 至 200 字，不照抄原文", "用自己的话写 80 至 200 字。"),
    "body": ("发布稿里这件案例的全文，照录", ""),
    "source_name": ("刊登发布稿的媒体或网站", "检察日报"),
    "source_url": ("发布稿的网址，以 https:// 开头；不知道就留空", ""),
}


class PasteForm(forms.Form):
    prefix = "paste"
    text = forms.CharField(
        label=gettext_lazy("发布稿文字"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "cols": 100}),
        help_text=gettext_lazy(
            "从网页全选复制即可，广告、分享按钮、声明会自动剔除，并列出来供核对。"
        ),
        error_messages={"required": gettext_lazy("没有粘贴任何文字。")},
    )


class UploadForm(forms.Form):
    prefix = "upload"
    file = forms.FileField(
        label=gettext_lazy("表格文件"),
        error_messages={
            "required": gettext_lazy("没有选择文件。"),
            "empty": gettext_lazy("文件是空的。"),
        },
    )
    sheet = forms.CharField(
        label=gettext_lazy("工作表"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("只对 Excel 文件有用；留空读第一张。"),
    )
    batch = forms.ModelChoiceField(
        Batch.objects.order_by("-pk"),
        label=gettext_lazy("批次"),
        required=False,
        help_text=gettext_lazy("表格里没有“批次”列时，导入到这个批次。"),
    )
    clear = forms.BooleanField(
        label=gettext_lazy("空格子表示清空已有内容"),
        required=False,
        help_text=gettext_lazy("不选时，空着的格子不改动已有内容。"),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            limit = settings.IMPORT_MAX_BYTES >> 20
            raise ValidationError(_("文件超过 %d MB，请分成几个文件上传。") % limit)
        return file

    def offer_sheets(self) -> None:
        """Let the sheet be chosen from those of the file that was just refused."""
        titles = sheet_titles(self.files[self.add_prefix("file")])
        if len(titles) > 1:
            choices = [("", _("第一张")), *((title, title) for title in titles)]
            self.fields["sheet"].widget = forms.Select(choices=choices)
            self["sheet"].help_text = _("这个文件有几张工作表：选好一张，再选一次文件。")


# ---------------------------------------------------------------- the desk


@admin.register(BatchImport)
class ImportAdmin(PublishPages, admin.ModelAdmin):
    """Records of all imports; each opens where it stands: to be checked, done or taken back."""

    list_display = ("__str__", "kind", "state", "summary_of_counts", "by", "at")
    list_filter = ("state", "kind")
    search_fields = ("file_name", "sha256")
    actions = None

    class Media:
        css = {"all": ("admin/imports.css",)}

    def has_delete_permission(self, request: HttpRequest, obj: BatchImport | None = None) -> bool:
        """Every import stays as a record."""
        return False

    @admin.display(description=gettext_lazy("结果"))
    def summary_of_counts(self, found: BatchImport) -> str:
        said = {status.label: found.counts.get(status.value, 0) for status in Status}
        return "，".join(f"{name} {count}" for name, count in said.items() if count)

    def get_urls(self) -> list:
        def at(address: str, view, name: str):
            return path(address, self.admin_site.admin_view(view), name=f"reforms_import_{name}")

        return [
            at("template.csv", self.template, "template"),
            at("<int:pk>/refused.csv", self.refused, "refused"),
            at("<int:pk>/index/", require_POST(self.index), "index"),
            at("<int:pk>/undo/", self.undo, "undo"),
            *super().get_urls(),
        ]

    def find(self, request: HttpRequest, pk: int, permission: str = "change") -> BatchImport:
        if not request.user.has_perm(f"reforms.{permission}_batchimport"):
            raise PermissionDenied
        return get_object_or_404(BatchImport.objects.select_related("by", "applied_by"), pk=pk)

    def page(self, request: HttpRequest, name: str, title: str, **context) -> TemplateResponse:
        context |= {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(
            request, f"admin/reforms/{name}.html", context | {"media": self.media}
        )

    def address(self, found: BatchImport) -> str:
        return reverse("admin:reforms_batchimport_change", args=[found.pk])

    def tell(self, request: HttpRequest, error: ValidationError) -> None:
        for message in error.messages:
            self.message_user(request, message, messages.ERROR)

    # ------------------------------------------------------------ ways in

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        pasting, uploading = "_paste" in request.POST, "_upload" in request.POST
        paste = PasteForm(request.POST if pasting else None)
        upload = UploadForm(*(request.POST, request.FILES) if uploading else ())
        if pasting and paste.is_valid():
            start = partial(imports.start_release, paste.cleaned_data["text"], by=request.user)
            if response := self.started(paste, "text", start):
                return response
        if uploading and upload.is_valid():
            start = partial(self.start_upload, request, upload.cleaned_data)
            if response := self.started(upload, "file", start):
                return response
            upload.offer_sheets()
        limits = {"mb": settings.IMPORT_MAX_BYTES >> 20, "rows": settings.IMPORT_MAX_ROWS}
        limits |= {"editable": imports.EDITABLE, "characters": settings.IMPORT_MAX_CHARACTERS}
        return self.page(
            request, "import_start", _("导入案例"), paste=paste, upload=upload, limits=limits
        )

    def started(self, form: forms.Form, field: str, start) -> HttpResponse | None:
        """The address of the new import; None, with the reason beside the field, if refused."""
        try:
            return HttpResponseRedirect(self.address(start()))
        except ValidationError as error:
            form.add_error(field, error)
            return None

    def start_upload(self, request: HttpRequest, cleaned: dict) -> BatchImport:
        return imports.start_upload(
            cleaned["file"],
            cleaned["file"].name,
            by=request.user,
            sheet=cleaned["sheet"],
            batch=cleaned["batch"].slug if cleaned["batch"] else "",
            clear=cleaned["clear"],
        )

    # ------------------------------------------------------------ looking and correcting

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context=None
    ):
        found = self.find(request, self.key(object_id), "view")
        if request.method == "POST":
            return self.correct(request, self.find(request, found.pk))
        if found.state == State.PREPARED:
            return self.preview(request, found)
        return self.record(request, found)

    def key(self, object_id: str) -> int:
        if not object_id.isdecimal():
            raise Http404
        return int(object_id)

    def preview(self, request: HttpRequest, found: BatchImport) -> HttpResponse:
        rows, chosen = found.rows.order_by("line"), request.GET.get("status", "")
        if chosen in Status.values:
            rows = rows.filter(status=chosen)
        page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
        total = sum(found.counts.values())
        return self.page(
            request,
            "import_preview",
            _("核对导入：%s") % found,
            found=found,
            page=page,
            rows=shown(list(page)),
            total=total,
            editable=total <= imports.EDITABLE,
            batch=batch_cells(found) if found.kind == Kind.RELEASE else [],
            questions=questions_beside(found),
            tabs=tabs(found, chosen),
            chosen=chosen,
            choices=ImportRow.Choice.choices,
            writes=writes_in_words(found),
            public=imports.public_changes(found),
            may_publish=request.user.has_perm("reforms.publish_case"),
        )

    def correct(self, request: HttpRequest, found: BatchImport) -> HttpResponse:
        """Take what was typed on this page, and what its button asks for."""
        try:
            if "_discard" in request.POST:
                imports.discard(found)
                self.message_user(request, _("已放弃这次导入，案例库没有任何改动。"))
                return HttpResponseRedirect(reverse("admin:reforms_batchimport_changelist"))
            rows, batch = corrections(request, found)
            if rows or batch or "_correct" in request.POST:
                imports.correct(found, rows, batch)
                self.tell_checked(request, found)
            if "_apply" in request.POST:
                return self.apply_now(request, found)
        except ValidationError as error:
            self.tell(request, error)
        return HttpResponseRedirect(request.get_full_path())

    def tell_checked(self, request: HttpRequest, found: BatchImport) -> None:
        if refused := found.counts["refused"]:
            words = _("已保存修改；还有 %d 行未通过，原因写在旁边。")
            self.message_user(request, words % refused, messages.WARNING)
        else:
            self.message_user(request, _("已保存修改，重新核对完毕。"), messages.SUCCESS)

    # ------------------------------------------------------------ applying

    def apply_now(self, request: HttpRequest, found: BatchImport) -> HttpResponse:
        may_publish = request.user.has_perm("reforms.publish_case")
        public = imports.public_changes(found)
        if public and may_publish and "public" not in request.POST:
            words = _("会改动已发布的 %d 件：请先勾选“我知道”，再导入。")
            raise ValidationError(words % public)
        steps = imports.apply(found, by=request.user, may_publish=may_publish)
        if sum(found.counts.values()) > imports.EDITABLE:
            return StreamingHttpResponse(self.progress(request, found, steps))
        for _done in steps:
            pass
        said = _("已导入：%s") % writes_in_words(found)
        said += (_("，其中 %d 件已发布，公众现在就能看到。") % public) if public else _("。")
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(self.address(found))

    def progress(self, request: HttpRequest, found: BatchImport, steps: Iterator[int]):
        """A page that grows while the work goes on; without a script."""
        context = {**self.admin_site.each_context(request), "title": _("正在导入：%s") % found}
        context |= {"opts": self.opts, "found": found, "media": self.media}
        page = render_to_string("admin/reforms/import_progress.html", context, request)
        head, tail = page.split("<!-- progress -->")
        yield head
        total = sum(found.counts.values())
        try:
            for done in steps:
                said = _("已整理 %(done)d / %(total)d 行")
                if found.state == State.APPLIED:
                    said = _("已建立检索 %(done)d / %(total)d 件")
                yield format_html("<li>{}</li>", said % {"done": done, "total": total})
            yield format_html("<li><strong>{}</strong></li>", _("已全部导入。"))
        except ValidationError as error:
            for message in error.messages:
                yield format_html('<li class="errornote">{}</li>', message)
        except (OperationalError, InterfaceError, InternalError) as error:
            logger.error("database: %s", type(error).__name__, exc_info=error)
            # Whether its last word was carried out, a lost database cannot say.
            said = _(
                "数据库暂时用不了，导入停在这里：要么已全部写入，要么没有任何改动。请稍后查看结果。"
            )
            yield format_html('<li class="errornote">{}</li>', said)
        yield tail

    # ------------------------------------------------------------ afterwards

    def record(self, request: HttpRequest, found: BatchImport) -> HttpResponse:
        outcome = found.outcome.get("cases", [])
        keys = [pk for _line, pk, *_rest in outcome[: imports.EDITABLE]]
        cases = Case.objects.with_relations().in_bulk(keys)
        waiting = self.waiting(found)
        lacking = [(case, history.missing(case)) for case in waiting[: imports.EDITABLE]]
        return self.page(
            request,
            "import_record",
            _("导入记录：%s") % found,
            found=found,
            cases=[
                (line, cases.get(pk), action == "created")
                for line, pk, _version, action in outcome[: imports.EDITABLE]
            ],
            total=len(outcome),
            waiting=len(waiting),
            lacking=[(case, lacks) for case, lacks in lacking if lacks],
            batches=imports.batches_of(found),
            statuses=[(status, found.counts.get(status, 0)) for status in Status],
            may_publish=request.user.has_perm("reforms.publish_case"),
            may_undo=request.user.has_perm("reforms.undo_import"),
        )

    def index(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Go on where an apply was cut off after its transaction."""
        found = self.find(request, pk)
        if found.state == State.APPLIED:
            for _done in imports.index_drafts(found):
                pass
            if found.outcome["indexed"]:
                self.message_user(request, _("检索已经建完。"), messages.SUCCESS)
        return HttpResponseRedirect(self.address(found))

    def waiting(self, found: BatchImport) -> Sequence[Case]:
        return imports.waiting_cases(found) if found.state == State.APPLIED else []

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
        plan = imports.undo_plan(found)
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
            also = [one.case.pk for one in imports.undo_plan(found) if one.is_edited]
        if left := imports.unindex_drafts(found):
            return self.ask_before_undo(request, found, left, also)
        try:
            done = imports.undo(found, by=request.user, also=also)
        except ValidationError as error:
            self.tell(request, error)
        else:
            said = _("已撤销：删除草稿 %(delete)d 件，撤下 %(withdraw)d 件，还原 %(return)d 件，")
            said += _("保留 %(leave)d 件。")
            self.message_user(request, said % done, messages.SUCCESS)
        return HttpResponseRedirect(self.address(found))

    # ------------------------------------------------------------ files

    def template(self, request: HttpRequest) -> HttpResponse:
        """An empty table with a line of explanation and an example."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        themes = "、".join(theme.name for theme in Theme.objects.all())
        explained, examples = zip(*TEMPLATE.values(), strict=True)
        rows = [
            [BY_NAME[name].heading for name in TEMPLATE],
            [EXPLAINS + explained[0], *(one.format(themes=themes) for one in explained[1:])],
            list(examples),
        ]
        return csv_file(rows, "import-template.csv")

    def refused(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The rows that were refused, with a column of reasons: to mend and upload again."""
        found = self.find(request, pk, "view")
        names = list(found.facts.get("columns") or EDITED_FIRST)
        rows = [[*(BY_NAME[name].heading for name in names), REASONS]]
        for row in found.rows.filter(status=Status.REFUSED).order_by("line"):
            said = [
                f"{label(column)}：{text}" if column else text
                for column, text, refuses in row.messages
                if refuses
            ]
            reasons = _("第 %d 行：") % row.line + "；".join(said)
            rows.append([*(row.cells.get(name, "") for name in names), reasons])
        return csv_file(rows, f"import-{found.pk}-refused.csv")


def corrections(request: HttpRequest, found: BatchImport) -> tuple[dict, dict]:
    """What was typed on a page: row key → cells and choice; and the batch's fields."""
    rows: dict[int, dict] = {}
    places_chosen: dict[int, str] = {}
    stored = {row.pk: row for row in found.rows.filter(pk__in=row_keys(request))}
    for name, text in request.POST.items():
        kind, _dash, rest = name.partition("-")
        key, _dash, column = rest.partition("-")
        if kind != "row" or not key.isdecimal() or int(key) not in stored:
            continue
        change = rows.setdefault(int(key), {"cells": {}})
        if column == "choice" and text in ("", *ImportRow.Choice.values):
            change["choice"] = text
        elif column == "place":
            places_chosen[int(key)] = text
        elif column in BY_NAME and not untouched(stored[int(key)], column, text):
            change["cells"][column] = text
    for key, chosen in places_chosen.items():
        rows[key]["cells"] |= placed(stored[key].cells | rows[key]["cells"], chosen)
    known = found.facts.get("batch", {})
    batch = {
        name: request.POST[f"batch-{name}"].strip()
        for name in imports.BATCH_FORM
        if f"batch-{name}" in request.POST
    }
    changed = {name: text for name, text in batch.items() if text != known.get(name, "")}
    return {key: change for key, change in rows.items() if differs(stored[key], change)}, changed


def differs(row: ImportRow, change: dict) -> bool:
    return bool(change["cells"]) or change.get("choice", row.choice) != row.choice


def row_keys(request: HttpRequest) -> set[int]:
    found = (name.split("-") for name in request.POST if name.startswith("row-"))
    return {int(part[1]) for part in found if part[1].isdecimal()}


def untouched(row: ImportRow, column: str, text: str) -> bool:
    """Whether the form sends back what it showed; browsers send line breaks as CRLF."""
    was = words(column, row.cells.get(column, ""))
    return text.replace("\r\n", "\n") == was.replace("\r\n", "\n")


def csv_file(rows: list[list[str]], name: str) -> HttpResponse:
    """For Excel: with a BOM, and every cell guarded."""
    text = StringIO()
    csv.writer(text).writerows([guard(cell) for cell in row] for row in rows)
    response = HttpResponse(BOM + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
