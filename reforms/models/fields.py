"""The kinds of fields that hold text."""

from django.db import models

from ..text.validation import validate_partial_date, validate_text


def text_field(label: str, **options) -> models.TextField:
    return models.TextField(label, blank=True, default="", validators=[validate_text], **options)


def line_field(label: str, length: int = 300, **options) -> models.CharField:
    options = {"blank": True, "default": "", "validators": [validate_text]} | options
    return models.CharField(label, max_length=length, **options)


def partial_date_field(label: str, help_text: str) -> models.CharField:
    return line_field(label, 10, validators=[validate_partial_date], help_text=help_text)
