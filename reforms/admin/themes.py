"""Themes at the editors' desk."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from .. import history
from ..models import Theme, Version
from .recorded import RecordedAdmin
from .recorded_forms import RecordedForm
from .requests import edit_by


@admin.register(Theme)
class ThemeAdmin(RecordedAdmin[Theme]):
    """Themes; one that cases have cannot be deleted."""

    subject = Version.Subject.THEME
    list_display = ("name", "name_en", "slug", "position")
    fieldsets = (
        (None, {"fields": ("name", "name_en", "slug", "position")}),
        (gettext_lazy("释义"), {"fields": ("definition", "definition_en")}),
        (None, {"fields": ("note",)}),
    )

    def save_model(
        self, request: HttpRequest, obj: Theme, form: RecordedForm[Theme], change: bool
    ) -> None:
        history.save_theme(obj, edit_by(request, form.cleaned_data["note"]))

    def has_delete_permission(self, request: HttpRequest, obj: Theme | None = None) -> bool:
        permitted = super().has_delete_permission(request, obj)
        return permitted and obj is not None and not obj.cases.exists()

    def delete_model(self, request: HttpRequest, obj: Theme) -> None:
        history.delete_theme(obj, edit_by(request))
