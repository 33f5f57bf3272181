"""The page that starts an import: paste a release, or upload a table."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from ... import importing
from ...models import Batch, BatchImport
from ..requests import editor_of
from .desk import ImportDesk
from .forms import PasteForm, UploadForm

# What the page of a refused upload hands back to the form.
CHOSEN = ("sheet", "batch", "clear")


class StartPages(ImportDesk):
    """The first page of an import."""

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Both forms; a valid one starts an import and leads to its page."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        is_paste, is_upload = "_paste" in request.POST, "_upload" in request.POST
        paste = PasteForm(request.POST if is_paste else None, label_suffix="")
        chosen = {name: request.GET[name] for name in CHOSEN if name in request.GET}
        upload = UploadForm(initial=chosen, label_suffix="")
        if is_upload:
            upload = UploadForm(request.POST, request.FILES, label_suffix="")
        if is_paste and paste.is_valid():
            start = partial(self.start_release, request, paste)
            if response := self.started(paste, "text", start):
                return response
        if is_upload and upload.is_valid():
            start = partial(self.start_upload, request, upload)
            if response := self.started(upload, "file", start):
                return response
            if not settings.READ_IN_BACKGROUND:
                upload.offer_sheets()
        return self.page(
            request,
            "start",
            _("导入案例"),
            paste=paste,
            upload=upload,
            limits=limits(),
            converts_old_word=importing.converts_old_word(),
        )

    def started(
        self, form: forms.Form, field: str, start: Callable[[], BatchImport]
    ) -> HttpResponse | None:
        """A redirect to the new import; None, with the reason beside the field, if refused."""
        try:
            return HttpResponseRedirect(self.url_of(start()))
        except ValidationError as error:
            form.add_error(field, error)
            return None

    def start_release(self, request: HttpRequest, form: PasteForm) -> BatchImport:
        return importing.start_release(form.cleaned_data["text"], by=editor_of(request))

    def start_upload(self, request: HttpRequest, form: UploadForm) -> BatchImport:
        cleaned = form.cleaned_data
        batch = cleaned["batch"].slug if cleaned["batch"] else ""
        options = importing.TableOptions(cleaned["sheet"], batch, cleaned["clear"])
        read = importing.receive_upload if settings.READ_IN_BACKGROUND else importing.read_now
        return read(cleaned["file"], cleaned["file"].name, options, by=editor_of(request))


def chosen_again(batch_import: BatchImport) -> str:
    """The query string of the start page with what was chosen beside a refused file."""
    asked = batch_import.facts.get("asked", {})
    batch = Batch.objects.filter(slug=asked.get("batch") or None).first()
    chosen = {"batch": batch.pk if batch else "", "clear": "on" if asked.get("clear") else ""}
    return urlencode({name: value for name, value in chosen.items() if value})


def limits() -> dict[str, int]:
    """The limits that the page states."""
    return {
        "mb": settings.IMPORT_MAX_BYTES >> 20,
        "rows": settings.IMPORT_MAX_ROWS,
        "editable": importing.EDITABLE,
        "characters": settings.IMPORT_MAX_CHARACTERS,
    }
