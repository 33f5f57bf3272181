"""Publishing at the editors' desk: a page that lists what becomes public, and what it lacks.

Serves cases, the drafts of a batch and those of an import. Knows requests and pages;
reforms.history does the work.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from .. import history
from ..models import Case
from .generics import ModelAdmin, Row
from .requests import edit_by

CASES_LISTED = 200  # on the page
ERRORS_LISTED = 10  # in a message
CHECKED = "checked"  # field: the publisher has seen the checks


class PublishPages(ModelAdmin[Row]):
    """For the admin of a model whose rows have cases that wait for publication."""

    def waiting(self, row: Row) -> Iterable[Case]:
        """The cases of a row that publishing would make public."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_publish"
        publish = self.admin_site.admin_view(self.publish)
        return [path("<int:pk>/publish/", publish, name=name), *super().get_urls()]

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what would become public; on POST publish it, and go back to the row."""
        if not request.user.has_perm("reforms.publish_case"):
            raise PermissionDenied
        row = get_object_or_404(self.model, pk=pk)
        back_url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk])
        cases = list(self.waiting(row))
        if request.method == "POST" and publish_now(request, cases):
            return HttpResponseRedirect(back_url)
        return self.publish_page(request, _("发布：%s") % row, cases, back_url)

    def publish_page(
        self, request: HttpRequest, title: str, cases: list[Case], back_url: str, **context: Any
    ) -> TemplateResponse:
        """What would become public, what it lacks, and what the publisher confirms by the click."""
        lacking = [(case, missing) for case in cases if (missing := history.missing(case))]
        batches = {case.batch: history.missing_from_batch(case.batch) for case, _missing in lacking}
        unsettled = [text for case in cases for text in history.unsettled(case)]
        context |= {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
            "back_url": back_url,
            "cases": cases[:CASES_LISTED],
            "total": len(cases),
            "lacking": lacking[:CASES_LISTED],
            "lacking_total": len(lacking),
            "lacking_batches": {batch: texts for batch, texts in batches.items() if texts},
            "unsettled": unsettled[:CASES_LISTED],
            "checks": settings.PUBLISH_CHECKS,
        }
        return TemplateResponse(request, "admin/reforms/publish.html", context)

    def ask_before_publishing(
        self, request: HttpRequest, cases: Iterable[Case]
    ) -> TemplateResponse | None:
        """The page for cases chosen in a list; None once the publisher has confirmed the checks."""
        if CHECKED in request.POST or not settings.PUBLISH_CHECKS:
            return None
        again = [("action", request.POST["action"]), (CHECKED, "1")]
        again += [(ACTION_CHECKBOX_NAME, k) for k in request.POST.getlist(ACTION_CHECKBOX_NAME)]
        return self.publish_page(
            request, _("发布选中的案例"), list(cases), request.get_full_path(), again=again
        )


def publish_now(request: HttpRequest, cases: Iterable[Case], of: str = "") -> bool:
    """Publish all cases or none, and tell the editor the result; returns whether it was done.

    `of` names whose cases they are, for messages about several batches.
    """
    prefix = _("%s：") % of if of else ""
    try:
        published = history.publish(cases, edit_by(request, checked()))
    except ValidationError as error:
        messages.error(request, prefix + refusal(error.messages))
        return False
    messages.success(request, prefix + _("已发布 %d 件案例。") % len(published))
    return True


def checked() -> str:
    """The note that goes into the history with the name and the time: what was confirmed."""
    checks = "、".join(settings.PUBLISH_CHECKS)
    return _("发布前已核对：%s") % checks if checks else ""


def refusal(errors: list[str]) -> str:
    """Why nothing was published, from the errors of the cases."""
    message = _("这里一件也没有发布：%(count)d 件还缺内容。%(which)s")
    which = "；".join(errors[:ERRORS_LISTED]) + ("……" if len(errors) > ERRORS_LISTED else "")
    return message % {"count": len(errors), "which": which}
