"""The import desk: paste or upload, look, correct, apply, publish, take back.

Knows requests and pages; reforms.importing does the work.
"""

import logging
from collections.abc import Iterator, Sequence
from functools import partial

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import StreamingHttpResponse
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from .. import history, importing
from ..models import BatchImport, Case, ImportRow
from .import_batch import batch_cells, questions_beside
from .import_corrections import corrections
from .import_files import FilePages
from .import_forms import PasteForm, UploadForm
from .import_rows import shown, tabs, writes_in_words
from .import_undo import UndoPages
from .publishing import PublishPages

logger = logging.getLogger(__name__)
State, Kind, Status = BatchImport.State, BatchImport.Kind, ImportRow.Status
ROWS_A_PAGE = 25  # with some ten fields a row, well under Django's limit of 1,000 a form


@admin.register(BatchImport)
class ImportAdmin(PublishPages, UndoPages, FilePages):
    """Records of all imports; each opens where it stands: to be checked, done or taken back."""

    list_display = ("__str__", "kind", "state", "summary_of_counts", "by", "at")
    list_filter = ("state", "kind")
    search_fields = ("file_name", "sha256")
    actions = None

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

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        pasting, uploading = "_paste" in request.POST, "_upload" in request.POST
        paste = PasteForm(request.POST if pasting else None)
        upload = UploadForm(*(request.POST, request.FILES) if uploading else ())
        if pasting and paste.is_valid():
            start = partial(importing.start_release, paste.cleaned_data["text"], by=request.user)
            if response := self.started(paste, "text", start):
                return response
        if uploading and upload.is_valid():
            start = partial(self.start_upload, request, upload.cleaned_data)
            if response := self.started(upload, "file", start):
                return response
            upload.offer_sheets()
        limits = {"mb": settings.IMPORT_MAX_BYTES >> 20, "rows": settings.IMPORT_MAX_ROWS}
        limits |= {"editable": importing.EDITABLE, "characters": settings.IMPORT_MAX_CHARACTERS}
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
        return importing.start_upload(
            cleaned["file"],
            cleaned["file"].name,
            by=request.user,
            sheet=cleaned["sheet"],
            batch=cleaned["batch"].slug if cleaned["batch"] else "",
            clear=cleaned["clear"],
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context=None
    ):
        found = self.find(request, self.key(object_id), "view")
        if request.method == "POST":
            return self.correct(request, self.find(request, found.pk))
        if found.state == State.PREPARED:
            return self.preview(request, found)
        return self.record(request, found)

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
            editable=total <= importing.EDITABLE,
            batch=batch_cells(found) if found.kind == Kind.RELEASE else [],
            questions=questions_beside(found),
            tabs=tabs(found, chosen),
            chosen=chosen,
            choices=ImportRow.Choice.choices,
            writes=writes_in_words(found),
            public=importing.public_changes(found),
            may_publish=request.user.has_perm("reforms.publish_case"),
        )

    def correct(self, request: HttpRequest, found: BatchImport) -> HttpResponse:
        """Take what was typed on this page, and what its button asks for."""
        try:
            if "_discard" in request.POST:
                importing.discard(found)
                self.message_user(request, _("已放弃这次导入，案例库没有任何改动。"))
                return HttpResponseRedirect(reverse("admin:reforms_batchimport_changelist"))
            rows, batch = corrections(request, found)
            if rows or batch or "_correct" in request.POST:
                importing.correct(found, rows, batch)
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

    def apply_now(self, request: HttpRequest, found: BatchImport) -> HttpResponse:
        may_publish = request.user.has_perm("reforms.publish_case")
        public = importing.public_changes(found)
        if public and may_publish and "public" not in request.POST:
            words = _("会改动已发布的 %d 件：请先勾选“我知道”，再导入。")
            raise ValidationError(words % public)
        steps = importing.apply(found, by=request.user, may_publish=may_publish)
        if sum(found.counts.values()) > importing.EDITABLE:
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

    def record(self, request: HttpRequest, found: BatchImport) -> HttpResponse:
        outcome = found.outcome.get("cases", [])
        keys = [pk for _line, pk, *_rest in outcome[: importing.EDITABLE]]
        cases = Case.objects.with_relations().in_bulk(keys)
        waiting = self.waiting(found)
        lacking = [(case, history.missing(case)) for case in waiting[: importing.EDITABLE]]
        return self.page(
            request,
            "import_record",
            _("导入记录：%s") % found,
            found=found,
            cases=[
                (line, cases.get(pk), action == "created")
                for line, pk, _version, action in outcome[: importing.EDITABLE]
            ],
            total=len(outcome),
            waiting=len(waiting),
            lacking=[(case, lacks) for case, lacks in lacking if lacks],
            batches=importing.batches_of(found),
            statuses=[(status, found.counts.get(status, 0)) for status in Status],
            may_publish=request.user.has_perm("reforms.publish_case"),
            may_undo=request.user.has_perm("reforms.undo_import"),
        )

    def index(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Go on where an apply was cut off after its transaction."""
        found = self.find(request, pk)
        if found.state == State.APPLIED:
            for _done in importing.index_drafts(found):
                pass
            if found.outcome["indexed"]:
                self.message_user(request, _("检索已经建完。"), messages.SUCCESS)
        return HttpResponseRedirect(self.address(found))

    def waiting(self, found: BatchImport) -> Sequence[Case]:
        return importing.waiting_cases(found) if found.state == State.APPLIED else []
