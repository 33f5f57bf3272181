"""What can be erased: a phrase however it is spaced, or all text of a case. Knows no storage."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..columns import BY_NAME, COLUMNS
from ..models import ERASED, Batch, Case, Theme

SHORTEST, LONGEST = 2, 200

# The text of a case, all of which a whole erasure removes. The first two may not be empty.
NEEDED = ("title", "summary")
TEXT = (*NEEDED, "title_en", "summary_en", "official_no", "keywords", "body")

Clean = Callable[[Any], Any]


@dataclass(frozen=True)
class Phrase:
    """A phrase, whatever its spacing, line breaks and letter case."""

    pattern: re.Pattern[str]

    @classmethod
    def of(cls, text: str) -> "Phrase":
        letters = [re.escape(letter) for letter in text if not letter.isspace()]
        return cls(re.compile(r"\s*".join(letters), re.IGNORECASE))

    def clean(self, value: Any) -> Any:
        """A JSON value with the phrase replaced in all its texts."""
        if isinstance(value, str):
            return self.cleaned(value)
        if isinstance(value, list):
            return [self.clean(item) for item in value]
        if isinstance(value, dict):
            return {name: self.clean(item) for name, item in value.items()}
        return value

    def cleaned(self, text: str) -> str:
        is_url = text.startswith(("http://", "https://"))
        if is_url and self.holds(text):
            return ""  # with a part replaced it would be no valid URL
        return self.pattern.sub(ERASED, text)

    def holds(self, text: str) -> bool:
        return bool(self.pattern.search(text))


def checked_phrase(case: Case, text: str) -> Phrase:
    """The phrase to erase; raises ValidationError where it is too short, or part of a code."""
    text = text.strip()
    if not SHORTEST <= len("".join(text.split())) <= LONGEST:
        message = _("词句要有 %(least)d 至 %(most)d 个字。")
        raise ValidationError(message % {"least": SHORTEST, "most": LONGEST})
    names = [*BY_NAME, *(code for column in COLUMNS for code in column.codes)]
    names += [field.name for field in Batch._meta.fields]
    names += [case.reference, case.permalink, *Theme.objects.values_list("slug", flat=True)]
    if any(Phrase.of(text).holds(name) for name in names):
        raise ValidationError(_("这是编号、网址或代码的一部分，不能抹除。请写完整的词句。"))
    return Phrase.of(text)


def blank(values: dict[str, Any]) -> dict[str, Any]:
    """The fields of a case without its text."""
    return values | {name: emptied(name, values[name]) for name in TEXT if values.get(name)}


def emptied(name: str, value: Any) -> Any:
    """What replaces the value of a field of a case: of the same type, and empty if it may be."""
    return ERASED if name in NEEDED else type(value)()
