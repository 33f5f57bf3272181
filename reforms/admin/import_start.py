"""The page that starts an import: paste a release, or upload a table."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from .. import importing
from ..models import BatchImport
from .import_desk import ImportDesk
from .import_forms import PasteForm, UploadForm
from .requests import editor_of


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
        paste = PasteForm(request.POST if is_paste else None)
        upload = UploadForm(*(request.POST, request.FILES) if is_upload else ())
        if is_paste and paste.is_valid():
            start = partial(self.start_release, request, paste)
            if response := self.started(paste, "text", start):
                return response
        if is_upload and upload.is_valid():
            start = partial(self.start_upload, request, upload)
            if response := self.started(upload, "file", start):
                return response
            upload.offer_sheets()
        return self.page(
            request, "import_start", _("导入案例"), paste=paste, upload=upload, limits=limits()
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
        return importing.start_upload(
            cleaned["file"],
            cleaned["file"].name,
            by=editor_of(request),
            sheet=cleaned["sheet"],
            batch=cleaned["batch"].slug if cleaned["batch"] else "",
            clear=cleaned["clear"],
        )


def limits() -> dict[str, int]:
    """The limits that the page states."""
    return {
        "mb": settings.IMPORT_MAX_BYTES >> 20,
        "rows": settings.IMPORT_MAX_ROWS,
        "editable": importing.EDITABLE,
        "characters": settings.IMPORT_MAX_CHARACTERS,
    }
