"""What all pages of the import desk share: the import, its address, messages."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from ..models import BatchImport


class ImportDesk(admin.ModelAdmin):
    """An admin of imports."""

    class Media:
        css = {"all": ("admin/imports.css",)}

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

    def key(self, object_id: str) -> int:
        if not object_id.isdecimal():
            raise Http404
        return int(object_id)
