"""The fields that hold text, and the labels of fields. Knows no table.

Each cleans its text before it is validated (`Model.clean_fields`, `Field.clean`, forms), so every
way to a stored text leads through reforms.text.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models

from ..text.cleaning import clean, clean_line
from ..text.dates import typed_date
from ..text.validation import validate_partial_date, validate_text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    CharField = models.CharField[str, str]
    TextField = models.TextField[str, str]
    URLField = models.URLField[str, str]
else:
    CharField, TextField, URLField = models.CharField, models.TextField, models.URLField


class CleanInput(forms.CharField):
    """An input of a form whose text is cleaned before anything is checked, its length too."""

    default_validators = [validate_text]

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean(value) if isinstance(value, str) else value)


class CleanURLInput(CleanInput, forms.URLField):
    """An input for a URL."""

    default_validators = [*forms.URLField.default_validators, validate_text]


class CleanedField(models.Field):
    """What the fields of this module share. Migrations name the field of Django."""

    input: type[forms.CharField] = CleanInput

    def cleaned(self, text: str) -> str:
        """The text to store."""
        return clean_line(text)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        text = self.cleaned(value) if isinstance(value, str) else value
        return super().clean(text, model_instance)

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": self.input, **options})

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        base = next(base for base in type(self).__mro__ if base.__module__.startswith("django."))
        return name, f"django.db.models.{base.__name__}", args, options


class CleanLineField(CleanedField, CharField):
    """A text on one line."""


class CleanTextField(CleanedField, TextField):
    """A text of any number of lines."""

    def cleaned(self, text: str) -> str:
        return clean(text)


class CleanURLField(CleanedField, URLField):
    """A URL."""

    default_validators = [*models.URLField.default_validators, validate_text]
    input = CleanURLInput


class PartialDateField(CleanLineField):
    """A date in ISO 8601-1, typed in any way that people type dates."""

    def cleaned(self, text: str) -> str:
        return typed_date(clean_line(text))

    def run_validators(self, value: Any) -> None:
        """Say of a text that is no date only that: not also that it is too long."""
        if value not in self.empty_values:
            validate_partial_date(value)

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"max_length": None, **options})  # 2021年07月29日 is longer


def text_field(
    label: "StrOrPromise", *, help_text: "StrOrPromise" = "", editable: bool = True
) -> "models.TextField[str, str]":
    """A text of any length; empty where there is none."""
    return CleanTextField(
        label,
        blank=True,
        default="",
        validators=[validate_text],
        help_text=help_text,
        editable=editable,
    )


def line_field(
    label: "StrOrPromise",
    length: int = 300,
    *,
    blank: bool = True,
    default: str = "",
    choices: "Iterable[tuple[str, StrOrPromise]] | None" = None,
    validators: Iterable[Callable[[str], None]] = (validate_text,),
    help_text: "StrOrPromise" = "",
    editable: bool = True,
) -> "models.CharField[str, str]":
    """A text of at most `length` characters; empty where there is none."""
    return CleanLineField(
        label,
        max_length=length,
        blank=blank,
        default=default,
        choices=choices,
        validators=validators,
        help_text=help_text,
        editable=editable,
    )


def url_field(label: "StrOrPromise", help_text: "StrOrPromise") -> "models.URLField[str, str]":
    """A URL; empty where there is none."""
    return CleanURLField(label, max_length=500, blank=True, default="", help_text=help_text)


def partial_date_field(
    label: "StrOrPromise", help_text: "StrOrPromise"
) -> "models.CharField[str, str]":
    """A date that may lack its day, or month and day (ISO 8601-1); empty where it is unknown."""
    return PartialDateField(
        label,
        max_length=10,
        blank=True,
        default="",
        validators=[validate_partial_date],
        help_text=help_text,
    )


def field_label(model: type[models.Model], name: str) -> str:
    """What people call a field of a model; raises FieldDoesNotExist where it has none such."""
    field = model._meta.get_field(name)
    return str(field.verbose_name) if isinstance(field, models.Field) else name
