"""The page that merges a theme into another, and the refusal to delete one that cases have.

Knows requests and pages; reforms.history does the work.
"""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ... import history
from ...models import Theme
from ...models.fields import CleanInput
from ..history_pages import HistoryPages
from ..requests import edit_by


class ThemeChoice(forms.ModelChoiceField):
    """A theme, named with its scheme."""

    def label_from_instance(self, theme: Theme) -> str:
        return f"{theme.name}（{theme.scheme}）" if theme.scheme else theme.name


class MergeForm(forms.Form):
    """Which theme takes the cases of another, and why."""

    into = ThemeChoice(
        label=gettext_lazy("并入"),
        queryset=Theme.objects.none(),
        empty_label=gettext_lazy("请选择"),
    )
    across_schemes = forms.BooleanField(
        label=gettext_lazy("两个主题不属于同一套体系，我知道"),
        required=False,
        help_text=gettext_lazy("属于同一套体系的不用勾选。"),
    )
    note = CleanInput(
        label=gettext_lazy("合并原因"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("写入修改历史，不公开。"),
    )

    def __init__(self, data: Any, theme: Theme) -> None:
        super().__init__(data, label_suffix="")
        self.theme = theme
        cast(ThemeChoice, self.fields["into"]).queryset = Theme.objects.exclude(pk=theme.pk)

    def merge(self, edit: history.Edit) -> int:
        """Merge the theme; returns how many cases moved. Raises ValidationError."""
        cleaned = self.cleaned_data
        return history.merge_themes(
            self.theme,
            cleaned["into"],
            edit._replace(note=cleaned["note"]),
            across_schemes=cleaned["across_schemes"],
        )


class MergePages(HistoryPages[Theme]):
    """For the admin of themes."""

    def get_urls(self) -> list[URLPattern]:
        merge = self.admin_site.admin_view(self.merge)
        return [path("<int:pk>/merge/", merge, name="reforms_theme_merge"), *super().get_urls()]

    def merge(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask into which theme; merge, and go on to that one."""
        theme = get_object_or_404(Theme, pk=pk)
        if not request.user.has_perms(("reforms.change_theme", "reforms.delete_theme")):
            raise PermissionDenied
        form = MergeForm(request.POST if "into" in request.POST else None, theme)
        if form.is_valid():
            try:
                count = form.merge(edit_by(request))
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return self.merged(request, theme, form.cleaned_data["into"], count)
        return self.merge_page(request, theme, form)

    def merged(self, request: HttpRequest, theme: Theme, into: Theme, count: int) -> HttpResponse:
        """Say that a theme was merged, on the page of the other."""
        message = _("“%(theme)s”已并入“%(into)s”，%(count)d 件案例改属它。")
        words = {"theme": theme.name, "into": into.name, "count": count}
        self.message_user(request, message % words, messages.SUCCESS)
        return HttpResponseRedirect(change_url(into))

    def merge_page(self, request: HttpRequest, theme: Theme, form: MergeForm) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("合并主题：%s") % theme.name,
            "opts": self.opts,
            "media": self.media,
            "theme": theme,
            "form": form,
            "total": theme.cases.count(),
            "back_url": change_url(theme),
        }
        return TemplateResponse(request, "admin/reforms/themes/merge.html", context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Say in words why a theme that cases have cannot be deleted, and what to do instead."""
        theme = self.get_object(request, object_id)
        if theme is None or not request.user.has_perm("reforms.delete_theme"):
            return super().delete_view(request, object_id, extra_context)
        try:
            history.require_unused(theme)
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as error:  # also where a case gets it just now
            self.message_user(request, error.messages[0], messages.ERROR)
        return HttpResponseRedirect(change_url(theme))


def change_url(theme: Theme) -> str:
    """The URL of the form of a theme."""
    return reverse("admin:reforms_theme_change", args=[theme.pk])
