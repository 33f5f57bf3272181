"""What all pages of the import desk share: the import, its URL, messages."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from ...models import BatchImport
from ...text.numbers import number
from ..generics import ModelAdmin


class ImportDesk(ModelAdmin[BatchImport]):
    """The base of the pages about imports."""

    class Media:
        css = {"all": ("admin/imports.css",)}

    def permitted_import(
        self, request: HttpRequest, pk: int, permission: str = "change"
    ) -> BatchImport:
        """The import with a key; raises PermissionDenied without the permission on imports."""
        if not request.user.has_perm(f"reforms.{permission}_batchimport"):
            raise PermissionDenied
        return get_object_or_404(BatchImport.objects.select_related("by", "applied_by"), pk=pk)

    def page(self, request: HttpRequest, name: str, title: str, **context: Any) -> TemplateResponse:
        context |= {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(
            request, f"admin/reforms/imports/{name}.html", context | {"media": self.media}
        )

    def url_of(self, batch_import: BatchImport) -> str:
        return reverse("admin:reforms_batchimport_change", args=[batch_import.pk])

    def show_errors(self, request: HttpRequest, error: ValidationError) -> None:
        for message in error.messages:
            self.message_user(request, message, messages.ERROR)

    def key_of(self, object_id: str) -> int:
        """The key in a URL; raises Http404 where it is no number."""
        key = number(object_id)
        if key is None:
            raise Http404
        return key
