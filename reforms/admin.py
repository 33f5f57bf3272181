"""The editors' desk. Every change goes through history.py; nothing is written behind it."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import history
from .erasure_admin import ErasurePages
from .history_admin import HistoryPages, RecordedForm, RecordedFormSet
from .models import Batch, Case, CreditedBody, Revision, Theme, Version
from .publish_admin import PublishPages, publish_now
from .search import narrow, parse
from .views import case_context
from .vocabulary import SUCCEEDED, Level, Province, Status, Withdrawal

admin.site.site_header = gettext_lazy("检察改革典型案例库 · 编辑台")
admin.site.site_title = gettext_lazy("编辑台")
admin.site.index_title = gettext_lazy("内容管理")


class RecordedAdmin(HistoryPages, admin.ModelAdmin):
    """An admin whose history is Version: Django's own log stays empty, so there is one record."""

    form = RecordedForm
    change_form_template = "admin/reforms/change_form.html"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def log_addition(self, *_args: Any) -> None:
        """See Version."""

    def log_change(self, *_args: Any) -> None:
        """See Version."""

    def log_deletions(self, *_args: Any) -> None:
        """See Version."""

    def construct_change_message(self, *_args: Any) -> list:
        """See Version."""
        return []

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None):
        """Django's own title, “选择 … 来修改”, reads like a program."""
        named = {"title": self.opts.verbose_name_plural}
        return super().changelist_view(request, named | (extra_context or {}))

    def get_actions(self, request: HttpRequest) -> dict:
        """Without Django's bulk deletion, which would ask no one whether a case was public."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def response_change(self, request: HttpRequest, obj: models.Model) -> HttpResponse:
        """What is saved to be published goes on to the page that says what that makes public."""
        if "_publish" not in request.POST or not self.has_publish_permission(request):
            return super().response_change(request, obj)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_publish"
        return HttpResponseRedirect(reverse(name, args=[obj.pk]))

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reforms.publish_case")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reforms.withdraw_case")

    def attempt(self, request: HttpRequest, write: Callable, done: str) -> bool:
        """Run one write; tell the editor what was done, or each thing that stands against it."""
        try:
            rows = write()
        except ValidationError as error:
            for message in error.messages:
                self.message_user(request, message, messages.ERROR)
            return False
        self.message_user(request, done % {"count": len(rows)}, messages.SUCCESS)
        return True


@admin.register(Theme)
class ThemeAdmin(RecordedAdmin):
    subject = Version.Subject.THEME
    list_display = ("name", "name_en", "slug", "position")
    fieldsets = (
        (None, {"fields": ("name", "name_en", "slug", "position")}),
        (gettext_lazy("释义"), {"fields": ("definition", "definition_en")}),
        (None, {"fields": ("note",)}),
    )

    def save_model(
        self, request: HttpRequest, obj: Theme, form: RecordedForm, change: bool
    ) -> None:
        history.save_theme(obj, by=request.user, note=form.cleaned_data["note"])

    def has_delete_permission(self, request: HttpRequest, obj: Theme | None = None) -> bool:
        return obj is not None and not obj.cases.exists()

    def delete_model(self, request: HttpRequest, obj: Theme) -> None:
        history.delete_theme(obj, by=request.user)


class CaseLinksInline(admin.TabularInline):
    """The cases of a batch, to go to; they are edited on their own page."""

    model = Case
    extra = 0
    can_delete = False
    view_on_site = False  # a draft has no page there
    fields = readonly_fields = ("number", "link", "credited", "status")
    ordering = ("number",)
    verbose_name_plural = gettext_lazy("本批次的案例")

    def has_add_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("标题"))
    def link(self, case: Case) -> str:
        address = reverse("admin:reforms_case_change", args=[case.pk])
        return format_html('<a href="{}">{}</a>', address, case.title)

    @admin.display(description=gettext_lazy("单位"))
    def credited(self, case: Case) -> str:
        return "、".join(body.name for body in case.bodies.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("bodies")


@admin.register(Batch)
class BatchAdmin(PublishPages, RecordedAdmin):
    subject = Version.Subject.BATCH
    inlines = (CaseLinksInline,)
    list_display = ("title", "slug", "date", "issuers", "case_count", "public_count")
    search_fields = ("title", "slug", "topic", "issuers")
    actions = ("publish_batches",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "series", "ordinal", "issuers", "document_number")}),
        (
            gettext_lazy("日期"),
            {
                "fields": ("released_on", "issued_on", "reported_on"),
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

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        public = Q(cases__status=Status.PUBLISHED)
        counted = super().get_queryset(request)
        counted = counted.annotate(all_cases=Count("cases"), public=Count("cases", filter=public))
        return counted.order_by("-pk")

    @admin.display(description=gettext_lazy("案例数"), ordering="all_cases")
    def case_count(self, batch: Batch) -> int:
        return batch.all_cases

    @admin.display(description=gettext_lazy("已发布"), ordering="public")
    def public_count(self, batch: Batch) -> int:
        return batch.public

    def get_readonly_fields(self, request: HttpRequest, obj: Batch | None = None) -> tuple:
        return ("slug",) if obj and obj.is_frozen else ()

    def save_model(
        self, request: HttpRequest, obj: Batch, form: RecordedForm, change: bool
    ) -> None:
        history.save_batch(obj, by=request.user, note=form.cleaned_data["note"])

    def save_related(self, request: HttpRequest, form: RecordedForm, formsets: list, change: bool):
        """Nothing: the cases of a batch are only shown here."""

    def has_change_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        """What the public sees of a batch is for publishers to change."""
        public = obj is not None and Batch.objects.published().filter(pk=obj.pk).exists()
        permitted = not public or self.has_publish_permission(request)
        return permitted and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        permitted = super().has_delete_permission(request, obj)
        return permitted and obj is not None and not obj.cases.exists()

    def delete_model(self, request: HttpRequest, obj: Batch) -> None:
        history.delete_batch(obj, by=request.user)

    def view_on_site(self, batch: Batch) -> str | None:
        public = Batch.objects.published().filter(pk=batch.pk).exists()
        return reverse("batch", args=[batch.slug]) if public else None

    def waiting(self, batch: Batch) -> QuerySet[Case]:
        return batch.cases.filter(status__in=[Status.DRAFT, Status.IN_REVIEW]).with_relations()

    @admin.action(description=gettext_lazy("整批发布"), permissions=["publish"])
    def publish_batches(self, request: HttpRequest, batches: Iterable[Batch]) -> None:
        for batch in batches:
            publish_now(request, self.waiting(batch), of=str(batch))


class CreditedBodyInline(admin.StackedInline):
    model = CreditedBody
    formset = RecordedFormSet
    extra = 0
    min_num = 1
    fields = (("name", "standard_name"), ("kind", "province", "level", "place_basis"))


class BodyFilter(admin.SimpleListFilter):
    """Cases by a property of any of their bodies; by subquery, so that none is listed twice."""

    choices_of: type = Province

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return self.choices_of.choices

    def queryset(self, request: HttpRequest, cases: QuerySet) -> QuerySet:
        if not self.value():
            return cases
        bodies = CreditedBody.objects.filter(**{self.parameter_name: self.value()})
        return cases.filter(pk__in=bodies.values("case"))


class ProvinceFilter(BodyFilter):
    title = gettext_lazy("地区")
    parameter_name = "province"


class LevelFilter(BodyFilter):
    title = gettext_lazy("检察院层级")
    parameter_name = "level"
    choices_of = Level


class WithdrawalForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("撤下原因"),
        choices=[("", gettext_lazy("请选择")), *Withdrawal.choices],
        help_text=gettext_lazy("公开显示在原网址上。"),
    )
    successor = forms.CharField(
        label=gettext_lazy("并入或取代它的案例"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("原因是合并或取代时，填另一件公开案例的编号，如 spp-reform-2-03。"),
    )
    note = forms.CharField(
        label=gettext_lazy("撤下说明"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("公开显示在原网址上。"),
    )

    def __init__(self, data: Any, cases: QuerySet[Case]) -> None:
        super().__init__(data)
        self.cases = cases

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        successor = cleaned.get("successor", "").strip().lower()
        if cleaned.get("reason") not in SUCCEEDED:
            successor = ""
        elif not Case.objects.published().filter(reference=successor).exclude(pk__in=self.cases):
            self.add_error("successor", _("请填另一件公开案例的编号。"))
        return cleaned | {"successor": successor}


@admin.register(Case)
class CaseAdmin(PublishPages, ErasurePages, RecordedAdmin):
    subject = Version.Subject.CASE
    inlines = (CreditedBodyInline,)
    list_display = ("reference", "title", "credited", "theme_names", "status", "updated_at")
    list_display_links = ("reference", "title")
    list_filter = ("status", "batch", "themes", ProvinceFilter, LevelFilter, "year")
    search_fields = ("title",)
    search_help_text = gettext_lazy("在标题、摘要、正文、单位和批次中查找；一个字也可以。")
    actions = ("publish_cases", "submit_cases", "return_cases", "withdraw_cases")
    autocomplete_fields = ("batch",)
    list_per_page = 50
    fieldsets = (
        (None, {"fields": ("batch", ("number", "official_no"), ("title", "title_by"))}),
        (gettext_lazy("归类"), {"fields": (("themes", "themes_by"), "keywords")}),
        (gettext_lazy("内容"), {"fields": ("summary", "body")}),
        (gettext_lazy("英文（本站译）"), {"fields": ("title_en", "summary_en")}),
        (gettext_lazy("来源"), {"fields": ("source_name", "source_url")}),
        (None, {"fields": ("note",)}),
    )

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any):
        return super().formfield_for_manytomany(
            db_field, request, **options, widget=forms.CheckboxSelectMultiple
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_relations().order_by("-reference_key")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """The public search, over drafts too."""
        query = parse(search_term)
        return (narrow(queryset, query) if query else queryset), False

    @admin.display(description=gettext_lazy("单位"))
    def credited(self, case: Case) -> str:
        return "、".join(body.name for body in case.bodies.all())

    @admin.display(description=gettext_lazy("责任主题"))
    def theme_names(self, case: Case) -> str:
        return "、".join(theme.name for theme in case.themes.all())

    def get_readonly_fields(self, request: HttpRequest, obj: Case | None = None) -> tuple:
        return ("batch", "number") if obj and obj.first_published_at else ()

    # -------------------------------------------------------------- writing

    def save_model(self, request: HttpRequest, obj: Case, form: RecordedForm, change: bool):
        """Nothing yet: the case is written whole, with its themes and bodies, in save_related."""

    def save_related(self, request: HttpRequest, form: RecordedForm, formsets: list, change: bool):
        [bodies] = formsets
        bodies.save(commit=False)
        history.save_case(
            form.instance,
            themes=form.cleaned_data["themes"],
            bodies=bodies.kept(),
            by=request.user,
            note=form.cleaned_data["note"],
        )

    def has_change_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:
        """What the public sees is for publishers to change."""
        permitted = obj is None or not obj.is_public or self.has_publish_permission(request)
        return permitted and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:
        permitted = super().has_delete_permission(request, obj)
        return permitted and obj is not None and not obj.first_published_at

    def delete_model(self, request: HttpRequest, obj: Case) -> None:
        history.delete_case(obj, by=request.user)

    # -------------------------------------------------------------- publishing

    def waiting(self, case: Case) -> list[Case]:
        return [] if case.is_public else [case]

    @admin.action(description=gettext_lazy("发布"), permissions=["publish"])
    def publish_cases(self, request: HttpRequest, cases: QuerySet[Case]) -> None:
        """What was withdrawn comes back one by one, from the page that says why it went."""
        publish_now(request, cases.exclude(status=Status.WITHDRAWN))

    @admin.action(description=gettext_lazy("提交审核"), permissions=["change"])
    def submit_cases(self, request: HttpRequest, cases: Iterable[Case]) -> None:
        self.attempt(
            request,
            lambda: history.set_aside(cases, Status.IN_REVIEW, by=request.user),
            _("已提交 %(count)d 件案例。"),
        )

    @admin.action(description=gettext_lazy("退回草稿"), permissions=["change"])
    def return_cases(self, request: HttpRequest, cases: Iterable[Case]) -> None:
        self.attempt(
            request,
            lambda: history.set_aside(cases, Status.DRAFT, by=request.user),
            _("已退回 %(count)d 件案例。"),
        )

    @admin.action(description=gettext_lazy("撤下…"), permissions=["withdraw"])
    def withdraw_cases(self, request: HttpRequest, cases: QuerySet) -> HttpResponse | None:
        """Ask for the reason first: a withdrawn case tells it to whoever follows its address."""
        form = WithdrawalForm(request.POST if "reason" in request.POST else None, cases)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": _("撤下案例"),
                "opts": self.opts,
                "form": form,
                "cases": cases.published(),
                "action_checkbox_name": admin.helpers.ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/reforms/withdraw.html", context)
        self.attempt(
            request,
            lambda: history.withdraw(cases, by=request.user, **form.cleaned_data),
            _("已撤下 %(count)d 件案例。"),
        )
        return None

    # -------------------------------------------------------------- looking

    def view_on_site(self, case: Case) -> str | None:
        return reverse("case", args=[case.reference]) if case.is_public else None

    def get_urls(self) -> list:
        preview = path(
            "<int:pk>/preview/",
            self.admin_site.admin_view(self.preview),
            name="reforms_case_preview",
        )
        return [preview, *super().get_urls()]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page as the public would see it; drafts are shown here and nowhere else."""
        case = get_object_or_404(Case.objects.with_relations(), pk=pk)
        if not self.has_view_permission(request, case):
            raise PermissionDenied
        request.revision = Revision.current()
        context = {"preview": True, **case_context(case, request.revision)}
        return render(request, "case.html", context)


from . import import_admin  # noqa: E402, F401 - registers the import desk, under the titles above
