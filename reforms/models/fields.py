"""The fields that hold text, with their validators, and the labels of fields. Knows no table."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.db import models

from ..text.validation import validate_partial_date, validate_text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def text_field(
    label: "StrOrPromise", *, help_text: "StrOrPromise" = "", editable: bool = True
) -> "models.TextField[str, str]":
    """A text of any length; empty where there is none."""
    return models.TextField(
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
    return models.CharField(
        label,
        max_length=length,
        blank=blank,
        default=default,
        choices=choices,
        validators=validators,
        help_text=help_text,
        editable=editable,
    )


def partial_date_field(
    label: "StrOrPromise", help_text: "StrOrPromise"
) -> "models.CharField[str, str]":
    """A date that may lack its day, or month and day (ISO 8601-1); empty where it is unknown."""
    return line_field(label, 10, validators=[validate_partial_date], help_text=help_text)


def field_label(model: type[models.Model], name: str) -> str:
    """What people call a field of a model; raises FieldDoesNotExist where it has none such."""
    field = model._meta.get_field(name)
    return str(field.verbose_name) if isinstance(field, models.Field) else name
