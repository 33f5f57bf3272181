"""Themes at the editors' desk."""

from typing import Protocol

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ... import history
from ...models import Theme, Version
from ..recorded_forms import RecordedForm
from ..requests import edit_by
from .merging import MergePages
from .new import NewThemePages
from .of_import import HeadingPages


class CountedTheme(Protocol):
    """A theme as get_queryset() annotates it."""

    all_cases: int


@admin.register(Theme)
class ThemeAdmin(MergePages, HeadingPages, NewThemePages):
    """Themes; one that cases have cannot be deleted."""

    subject = Version.Subject.THEME
    list_display = ("named", "scheme", "case_count", "position")
    fieldsets = (
        (None, {"fields": ("name", "name_en", "slug", "position", ("scheme", "scheme_en"))}),
        (gettext_lazy("释义"), {"fields": ("definition", "definition_en")}),
        (None, {"fields": ("note",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Theme]:
        return super().get_queryset(request).annotate(all_cases=Count("cases"))

    @admin.display(description=gettext_lazy("名称"), ordering="name")
    def named(self, theme: Theme) -> str:
        return format_html("{} <small>{}</small>", theme.name, theme.name_en)

    @admin.display(description=gettext_lazy("案例"), ordering="all_cases")
    def case_count(self, theme: CountedTheme) -> str:
        return _("%d 件") % theme.all_cases

    def save_model(
        self, request: HttpRequest, obj: Theme, form: RecordedForm[Theme], change: bool
    ) -> None:
        history.save_theme(obj, edit_by(request, form.cleaned_data["note"]))

    def has_delete_permission(self, request: HttpRequest, obj: Theme | None = None) -> bool:
        permitted = super().has_delete_permission(request, obj)
        return permitted and obj is not None and not obj.cases.exists()

    def delete_model(self, request: HttpRequest, obj: Theme) -> None:
        history.delete_theme(obj, edit_by(request))
