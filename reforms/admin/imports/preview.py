"""The page that shows a prepared import, and takes the corrections; its buttons apply it or not."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ... import importing
from ...models import BatchImport, Erasure, ImportRow
from ..requests import edit_by, last_erasure_in
from .cells import batch_cells, open_questions
from .corrections import Corrections, corrections, shown_batch_texts
from .progress import ProgressPages
from .rows import (
    SharedQuestion,
    public_in_words,
    row_cards,
    shared_questions,
    tabs,
    writes_in_words,
)
from .shown import Clash

Kind, Status = BatchImport.Kind, ImportRow.Status
ROWS_PER_PAGE = 25  # with some ten fields a row, well below Django's limit of 1,000 in a form


class PreviewPages(ProgressPages):
    """The page of a prepared import."""

    def preview(
        self, request: HttpRequest, batch_import: BatchImport, clashes: Sequence[Clash] = ()
    ) -> HttpResponse:
        """The page; above it, what was not stored because somebody else had changed it."""
        rows, chosen = batch_import.rows.order_by("line"), request.GET.get("status", "")
        if chosen in Status.values:
            rows = rows.filter(status=chosen)
        page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
        total = sum(batch_import.counts.values())
        is_release = batch_import.kind == Kind.RELEASE
        shared = shared_questions(batch_import) if is_release else []
        headings = importing.open_headings(batch_import) if is_release else []
        under_headings = {line for heading in headings for line in heading.lines}
        return self.page(
            request,
            "preview",
            _("核对导入：%s") % batch_import,
            batch_import=batch_import,
            page=page,
            cards=row_cards(page, {(question.column, question.text) for question in shared}),
            total=total,
            editable=total <= importing.EDITABLE,
            batch=batch_cells(batch_import) if is_release else [],
            questions=open_questions(batch_import, under_headings),
            shared=[question for question in shared if not is_about_heading(question, headings)],
            headings=headings,
            tabs=tabs(batch_import, chosen),
            chosen=chosen,
            choices=ImportRow.Choice.choices,
            writes=writes_in_words(batch_import),
            public=public_in_words(importing.public_changes(batch_import)),
            may_publish=request.user.has_perm("reforms.publish_case"),
            last_erasure=Erasure.last_key(),
            clashes=clashes,
            batch_shown=shown_batch_texts(batch_import),
        )

    def correct(self, request: HttpRequest, batch_import: BatchImport) -> HttpResponseBase:
        """Store the corrections on the page, then do what its button asks for."""
        try:
            if "_discard" in request.POST:
                importing.discard(batch_import)
                self.message_user(request, _("已放弃这次导入，案例库没有任何改动。"))
                return HttpResponseRedirect(reverse("admin:reforms_batchimport_changelist"))
            if "_apply" in request.POST:
                edit_by(request).require_proof()  # before corrections are checked and reported
            entered, is_seen = self.store(request, batch_import)
            if entered.clashes:
                return self.preview(request, batch_import, entered.clashes)
            if place := self.change_rows(request, batch_import):
                return HttpResponseRedirect(place)
            if not is_seen:
                importing.refuse_unseen(batch_import)
            if "_apply" in request.POST:
                return self.apply_now(request, batch_import)
        except ValidationError as error:
            self.show_errors(request, error)
        return HttpResponseRedirect(request.get_full_path())

    def store(self, request: HttpRequest, batch_import: BatchImport) -> tuple[Corrections, bool]:
        """Store the corrections, and check again.

        Returns them, and whether the page showed what the import would do without them. Checking
        takes seconds, so it is done without a lock; where there is nothing to store, none is taken.
        """
        entered = corrections(request, batch_import)
        is_seen = "_apply" not in request.POST or self.is_seen(
            request, batch_import, is_corrected=not entered.is_empty
        )
        if entered.is_empty and "_correct" not in request.POST:
            return entered, is_seen
        entered = self.store_locked(request, batch_import)
        if not (entered.is_empty and entered.clashes):
            importing.check_again(batch_import)
            self.show_result(request, batch_import)
        return entered, is_seen

    def store_locked(self, request: HttpRequest, batch_import: BatchImport) -> Corrections:
        """Store the corrections while no other editor can; returns those that were stored."""
        with transaction.atomic():
            importing.lock_prepared(batch_import)
            entered = corrections(request, batch_import)
            if not (entered.is_empty and entered.clashes):
                last_erasure = last_erasure_in(request)
                importing.store_corrections(batch_import, entered.rows, entered.batch, last_erasure)
        return entered

    def change_rows(self, request: HttpRequest, batch_import: BatchImport) -> str:
        """Do what a button asks for about several rows; returns the URL to go on to, if another."""
        if "_hidden" in request.POST:
            importing.take_hidden(batch_import, request.POST["_hidden"] == "take")
        if "_themes" in request.POST:
            count = importing.fill_themes(batch_import)
            self.message_user(request, _("已把主题填到 %d 件里，请核对。") % count)
        if "_new_themes" in request.POST:
            return reverse("admin:reforms_theme_import", args=[batch_import.pk])
        return ""

    def is_seen(
        self, request: HttpRequest, batch_import: BatchImport, *, is_corrected: bool
    ) -> bool:
        """Whether the page showed what the import would do now without its corrections.

        Where there are none, importing.apply() compares the last check with the catalogue.
        """
        last = batch_import.facts.get("checked", "")
        if request.POST.get("checked", last) != last:
            return False
        return not is_corrected or importing.is_as_checked(batch_import, last)

    def show_result(self, request: HttpRequest, batch_import: BatchImport) -> None:
        """Tell the editor the result of the check after a correction."""
        if refused := batch_import.counts["refused"]:
            message = _("已保存修改；还有 %d 行未通过，原因写在旁边。")
            self.message_user(request, message % refused, messages.WARNING)
        else:
            self.message_user(request, _("已保存修改，重新核对完毕。"), messages.SUCCESS)

    def apply_now(self, request: HttpRequest, batch_import: BatchImport) -> HttpResponseBase:
        """Write the import; a long one while its progress is streamed.

        Raises ValidationError where it changes public cases and the editor has not confirmed it.
        """
        may_publish = request.user.has_perm("reforms.publish_case")
        public = public_in_words(importing.public_changes(batch_import))
        if public and may_publish and "public" not in request.POST:
            message = _("会改动已发布的 %s：请先勾选“我知道”，再导入。")
            raise ValidationError(message % public)
        steps = importing.apply(batch_import, edit_by(request), may_publish=may_publish)
        if sum(batch_import.counts.values()) > importing.EDITABLE:
            return StreamingHttpResponse(self.progress(request, batch_import, steps))
        for _step in steps:
            pass
        message = _("已导入：%s") % writes_in_words(batch_import)
        message += (_("，其中 %s已发布，公众现在就能看到。") % public) if public else _("。")
        self.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(self.url_of(batch_import))


def is_about_heading(question: SharedQuestion, headings: list[importing.Heading]) -> bool:
    """Whether a question says again that a heading is no theme, which has a line of its own."""
    return question.column == "themes" and any(each.text in question.text for each in headings)
