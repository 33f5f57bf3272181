"""Django's admin and form classes with type parameters, which only django-stubs gives them."""

from typing import TYPE_CHECKING, Generic, TypeVar

from django import forms
from django.contrib import admin
from django.db import models

Row = TypeVar("Row", bound=models.Model)
Parent = TypeVar("Parent", bound=models.Model)

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, StackedInline
    from django.forms import BaseInlineFormSet, ModelForm
else:

    class ModelAdmin(admin.ModelAdmin, Generic[Row]):
        pass

    class StackedInline(admin.StackedInline, Generic[Row, Parent]):
        pass

    class ModelForm(forms.ModelForm, Generic[Row]):
        pass

    class BaseInlineFormSet(forms.BaseInlineFormSet, Generic[Row, Parent]):
        pass


__all__ = [
    "BaseInlineFormSet",
    "ModelAdmin",
    "ModelForm",
    "Parent",
    "Row",
    "StackedInline",
]
