"""Texts stored before they were cleaned where they enter: what cleaning would change, and doing it.

Knows no command line.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction

from .. import history
from ..importing.seeding import CLEANING_NOTE
from ..models import Batch, Case, CreditedBody, Theme
from ..models.fields import CleanedField
from ..text.cleaning import clean_characters
from ..text.validation import validate_text

Row = Case | Batch | Theme
EDIT = history.Edit(note=CLEANING_NOTE)
BLOCK = 500  # cases read at once
BESIDE = 10  # characters shown on each side of the first difference


class UncleanText(NamedTuple):
    """A stored text that cleaning would change, or one that a person must mend."""

    name: str  # reference or slug of the row
    label: str  # what people call the field
    before: str
    after: str
    problem: str  # why nobody but a person can mend it; empty for most


def unclean_rows() -> Iterator[tuple[Row, list[UncleanText]]]:
    """The rows with unclean texts, each with those texts."""
    for row in stored_rows():
        if texts := unclean_texts(row):
            yield row, texts


def stored_rows() -> Iterator[Row]:
    """All rows of the catalogue."""
    yield from Theme.objects.order_by("pk")
    yield from Batch.objects.order_by("pk")
    yield from Case.objects.order_by("pk").prefetch_related("bodies").iterator(chunk_size=BLOCK)


def unclean_texts(row: Row) -> list[UncleanText]:
    """The texts of a row, and of the bodies of a case, that are not as cleaning leaves them."""
    texts = []
    for part in (row, *bodies_of(row)):
        for field in text_fields(part):
            before = getattr(part, field.attname)
            after = field.cleaned(before)
            if before != after or problem_of(after):
                name, label = name_of(row), str(field.verbose_name)
                texts.append(UncleanText(name, label, before, after, problem_of(after)))
    return texts


def text_fields(row: models.Model) -> list[CleanedField]:
    return [field for field in row._meta.fields if isinstance(field, CleanedField)]


def bodies_of(row: Row) -> list[CreditedBody]:
    return list(row.bodies.all()) if isinstance(row, Case) else []


def name_of(row: Row) -> str:
    return row.reference if isinstance(row, Case) else row.slug


def problem_of(text: str) -> str:
    """Why a person must mend a text; empty where there is nothing to mend."""
    try:
        validate_text(text)
    except ValidationError as error:
        return str(error.messages[0])
    return ""


@transaction.atomic
def clean_row(model: type[Row], key: int) -> None:
    """Clean the texts of a row as it is stored now, through history; saving cleans them.

    Does nothing where the row has been deleted meanwhile. Raises ValidationError, with nothing
    written, if a text does not validate.
    """
    history.lock(model, [key])
    stored = model._default_manager.filter(pk=key).first()
    if isinstance(stored, Case):
        history.save_case(stored, EDIT)
    elif isinstance(stored, Batch):
        history.save_batch(stored, EDIT)
    elif isinstance(stored, Theme):
        history.save_theme(stored, EDIT)


def in_words(text: UncleanText) -> str:
    """A text around its first difference, before and after, with names for what nobody can see."""
    pairs = zip(text.before, text.after, strict=False)
    same = next((place for place, (old, new) in enumerate(pairs) if old != new), None)
    place = min(len(text.before), len(text.after)) if same is None else same
    excerpt = slice(max(place - BESIDE, 0), place + BESIDE)
    before, after = (visible(value[excerpt]) for value in (text.before, text.after))
    changed = Counter(name for name in map(code_of, text.before) if name)
    counts = " ".join(f"{code}×{count}" for code, count in sorted(changed.items()))
    return f"{text.name} {text.label}: “{before}” → “{after}” {counts}".rstrip()


def visible(text: str) -> str:
    """A text with the names of the characters that cleaning changes, and of line breaks."""
    return "".join(
        f"⟨{code}⟩" if (code := code_of(character)) or character == "\n" else character
        for character in text
    ).replace("⟨⟩", "⏎")


def code_of(character: str) -> str:
    """U+2EA0 for a character that cleaning changes; empty for any other."""
    is_unclean = character == "\u3000" or clean_characters(character) != character
    return f"U+{ord(character):04X}" if is_unclean else ""
