"""Validators for text before it is stored. They know no form and no model."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .dates import iso_date
from .lines import SEPARATOR

# C0 controls except tab and line breaks, lone surrogates, noncharacters: XML 1.0, production 2.
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
PARTIAL_DATE = re.compile("[0-9]{4}(-[0-9]{2}){0,2}")


def validate_text(value: str) -> None:
    """Raise ValidationError for control characters and lone surrogates.

    No database, CSV or XML file can carry them.
    """
    if UNSTORABLE.search(value):
        raise ValidationError(_("含有不可见的控制字符或损坏的字符，请删去后再保存。"))


def validate_name(value: str) -> None:
    """Raise ValidationError for an unstorable text, and for a separator of lists in the text."""
    validate_text(value)
    if SEPARATOR in value:
        raise ValidationError(_("不能含有半角分号“;”，它用来分隔多个值。"))


def validate_partial_date(value: str) -> None:
    """Raise ValidationError for all but YYYY, YYYY-MM and YYYY-MM-DD (ISO 8601-1)."""
    is_date = PARTIAL_DATE.fullmatch(value) and iso_date([int(part) for part in value.split("-")])
    if not is_date:
        raise ValidationError(_("请写成 2021、2021-07 或 2021-07-29 的样子。"))
