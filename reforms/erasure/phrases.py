"""A phrase to erase, in every written form in which searches find it. Knows no storage."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..columns import BY_NAME, COLUMNS
from ..models import ERASED, Batch, Case, Theme
from ..text.folding import fold, origins

SHORTEST, LONGEST = 2, 200
DEEPEST = 100  # times that a phrase may stand within itself
CONTEXT = 12  # characters shown on either side of a form
DROPPED_MARKS = {"Mn", "Mc", "Me", "Cf"}  # accents and invisible characters, which fold to nothing
INVISIBLE = {*DROPPED_MARKS, "Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
# What stands between two sentences or in a list: the letters around it rarely are one name.
BREAKS = re.compile("[，。；：！？、,;:!?…“”\"'（）()《》]")
# Keys of JSON whose values name rows; slugs, references and URLs of ours stay as they are.
IDENTITIES = {"id", "slug", "reference", "batch", "themes", "permalink", "successor"}
IDENTITY = re.compile(r"[a-z0-9-]*|https?://\S*", re.ASCII)


class Form(NamedTuple):
    """A way in which a text writes the phrase, with what stands around it once."""

    text: str
    before: str
    after: str

    @property
    def key(self) -> int:
        """A number for forms on pages: a text with line breaks would not come back unchanged."""
        return form_key(self.text)

    @property
    def shown(self) -> str:
        """The text with what nobody can see written as code points."""
        return "".join(
            f"〔U+{ord(character):04X}〕"
            if character == "\n" or unicodedata.category(character) in INVISIBLE
            else character
            for character in self.text
        )

    @property
    def is_doubtful(self) -> bool:
        """Whether punctuation divides it, so that it may be no name at all."""
        return bool(BREAKS.search(self.text))


def form_key(text: str) -> int:
    return int(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:14], 16)


@dataclass(frozen=True)
class Phrase:
    """A phrase as searches see it: `fold(phrase) in fold(text)`. Forms with a kept key stay."""

    folded: str
    kept: frozenset[int] = frozenset()

    @classmethod
    def of(cls, text: str) -> "Phrase":
        return cls(fold(text))

    def keeping(self, keys: Iterable[int]) -> "Phrase":
        return Phrase(self.folded, frozenset(keys))

    def is_in(self, text: str) -> bool:
        """Whether searches find it in the text, in whatever form."""
        return self.folded in fold(text)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where it stands in a text as written: (start, end), in order, not overlapping."""
        folded = fold(text)
        start = folded.find(self.folded)
        if start < 0:
            return []
        places, spans, end = origins(text), [], 0
        while start >= 0:
            stop = start + len(self.folded)
            span = places[start], with_marks(text, places[stop - 1] + 1)
            if span[0] >= end and form_key(text[slice(*span)]) not in self.kept:
                spans.append(span)
                end = span[1]
            start = folded.find(self.folded, stop if spans and span == spans[-1] else start + 1)
        return spans

    def holds(self, text: str) -> bool:
        return bool(self.spans(text)) or bool(is_url(text) and self.spans(unquote(text)))

    def cleaned(self, text: str) -> str:
        """The text without it, however often it stands there; never longer than before."""
        if is_url(text) and self.holds(text):
            return ""  # with a part replaced it would be no valid URL
        for _time in range(DEEPEST):  # again: 王王明明 without 王明 has it once more
            spans = self.spans(text)
            if not spans:
                return text
            text = without(text, spans)
        return ERASED  # nobody writes so, but to make each of a hundred thousand times find one

    def clean(self, value: Any, name: str = "") -> Any:
        """A JSON value, under a name, with the phrase replaced in all its texts."""
        if isinstance(value, str):
            is_identity = name in IDENTITIES and IDENTITY.fullmatch(value)
            return value if is_identity else self.cleaned(value)
        if isinstance(value, list):
            return [self.clean(item, name) for item in value]
        if isinstance(value, dict):
            return {key: self.clean(item, key) for key, item in value.items()}
        return value

    def forms(self, value: Any) -> Iterator[Form]:
        """The forms in the texts of a JSON value, each as often as it stands there."""
        for text in texts_in(value):
            for start, end in self.spans(text):
                before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
                yield Form(text[start:end], before, after)


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with these spans replaced."""
    ends = (0, *(end for _start, end in spans))
    pieces = (
        text[end:start] + ERASED[: stop - start]
        for end, (start, stop) in zip(ends, spans, strict=False)
    )
    return "".join(pieces) + text[ends[-1] :]


def with_marks(text: str, end: int) -> int:
    """The end of a span with the marks and invisible characters that follow its last letter."""
    while end < len(text) and unicodedata.category(text[end]) in DROPPED_MARKS:
        end += 1
    return end


def is_url(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def texts_in(value: Any) -> Iterator[str]:
    """All texts in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_in(item)


def checked_phrase(case: Case, text: str) -> Phrase:
    """The phrase to erase; raises ValidationError where it is too short, or part of a code."""
    phrase = Phrase.of(text)
    if not SHORTEST <= len(phrase.folded) <= LONGEST:
        message = _("词句要有 %(least)d 至 %(most)d 个字。")
        raise ValidationError(message % {"least": SHORTEST, "most": LONGEST})
    names = [*BY_NAME, *(code for column in COLUMNS for code in column.codes)]
    names += [field.name for field in Batch._meta.fields]
    names += [case.reference, case.permalink, *Batch.objects.values_list("slug", flat=True)]
    themes = Theme.objects.values_list("slug", "name", "name_en")
    if any(map(phrase.is_in, [*names, *(text for theme in themes for text in theme)])):
        raise ValidationError(
            _("这是编号、网址、代码或主题名称的一部分，不能抹除。请写完整的词句。")
        )
    return phrase
