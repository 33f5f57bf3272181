"""The example on the first page of an empty desk: loaded by a click, undone by another.

Knows requests; reforms.importing does the work.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from .. import importing
from ..models import Batch
from .generics import ModelAdmin
from .requests import edit_by

PERMISSIONS = tuple(
    f"reforms.{verb}_{model}" for verb in ("add", "delete") for model in ("theme", "batch", "case")
)


def example_for(user: User | AnonymousUser) -> dict[str, Any]:
    """What the first page says about the example: empty where it is neither offered nor undone."""
    if not user.has_perms(PERMISSIONS):
        return {}
    if not Batch.objects.exists():
        example = importing.read_example()
        counts = {"themes": len(example.themes), "cases": example.case_count}
        return {"is_offered": True, "batches": len(example.batches), **counts}
    batches = importing.loaded_batches()
    is_untouched = batches and not importing.obstacles()
    return {"is_offered": False, "batches": len(batches)} if is_untouched else {}


class ExamplePages(ModelAdmin[Batch]):
    """For the admin of batches."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.example)
        return [path("example/", view, name="reforms_batch_example"), *super().get_urls()]

    def example(self, request: HttpRequest) -> HttpResponse:
        """Load the example or undo it, as the button of the first page says; go back there."""
        if not request.user.has_perms(PERMISSIONS):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        act = self.undo_example if "_undo" in request.POST else self.load_example
        try:
            self.message_user(request, act(request), messages.SUCCESS)
        except ValidationError as error:
            self.message_user(request, error.messages[0], messages.ERROR)
        return HttpResponseRedirect(reverse("admin:index"))

    def load_example(self, request: HttpRequest) -> str:
        example = importing.load_example(edit_by(request))
        message = _("示例已载入：%(batches)d 个批次、%(cases)d 件草稿，公众还看不到。")
        return message % {"batches": len(example.batches), "cases": example.case_count}

    def undo_example(self, request: HttpRequest) -> str:
        removed = importing.undo_example(edit_by(request))
        message = _("示例已撤销：删除草稿 %(cases)d 件、批次 %(batches)d 个、主题 %(themes)d 个。")
        kept = _("改过的、别的案例在用的主题没有删：%s。")
        text = message % removed._asdict()
        return text + (kept % "、".join(map(str, removed.kept)) if removed.kept else "")
