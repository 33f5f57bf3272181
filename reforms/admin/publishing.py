"""Publishing at the editors' desk: a page that says what will become public, and what it lacks.

For a case, the drafts of a batch and those of an import alike. Knows requests and pages;
history.py does the work.
"""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from .. import history
from ..models import Case

SHOWN = 200  # cases that the page names
TOLD = 10  # cases that a message names


class PublishPages:
    """For the admin of a model whose rows have cases() that wait for publication."""

    def waiting(self, found) -> Iterable[Case]:
        """The cases that publishing would make public."""
        raise NotImplementedError

    def get_urls(self) -> list:
        name = f"{self.opts.app_label}_{self.opts.model_name}_publish"
        publish = self.admin_site.admin_view(self.publish)
        return [path("<int:pk>/publish/", publish, name=name), *super().get_urls()]

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("reforms.publish_case"):
            raise PermissionDenied
        found = get_object_or_404(self.model, pk=pk)
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk])
        cases = list(self.waiting(found))
        if request.method == "POST" and publish_now(request, cases):
            return HttpResponseRedirect(back)
        lacking = [(case, lacks) for case in cases if (lacks := history.missing(case))]
        context = {
            **self.admin_site.each_context(request),
            "title": _("发布：%s") % found,
            "opts": self.opts,
            "media": self.media,
            "back": back,
            "cases": cases[:SHOWN],
            "total": len(cases),
            "lacking": lacking[:SHOWN],
            "lacks": len(lacking),
        }
        return TemplateResponse(request, "admin/reforms/publish.html", context)


def publish_now(request: HttpRequest, cases: Iterable[Case], of: str = "") -> bool:
    """Publish all or none; tells the editor which, and of what where there may be several."""
    of = _("%s：") % of if of else ""
    try:
        done = history.publish(cases, history.Edit(request.user))
    except ValidationError as error:
        words = _("这里一件也没有发布：%(count)d 件还缺内容。%(which)s")
        which = "；".join(error.messages[:TOLD]) + ("……" if len(error.messages) > TOLD else "")
        messages.error(request, of + words % {"count": len(error.messages), "which": which})
        return False
    messages.success(request, of + _("已发布 %d 件案例。") % len(done))
    return True
