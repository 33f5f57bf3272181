"""Submitting the drafts of a batch for review, for editors who may not publish.

Knows requests; reforms.history does the work.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from .. import history
from ..models import Batch
from ..vocabulary import Status
from .recorded import RecordedAdmin
from .requests import edit_by
from .reviewing import PUBLISH, may_review


def may_submit(request: HttpRequest) -> bool:
    """Whether drafts go to a colleague by this: not where the editor publishes, or makes a review
    that the settings ask for."""
    may_change = request.user.has_perm("reforms.change_case")
    return may_change and not request.user.has_perm(PUBLISH) and not may_review(request)


class SubmitPages(RecordedAdmin[Batch]):
    """For the admin of batches."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.submit)
        return [path("<int:pk>/submit/", view, name="reforms_batch_submit"), *super().get_urls()]

    def submit(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Submit all drafts of a batch, and go to its page."""
        if not request.user.has_perm("reforms.change_case"):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        batch = get_object_or_404(Batch, pk=pk)
        drafts = batch.cases.filter(status=Status.DRAFT)
        self.attempt(
            request,
            lambda: history.set_review_status(drafts, Status.IN_REVIEW, edit_by(request)),
            _("已提交审核：%(count)d 件，等有发布权限的同事发布。"),
        )
        return HttpResponseRedirect(reverse("admin:reforms_batch_cases", args=[pk]))
