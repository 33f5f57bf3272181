"""That somebody compared the series of a batch with its issuer's site today, by one click.

Knows requests; reforms.history does the work.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import history
from ..models import Batch
from .recorded import RecordedAdmin
from .requests import edit_by


class CheckPages(RecordedAdmin[Batch]):
    """For the admin of batches."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.check_today)
        return [path("<int:pk>/check/", view, name="reforms_batch_check"), *super().get_urls()]

    def check_today(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record the check, and go back to the page of the batch."""
        batch = get_object_or_404(Batch, pk=pk)
        if not self.has_change_permission(request, batch):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            history.check_batch(batch, timezone.localdate(), edit_by(request))
        except ValidationError as error:
            self.message_user(request, error.messages[0], messages.ERROR)
            return HttpResponseRedirect(reverse("admin:reforms_batch_changelist"))
        message = _(
            "已记下：今天与发布机关的网站核对过。“收录范围”页写着这一天；点错了，改“核对日期”。"
        )
        self.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:reforms_batch_change", args=[pk]))
