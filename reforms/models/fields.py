"""What text a field may hold, and the kinds of fields."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

SEPARATOR = ";"


def validate_text(value: str) -> None:
    """Refuse what no database, CSV or XML can carry: control characters and lone surrogates."""
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", value):
        raise ValidationError(_("含有不可见的控制字符或损坏的字符，请删去后再保存。"))


def validate_name(value: str) -> None:
    """Refuse the separator of many-valued cells inside one value."""
    validate_text(value)
    if SEPARATOR in value:
        raise ValidationError(_("不能含有半角分号“;”，它用来分隔多个值。"))


def validate_partial_date(value: str) -> None:
    """Refuse all but YYYY, YYYY-MM and YYYY-MM-DD (ISO 8601-1 calendar dates, reduced or whole)."""
    try:
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
            raise ValueError
        year, month, day = map(int, [*value.split("-"), 1, 1][:3])
        date(year, month, day)
    except ValueError:
        raise ValidationError(_("请写成 2021、2021-07 或 2021-07-29 的样子。")) from None


def split_values(text: str) -> list[str]:
    """Take apart what an editor wrote as a list: by semicolon, enumeration comma or line."""
    return [part.strip() for part in re.split(r"[;；、\n]", text) if part.strip()]


def text_field(label: str, **options) -> models.TextField:
    return models.TextField(label, blank=True, default="", validators=[validate_text], **options)


def line_field(label: str, length: int = 300, **options) -> models.CharField:
    options = {"blank": True, "default": "", "validators": [validate_text]} | options
    return models.CharField(label, max_length=length, **options)


def partial_date_field(label: str, help_text: str) -> models.CharField:
    return line_field(label, 10, validators=[validate_partial_date], help_text=help_text)
