"""Publishing at the editors' desk: a page that lists what becomes public, and what it lacks.

Serves cases, the drafts of a batch and those of an import. Knows requests and pages;
reforms.history does the work.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import history
from ..models import Case
from .generics import ModelAdmin, Row
from .requests import edit_by
from .reviewing import PUBLISH, may_review, review_context, review_now
from .sensitive_texts import sensitive_passages

CASES_LISTED = 200  # on a page
ERRORS_LISTED = 10  # in a message
CHECKED = "checked"  # field: the confirmation() of the cases that the publisher has seen
NOT_AS_SHOWN = gettext_lazy("打开发布页之后，案例有增减或改动；什么也没有发布，请再核对一次。")
NOT_REVIEWED = gettext_lazy("打开本页之后，案例有增减或改动；没有记下，请再看一遍。")


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
        """Show what would become public; publish what a POST confirms, and go back to the row."""
        may_publish = request.user.has_perm(PUBLISH)
        if not may_publish and not may_review(request):
            raise PermissionDenied
        row = get_object_or_404(self.model, pk=pk)
        back_url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk])
        cases = list(self.waiting(row))
        if request.method == "POST":
            if "_review" in request.POST:
                return self.review(request, cases)
            if not may_publish:
                raise PermissionDenied
        if is_confirmed(request, cases) and publish_now(request, cases):
            return HttpResponseRedirect(back_url)
        title = (_("发布：%s") if may_publish else _("审核：%s")) % row
        return self.publish_page(request, title, cases, back_url)

    def review(self, request: HttpRequest, cases: list[Case]) -> HttpResponse:
        """Note a review of the cases that the page listed, if they are as it showed them."""
        listed = list(Paginator(cases, CASES_LISTED).get_page(request.GET.get("page")))
        with transaction.atomic():
            if request.POST.get("reviewed") == confirmation(listed) and is_as_read(listed):
                review_now(request, listed)
            else:
                messages.error(request, NOT_REVIEWED)
        return HttpResponseRedirect(request.get_full_path())

    def publish_page(
        self, request: HttpRequest, title: str, cases: list[Case], back_url: str, **context: Any
    ) -> TemplateResponse:
        """What would become public, what it lacks, and what the publisher confirms by the click.

        Many cases are listed on several pages, of which the last alone has the button.
        """
        page = Paginator(cases, CASES_LISTED).get_page(request.GET.get("page"))
        listed = list(page)
        lacking = [(case, missing) for case in cases if (missing := history.missing(case))]
        batches = {case.batch: history.missing_from_batch(case.batch) for case, _missing in lacking}
        reviews = review_context(request, cases, listed)
        context |= {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
            "back_url": back_url,
            "cases": listed,
            "page": page,
            "total": len(cases),
            "lacking": lacking[:CASES_LISTED],
            "lacking_total": len(lacking),
            "lacking_batches": {batch: texts for batch, texts in batches.items() if texts},
            "unsettled": [text for case in listed for text in history.unsettled(case)],
            "sensitive": sensitive_passages(listed),
            "checks": settings.PUBLISH_CHECKS,
            **reviews,
            "is_ready": not reviews.get("unreviewed") and request.user.has_perm(PUBLISH),
            "reviewed_as": confirmation(listed),
            "confirmation": "" if page.has_next() else confirmation(cases),
        }
        return TemplateResponse(request, "admin/reforms/publishing/page.html", context)

    def ask_before_publishing(self, request: HttpRequest, cases: list[Case]) -> HttpResponse | None:
        """The page for cases chosen in a list; None once the publisher has confirmed them.

        More of them than a page lists are refused: a choice is made again for each page.
        """
        if not settings.PUBLISH_CHECKS or is_confirmed(request, cases):
            return None
        if len(cases) > CASES_LISTED:
            message = _("选中的有 %(total)d 件；一次最多选 %(most)d 件，更多的请打开批次整批发布。")
            messages.error(request, message % {"total": len(cases), "most": CASES_LISTED})
            return HttpResponseRedirect(request.get_full_path())
        again = [(name, request.POST.get(name, "0")) for name in ("action", "select_across")]
        again += [(ACTION_CHECKBOX_NAME, k) for k in request.POST.getlist(ACTION_CHECKBOX_NAME)]
        return self.publish_page(
            request, _("发布选中的案例"), cases, request.get_full_path(), again=again
        )


def confirmation(cases: Iterable[Case]) -> str:
    """A digest of which cases these are, and of when each was last changed."""
    states = sorted((case.pk, case.updated_at.isoformat()) for case in cases)
    return sha256(repr(states).encode()).hexdigest()


def is_confirmed(request: HttpRequest, cases: list[Case]) -> bool:
    """Whether a POST confirms these cases as they are; if it confirms others, say so."""
    confirmed = request.POST.get(CHECKED)
    if confirmed == confirmation(cases):
        return True
    if confirmed and cases:
        messages.error(request, NOT_AS_SHOWN)
    return False


def is_as_read(cases: list[Case]) -> bool:
    """Whether cases are stored as they were read; from now on they are locked."""
    keys = history.lock(Case, [case.pk for case in cases])
    return confirmation(Case.objects.filter(pk__in=keys)) == confirmation(cases)


def publish_now(request: HttpRequest, cases: list[Case], of: str = "") -> bool:
    """Publish all cases or none, and tell the editor the result; returns whether it was done.

    `of` names whose cases they are, for messages about several batches.
    """
    prefix = _("%s：") % of if of else ""
    with transaction.atomic():
        if not is_as_read(cases):
            messages.error(request, f"{prefix}{NOT_AS_SHOWN}")
            return False
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
    message = _("这里一件也没有发布：%(count)d 件还不能发布。%(which)s")
    which = "；".join(errors[:ERRORS_LISTED]) + ("……" if len(errors) > ERRORS_LISTED else "")
    return message % {"count": len(errors), "which": which}
