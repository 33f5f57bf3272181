"""Batches at the editors' desk."""

from collections.abc import Iterable
from itertools import chain
from typing import Any, Protocol

from django.contrib import admin
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import history
from ..models import Batch, Case, Version
from ..vocabulary import Status
from .by_hand import ByHandPages
from .by_hand.facts import RolesInput
from .checking import CheckPages
from .confirmation import ConfirmedForm, ConfirmPages
from .example import ExamplePages
from .publishing import PublishPages, publish_now
from .recorded_forms import RecordedForm, RecordedFormSet
from .requests import edit_by
from .reviewing import may_review, review_summary
from .submitting import SubmitPages


class CountedBatch(Protocol):
    """A batch as get_queryset() annotates it."""

    all_cases: int
    public: int


@admin.register(Batch)
class BatchAdmin(
    ConfirmPages[Batch], ByHandPages, SubmitPages, CheckPages, ExamplePages, PublishPages[Batch]
):
    """Batches; one with cases cannot be deleted, and a frozen one keeps its slug."""

    subject = Version.Subject.BATCH
    form = ConfirmedForm
    change_form_template = "admin/reforms/batch_form.html"
    list_display = ("titled", "issuers", "dated", "case_count")
    search_fields = ("title", "slug", "topic", "issuers")
    actions = ("publish_batches",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "kind", ("series", "ordinal"))}),
        (
            gettext_lazy("发布"),
            {"fields": (("issuers", "issuer_roles"), "notice_title", "document_number")},
        ),
        (
            gettext_lazy("日期"),
            {
                "fields": ("released_on", "issued_on", "reported_on", "checked_on"),
                "description": gettext_lazy(
                    "发布稿写明发布日期才填“发布日期”；只知道媒体报道的日期，填“报道日期”。"
                ),
            },
        ),
        (gettext_lazy("内容"), {"fields": ("topic", "introduction")}),
        (gettext_lazy("来源"), {"fields": ("source_name", "source_url")}),
        (
            gettext_lazy("英文（本站译）"),
            {"fields": ("title_en", "topic_en", "introduction_en")},
        ),
        (None, {"fields": ("note",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        public = Count("cases", filter=Q(cases__status=Status.PUBLISHED))
        batches = super().get_queryset(request).annotate(all_cases=Count("cases"), public=public)
        return batches.order_by("-pk")

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: HttpRequest, **options: Any
    ) -> Any:
        if db_field.name == "issuer_roles":
            options["form_class"] = RolesInput
        return super().formfield_for_dbfield(db_field, request, **options)

    @admin.display(description=gettext_lazy("批次"), ordering="title")
    def titled(self, batch: Batch) -> str:
        return format_html("{} <small>{}</small>", batch.title, batch.slug)

    @admin.display(description=gettext_lazy("日期"))
    def dated(self, batch: Batch) -> str:
        return f"{batch.date} {batch.date_basis.label}" if batch.date_basis else ""

    @admin.display(description=gettext_lazy("案例"), ordering="all_cases")
    def case_count(self, batch: CountedBatch) -> str:
        message = _("%(all)d 件，已发布 %(public)d 件")
        return message % {"all": batch.all_cases, "public": batch.public}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        batch = context["original"]
        context["cases"] = batch.cases.with_relations().order_by("number") if batch else []
        context["may_review"] = may_review(request)
        context |= review_summary(request, self.waiting(batch)) if batch else {}
        return super().render_change_form(request, context, *args, **options)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Batch | None = None
    ) -> tuple[str, ...]:
        return ("slug",) if obj and obj.is_frozen else ()

    def save_model(
        self, request: HttpRequest, obj: Batch, form: RecordedForm[Batch], change: bool
    ) -> None:
        history.save_batch(obj, edit_by(request, form.cleaned_data["note"]))

    def save_related(
        self,
        request: HttpRequest,
        form: RecordedForm[Batch],
        formsets: list[RecordedFormSet[Case, Batch]],
        change: bool,
    ) -> None:
        """Save nothing: the cases of a batch are only listed here."""

    def has_change_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        """Only publishers may change a batch that the public sees."""
        permitted = obj is None or not obj.is_public or self.has_publish_permission(request)
        return permitted and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        permitted = super().has_delete_permission(request, obj)
        return permitted and obj is not None and not obj.cases.exists()

    def delete_model(self, request: HttpRequest, obj: Batch) -> None:
        history.delete_batch(obj, edit_by(request))

    def view_on_site(self, batch: Batch) -> str | None:
        return reverse("batch", args=[batch.slug]) if batch.is_public else None

    def waiting(self, batch: Batch) -> QuerySet[Case]:
        return batch.cases.filter(status__in=[Status.DRAFT, Status.IN_REVIEW]).with_relations()

    @admin.action(description=gettext_lazy("整批发布"), permissions=["publish"])
    def publish_batches(
        self, request: HttpRequest, batches: Iterable[Batch]
    ) -> HttpResponse | None:
        waiting = {batch: list(self.waiting(batch)) for batch in batches}
        if page := self.ask_before_publishing(request, [*chain.from_iterable(waiting.values())]):
            return page
        for batch, cases in waiting.items():
            publish_now(request, cases, of=str(batch))
        return None
