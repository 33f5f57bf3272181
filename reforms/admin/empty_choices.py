"""What a list of choices shows where nothing is chosen, in place of Django's row of hyphens."""

from typing import Any, cast

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

ASKS = gettext_lazy("请选择")
NOTHING = "—"


class EmptyChoices(BaseModelAdmin):
    """For an admin, or for the rows beside its form."""

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: HttpRequest, **options: Any
    ) -> Any:
        """The field; a list without a choice asks for one, or shows a dash if it may stay so."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        label = ASKS if field and field.required else NOTHING
        if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
            field.empty_label = label
        elif isinstance(field, forms.ChoiceField):
            choices = cast("list[tuple[str, Any]]", field.choices)
            field.choices = [(value, text if value else label) for value, text in choices]
        return field
