"""A batch made by hand on one page: its facts, its cases so far, and one more case.

Knows requests and pages; reforms.history does the work.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ... import history
from ...models import Batch, Version
from ...vocabulary import Status
from ..confirmation import confirmation_context
from ..conflict_pages import ConflictPages
from ..recorded_forms import OPENED_ON
from ..requests import edit_by
from ..reviewing import PUBLISH, may_review, review_summary
from ..submitting import may_submit
from .case import KeptCaseForm, NewCaseForm, typed_case
from .facts import FactsForm

CASES_SHOWN = 200
KEPT = gettext_lazy("下面这一件还没有加入，填写的都在；填好以后点“加入这一件”。")
ADD, CHECK = "_add", "_check"  # buttons: store the typed case, or only derive its places
SAVE = "_save"  # button: store the facts alone
OVER = "over"  # button: overwrite what others saved meanwhile


def is_of_case(fields: QueryDict) -> bool:
    """Whether a form is about a case, too: stores or checks it, or goes on after a conflict."""
    if {ADD, CHECK} & fields.keys():
        return True
    return OVER in fields and SAVE not in fields and typed_case(fields)


def case_form(fields: QueryDict | None, batch: Batch) -> NewCaseForm:
    """The form of one more case: to be stored, only kept as typed, or empty."""
    if fields is not None and is_of_case(fields):
        return NewCaseForm(fields, batch)
    if fields is not None and typed_case(fields):
        return KeptCaseForm(fields, batch)
    return NewCaseForm(None, batch)


class ByHandPages(ConflictPages[Batch]):
    """For the admin of batches."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.by_hand)
        return [
            path("by-hand/", view, name="reforms_batch_by_hand"),
            path("<int:pk>/cases/", view, name="reforms_batch_cases"),
            *super().get_urls(),
        ]

    def by_hand(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """The page of a new batch or of a stored one; a POST stores what was filled in."""
        if not request.user.has_perms(("reforms.add_case", "reforms.add_batch")):
            raise PermissionDenied
        with transaction.atomic():
            batch = self.batch_to_edit(request, pk)
            may_change = self.has_change_permission(request, batch if pk else None)
            data = request.POST if request.method == "POST" else None
            if data is not None and not may_change and not is_of_case(data):
                return self.not_saved(request, batch)
            facts = FactsForm.of_request(data, batch, may_change)
            case = case_form(data, batch)
            if data is not None and CHECK not in data and self.store(request, facts, case):
                if case.adds or not case.is_bound:
                    url = reverse("admin:reforms_batch_cases", args=[batch.pk])
                    return HttpResponseRedirect(f"{url}#id_case-title" if case.adds else url)
                self.message_user(request, KEPT, messages.WARNING)
                batch = self.batch_to_edit(request, batch.pk)
                facts = FactsForm.of_request(None, batch, may_change)
        return self.by_hand_page(request, facts, case, may_change)

    def batch_to_edit(self, request: HttpRequest, pk: int | None) -> Batch:
        """A new batch, or the stored one with the key of its last version, locked on POST."""
        if pk is None:
            return Batch()
        if request.method == "POST":
            history.lock(Batch, [pk])
        batch = get_object_or_404(Batch, pk=pk)
        setattr(batch, OPENED_ON, history.last_version_key(Version.Subject.BATCH, pk))
        return batch

    def store(self, request: HttpRequest, facts: FactsForm, case: NewCaseForm) -> bool:
        """Store the facts and, if one was sent, the case: both or neither; returns whether.

        Raises ProofNeeded where the public would see it and there is no recent proof.
        """
        if (facts.is_bound and not facts.is_valid()) or (case.adds and not case.is_valid()):
            return False
        key = facts.instance.pk
        is_changed = facts.is_bound and (facts.has_changed() or not key)
        try:
            with transaction.atomic():
                if is_changed:
                    history.save_batch(facts.instance, edit_by(request))
                if case.adds:
                    self.add_case(request, facts.instance, case)
        except (ValidationError, IntegrityError) as error:
            facts.instance.pk = key  # what was stored is rolled back
            twice = [_("刚才有人存下了同样的一批，请再按一次。")]
            (case if case.adds else facts).add_error(None, getattr(error, "messages", twice))
            return False
        if is_changed:
            self.message_user(request, _("批次已保存。"))
        elif not case.adds:
            self.message_user(request, _("批次没有改动。"))
        return True

    def add_case(self, request: HttpRequest, batch: Batch, form: NewCaseForm) -> None:
        """Store the case under the next number of the batch."""
        number = (batch.cases.aggregate(last=Max("number"))["last"] or 0) + 1
        cleaned = form.cleaned_data
        case = history.save_case(
            form.case(batch, number),
            edit_by(request),
            themes=list(cleaned["themes"]),
            bodies=cleaned["bodies"],
        )
        message = _("已加入第 %(number)d 件：%(title)s")
        self.message_user(request, message % {"number": number, "title": case.title})

    def by_hand_page(
        self, request: HttpRequest, facts: FactsForm, case_form: NewCaseForm, may_change: bool
    ) -> HttpResponse:
        has_conflict = facts.errors and facts.newer
        batch = facts.instance if facts.instance.pk else None
        cases = list(batch.cases.with_relations().order_by("number")) if batch else []
        missing = {case: history.missing(case) for case in cases if not case.is_public}
        of_batch = history.missing_from_batch(batch) if missing and batch else []
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": batch.title if batch else _("手工新增一批"),
            "opts": self.opts,
            "batch": batch,
            "facts": facts,
            "may_change": may_change,
            "conflict": self.conflict(facts, []) if has_conflict else None,
            **confirmation_context(request, facts, []),
            "of_batch": of_batch,
            "number": max((case.number for case in cases), default=0) + 1,
            "cases": [
                (
                    case,
                    [text for text in missing.get(case, ()) if text not in of_batch],
                    history.unsettled(case),
                )
                for case in cases[:CASES_SHOWN]
            ],
            "case_form": case_form,
            "waiting": len(missing),
            "lacking": any(missing.values()),
            "may_publish": request.user.has_perm(PUBLISH),
            "may_review": may_review(request),
            "submits": may_submit(request) and any(case.status == Status.DRAFT for case in missing),
            **review_summary(request, list(missing)),
        }
        return TemplateResponse(request, "admin/reforms/by_hand/page.html", context)
