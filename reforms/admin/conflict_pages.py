"""What an editor sees where somebody else changed or deleted the row, or published it, meanwhile.

Knows requests and pages; reforms.history knows the versions.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple, cast

from django.contrib.admin.helpers import InlineAdminFormSet
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from .. import history
from ..text.numbers import number
from .differences import readable
from .generics import ModelAdmin, Row
from .recorded_forms import OPENED_ON, RecordedForm, unsaved
from .requests import posted_texts


class Entry(NamedTuple):
    """A field of a form that could not be saved, with what the editor entered."""

    label: str
    text: str


class ConflictPages(ModelAdmin[Row]):
    """For the admin of a recorded model: editors neither overwrite nor lose each other's work."""

    subject = ""  # Version.Subject of the model

    def get_form(
        self, request: HttpRequest, obj: Row | None = None, change: bool = False, **options: Any
    ) -> type[RecordedForm[Row]]:
        # Django derives the class from self.form.
        form = cast("type[RecordedForm[Row]]", super().get_form(request, obj, change, **options))
        form.subject = self.subject
        return form

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Row | None:
        """The row, with the key of its last version; locked where it is about to be written.

        The key is read before the row, so that a change between the two may be reported
        needlessly, but is never missed.
        """
        row = super().get_object(request, object_id, from_field)
        if row is None:
            return None
        if request.method == "POST":
            history.lock(type(row), [row.pk])
        opened_on = history.last_version_key(self.subject, row.pk)
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            setattr(row, OPENED_ON, opened_on)
        return row

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form of a row; if it can no longer be saved, the entries, so as to copy them."""
        if request.method == "POST" and object_id and self.has_view_permission(request):
            key = number(object_id)
            row = None if key is None else self.model._default_manager.filter(pk=key).first()
            if row is None or not self.has_change_permission(request, row):
                return self.not_saved(request, row)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def not_saved(self, request: HttpRequest, row: Row | None) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": row,
            "title": _("没有保存"),
            "entries": entries(self.model, posted_texts(request)),
        }
        return TemplateResponse(
            request, "admin/reforms/not_saved.html", context, status=403 if row else 404
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        if form.newer:
            context["conflict"] = self.conflict(form, context["inline_admin_formsets"])
        return super().render_change_form(request, context, *args, **options)

    def conflict(
        self, form: RecordedForm[Row], inlines: Iterable[InlineAdminFormSet]
    ) -> dict[str, Any]:
        """What others saved since the form was opened, and what was entered in it."""
        last, opened_on = form.newer[-1], form.cleaned_data.get(OPENED_ON) or 0
        versions = history.versions_of(self.subject, form.instance)
        opened = versions.filter(pk=opened_on).first() or last
        theirs = history.content_differences(self.subject, opened.state, last.state)
        return {
            "newer": form.newer,
            "is_erased": history.any_erased(form.newer),
            "theirs": readable(self.model, theirs),
            "unsaved": unsaved(form, [inline.formset for inline in inlines]),
        }


def entries(model: type[models.Model], texts: dict[str, str]) -> list[Entry]:
    """What was entered as free text, from the fields of a sent form."""
    own = [
        Entry(str(field.verbose_name), text)
        for field in model._meta.fields
        if not field.choices and not field.is_relation and (text := texts.get(field.name))
    ]
    bodies = [
        Entry(_("单位"), text)
        for name, text in texts.items()
        if name.startswith("bodies-") and name.endswith("-name") and text
    ]
    return own + bodies
