"""Django's admin and form classes with type parameters, which only django-stubs gives them.

The lists of an admin are filtered as their own links do, and in no other way.
"""

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest

Row = TypeVar("Row", bound=models.Model)
Parent = TypeVar("Parent", bound=models.Model)

# How the links of a filter go on behind the name of its field.
ENDINGS = ("", "exact", "isnull", "id__exact")

if TYPE_CHECKING:
    from django.contrib.admin import StackedInline
    from django.forms import BaseInlineFormSet, ModelForm

    class Base(admin.ModelAdmin[Row]):
        pass
else:

    class Base(admin.ModelAdmin, Generic[Row]):
        pass

    class StackedInline(admin.StackedInline, Generic[Row, Parent]):
        pass

    class ModelForm(forms.ModelForm, Generic[Row]):
        pass

    class BaseInlineFormSet(forms.BaseInlineFormSet, Generic[Row, Parent]):
        pass


class ModelAdmin(Base[Row]):
    """An admin whose lists take the parameters of their filters alone.

    Django's takes any lookup of a field of the model: a regular expression in an address kept a
    process busy until it was killed, since SQLite runs it in Python.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Whether a filter of the list has this parameter; others are answered with 400."""
        name, _separator, ending = lookup.partition(LOOKUP_SEP)
        filters = self.get_list_filter(request) if request else self.list_filter
        names = {parameter_of(each) for each in filters}
        return name in names and ending in ENDINGS


def parameter_of(list_filter: Any) -> str:
    """The name with which the parameters of a filter begin: of its field, or its own."""
    name = getattr(list_filter, "parameter_name", list_filter)
    return name if isinstance(name, str) else ""


__all__ = [
    "BaseInlineFormSet",
    "ModelAdmin",
    "ModelForm",
    "Parent",
    "Row",
    "StackedInline",
]
