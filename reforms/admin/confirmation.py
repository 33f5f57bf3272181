"""A change to what is public is shown, and asked about, before it is saved.

Nothing is stored in between: the page holds the entries, as it does where two editors meet.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from .generics import ModelAdmin, Row
from .recorded_forms import NOT_CONTENT, RecordedForm, unsaved
from .requests import posted_texts


class ConfirmedForm(RecordedForm[Any]):
    """A form that is valid for a public row only once its entries have been shown.

    `confirmed` is the digest of the entries that were shown.
    """

    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)
    is_unconfirmed = False

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound or self.errors or not self.instance.is_public:
            return
        if self.cleaned_data["confirmed"] != self.digest():
            self.is_unconfirmed = True
            self.add_error(None, _("还没有保存：保存之前会再列出改动，请您确认。"))

    def digest(self) -> str:
        """Of all that was entered, the rows beside the form too."""
        data = cast(QueryDict, self.data)
        entries = sorted(
            (name, data.getlist(name))
            for name in data
            if name not in (*NOT_CONTENT, "csrfmiddlewaretoken") and not name.startswith("_")
        )
        return sha256(repr(entries).encode()).hexdigest()


class ConfirmPages(ModelAdmin[Row]):
    """For an admin with this form."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        """The form; above it, where nothing but the confirmation is missing, what would change."""
        form = context["adminform"].form
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        if question := confirmation_context(request, form, formsets):
            context |= {"errors": None, **question}
        return super().render_change_form(request, context, *args, **options)


def confirmation_context(
    request: HttpRequest, form: ConfirmedForm, formsets: "Sequence[forms.BaseFormSet[Any]]"
) -> dict[str, Any]:
    """What confirm.html shows of a form that lacks nothing but the confirmation; else nothing."""
    if form.errors and form.is_unconfirmed and all(formset.is_valid() for formset in formsets):
        return {
            "unsaved": unsaved(form, formsets),
            "digest": form.digest(),
            "over": form.cleaned_data["over"],
            "buttons": [name for name in posted_texts(request) if name.startswith("_")],
        }
    return {}
