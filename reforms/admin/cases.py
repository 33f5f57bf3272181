"""Cases at the editors' desk: the list, the form, its actions, and the preview."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Field, ForeignKey, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import history
from ..models import MOST_BODIES, Batch, Case, CreditedBody, Revision, ThemeAssignment, Version
from ..models.cases import CaseQuerySet
from ..public.caching import page
from ..public.lists import case_context
from ..search import narrow, parse
from ..selection import numbered_case
from ..text.cleaning import clean_line
from ..vocabulary import Status
from .body_forms import CreditedBodyForm, CreditedBodyFormSet
from .case_filters import LevelFilter, ProvinceFilter
from .empty_choices import ASKS, EmptyChoices
from .erasing import ErasurePages
from .generics import ModelForm, Row, StackedInline
from .proposing import ProposedForm, ProposePages
from .publishing import PublishPages, publish_now
from .recorded_forms import RecordedForm, RecordedFormSet
from .requests import edit_by
from .source_passages import SourcePages
from .withdrawal import WithdrawPages

Bodies = RecordedFormSet[CreditedBody, Case]


class CountedRows(EmptyChoices, StackedInline[Row, Case]):
    """Rows beside the form of a case, no more of them than a form with its 1,000 fields holds.

    A number in the form says how many there are: each takes a hundredth of a second, filled or not.
    """

    max_num = MOST_BODIES

    def get_formset(self, *args: Any, **options: Any) -> Any:
        return super().get_formset(*args, **{"absolute_max": MOST_BODIES} | options)


class CreditedBodyInline(CountedRows[CreditedBody]):
    """The bodies of a case, at least one."""

    model = CreditedBody
    form = CreditedBodyForm
    formset: type[Bodies] = CreditedBodyFormSet
    extra = 0
    min_num = 1
    fields = (("name", "standard_name"), ("kind", "province", "level", "place_basis"))


class ThemeAssignmentForm(ModelForm[ThemeAssignment]):
    """A theme of a case; only those that were stored without a basis may stay so."""

    def clean_basis(self) -> str:
        basis: str = self.cleaned_data["basis"]
        if not basis and not self.instance.pk:
            raise ValidationError(_("请选择归类依据；自己判断的选“编者归类”。"))
        return basis


class ThemeAssignmentFormSet(RecordedFormSet[ThemeAssignment, Case]):
    """The themes of a case, none of which goes while it is saved."""

    def clean(self) -> None:
        super().clean()
        history.hold_themes(row for row in self.kept() if row.theme_id)


class ThemeAssignmentInline(CountedRows[ThemeAssignment]):
    """The themes of a case, each with what it is assigned by."""

    model = ThemeAssignment
    form = ThemeAssignmentForm
    formset = ThemeAssignmentFormSet
    extra = 1
    fields = (("theme", "basis"), "passage")


@admin.register(Case)
class CaseAdmin(ProposePages, PublishPages[Case], ErasurePages, WithdrawPages, SourcePages):
    """Cases; what was ever public is withdrawn, not deleted, and keeps its reference."""

    subject = Version.Subject.CASE
    form = ProposedForm
    inlines = (CreditedBodyInline, ThemeAssignmentInline)
    list_display = ("titled", "credited", "theme_names", "status", "updated")
    list_filter = ("status", "batch", "themes", ProvinceFilter, LevelFilter, "year")
    search_fields = ("title",)
    search_help_text = gettext_lazy(
        "在标题、摘要、正文、单位和批次中查找；一个字也可以。也可以写编号，如 spp-reform-2-01。"
    )
    actions = ("publish_cases", "submit_cases", "return_cases", "withdraw_cases")
    list_per_page = 50
    fieldsets = (
        (
            None,
            {"fields": ("batch", ("number", "official_no"), "title", "title_by", "subtitle")},
        ),
        (gettext_lazy("内容"), {"fields": ("keywords", "summary", "body")}),
        (gettext_lazy("英文（本站译）"), {"fields": ("title_en", "summary_en")}),
        (gettext_lazy("来源"), {"fields": ("source_name", "source_url")}),
        (None, {"fields": ("note",)}),
    )

    def formfield_for_dbfield(
        self, db_field: "Field[Any, Any]", request: HttpRequest, **options: Any
    ) -> Any:
        """Whose title it is, is asked: nobody has said so where a case is new."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if db_field.name == "title_by":
            field.choices = [("", ASKS), *field.choices]
        return field

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"title_by": ""} | super().get_changeform_initial_data(request)

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **options: Any
    ) -> "forms.ModelChoiceField[Any] | None":
        """The batches, the newest first: most cases are added to one of the last."""
        return super().formfield_for_foreignkey(
            db_field, request, **options, queryset=Batch.objects.order_by("-pk")
        )

    def get_queryset(self, request: HttpRequest) -> CaseQuerySet:
        return Case.objects.with_relations().order_by("-reference_key")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Case], search_term: str
    ) -> tuple[QuerySet[Case], bool]:
        """The case with this number, else the matches of the public search, drafts included."""
        if case := numbered_case(search_term, Case.objects.all()):
            return queryset.filter(pk=case.pk), False
        query = parse(clean_line(search_term))
        return (narrow(queryset, query) if query else queryset), False

    @admin.display(description=gettext_lazy("案例"), ordering="reference_key")
    def titled(self, case: Case) -> str:
        return format_html("{} <small>{}</small>", case.title, case.reference)

    @admin.display(description=gettext_lazy("更新"), ordering="updated_at")
    def updated(self, case: Case) -> str:
        return f"{timezone.localtime(case.updated_at):%Y-%m-%d}"

    @admin.display(description=gettext_lazy("单位"))
    def credited(self, case: Case) -> str:
        return "、".join(body.name for body in case.bodies.all())

    @admin.display(description=gettext_lazy("主题"))
    def theme_names(self, case: Case) -> str:
        return "、".join(theme.name for theme in case.themes.all())

    def get_readonly_fields(self, request: HttpRequest, obj: Case | None = None) -> tuple[str, ...]:
        return ("batch", "number") if obj and obj.first_published_at else ()

    def save_model(
        self, request: HttpRequest, obj: Case, form: RecordedForm[Case], change: bool
    ) -> None:
        """Save nothing yet: save_related() writes the case with its themes and bodies."""

    def save_related(
        self,
        request: HttpRequest,
        form: RecordedForm[Case],
        formsets: Collection[RecordedFormSet[Any, Case]],
        change: bool,
    ) -> None:
        kept = {}  # by model; what the editor may not change is not on the page, and stays
        for formset in formsets:
            formset.save(commit=False)
            kept[formset.model] = formset.kept()
        self.write(request, form, kept.get(ThemeAssignment), kept.get(CreditedBody))
        forms_on_page = [each for formset in formsets for each in formset.forms]
        message = _("“%(name)s”按名称判断：%(kind)s，%(place)s。")
        for body in (each.instance for each in forms_on_page if getattr(each, "derived", False)):
            facts = {"name": body.name, "kind": body.get_kind_display(), "place": body.place}
            self.message_user(request, message % facts, messages.INFO)

    def has_delete_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:
        permitted = super().has_delete_permission(request, obj)
        return permitted and obj is not None and not obj.first_published_at

    def delete_model(self, request: HttpRequest, obj: Case) -> None:
        history.delete_case(obj, edit_by(request))

    def waiting(self, case: Case) -> list[Case]:
        return [] if case.is_public else [case]

    @admin.action(description=gettext_lazy("发布"), permissions=["publish"])
    def publish_cases(self, request: HttpRequest, cases: CaseQuerySet) -> HttpResponse | None:
        """Publish drafts; withdrawn cases come back one by one, from a page with the reason."""
        drafts = list(cases.filter(status__in=[Status.DRAFT, Status.IN_REVIEW]))
        if page := self.ask_before_publishing(request, drafts):
            return page
        publish_now(request, drafts)
        return None

    @admin.action(description=gettext_lazy("提交审核"), permissions=["change"])
    def submit_cases(self, request: HttpRequest, cases: Iterable[Case]) -> None:
        self.attempt(
            request,
            lambda: history.set_review_status(cases, Status.IN_REVIEW, edit_by(request)),
            _("已提交 %(count)d 件案例。"),
        )

    @admin.action(description=gettext_lazy("退回草稿"), permissions=["change"])
    def return_cases(self, request: HttpRequest, cases: Iterable[Case]) -> None:
        self.attempt(
            request,
            lambda: history.set_review_status(cases, Status.DRAFT, edit_by(request)),
            _("已退回 %(count)d 件案例。"),
        )

    def view_on_site(self, case: Case) -> str | None:
        return reverse("case", args=[case.reference]) if case.is_public else None

    def get_urls(self) -> list[URLPattern]:
        preview = path(
            "<int:pk>/preview/",
            self.admin_site.admin_view(self.preview),
            name="reforms_case_preview",
        )
        return [preview, *super().get_urls()]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page as the public would see it; the only place that shows drafts."""
        case = get_object_or_404(Case.objects.with_relations(), pk=pk)
        if not self.has_view_permission(request, case):
            raise PermissionDenied
        revision = Revision.current()
        context = {"preview": True, **case_context(case, revision)}
        return page(request, "case.html", revision, context)
