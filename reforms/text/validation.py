"""What a text must be like to be stored."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .lines import SEPARATOR

# C0 controls but tab and line breaks, lone surrogates, noncharacters: XML 1.0, production 2.
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def validate_text(value: str) -> None:
    """Refuse what no database, CSV or XML can carry: control characters and lone surrogates."""
    if UNSTORABLE.search(value):
        raise ValidationError(_("含有不可见的控制字符或损坏的字符，请删去后再保存。"))


def validate_name(value: str) -> None:
    """Refuse the separator of lists inside one value."""
    validate_text(value)
    if SEPARATOR in value:
        raise ValidationError(_("不能含有半角分号“;”，它用来分隔多个值。"))


def validate_partial_date(value: str) -> None:
    """Refuse all but YYYY, YYYY-MM and YYYY-MM-DD (ISO 8601-1, reduced or whole dates)."""
    try:
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
            raise ValueError
        year, month, day = map(int, [*value.split("-"), 1, 1][:3])
        date(year, month, day)
    except ValueError:
        raise ValidationError(_("请写成 2021、2021-07 或 2021-07-29 的样子。")) from None
