"""Finds the rows of the database that hold a phrase, or the text of a case."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from ..columns import COLUMNS
from ..models import (
    Batch,
    BatchImport,
    Case,
    CreditedBody,
    Erasure,
    ImportRow,
    Version,
    field_label,
)
from .phrases import TEXT, Clean, Phrase, blank, emptied

ROWS = 500  # fetched at a time

OF_BATCH = {column.name for column in COLUMNS if column.of_batch}
Kind, Subject = Erasure.Kind, Version.Subject


@dataclass
class Place:
    """A row that holds the phrase or text, and its fields with that removed."""

    label: str
    row: models.Model
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def in_words(self) -> str:
        """The label with the names of the fields, as people read it."""
        labels = (field_label(type(self.row), name) for name in self.fields)
        return f"{self.label}（{'、'.join(labels)}）"

    def write(self, **fields: Any) -> None:
        """Store the fields, and those given, without signals."""
        rows = type(self.row)._default_manager.filter(pk=self.row.pk)
        rows.update(**self.fields, **fields)


def place_of(label: str, row: models.Model, cleaners: dict[str, Clean]) -> Iterator[Place]:
    """The row as a place, if its cleaners, by field, change anything; else nothing."""
    fields = {name: clean(getattr(row, name)) for name, clean in cleaners.items()}
    fields = {name: value for name, value in fields.items() if value != getattr(row, name)}
    if fields:
        yield Place(label, row, fields)


def texts_of(model: type[models.Model]) -> list[str]:
    """The names of the fields of a model that hold free text, plain or in JSON."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    texts = [item for item in model._meta.fields if isinstance(item, kinds) and not item.choices]
    return [item.name for item in texts if item.name not in DERIVED]


# Derived from other fields, or never free text.
DERIVED = {"slug", "reference", "reference_key", "date", "theme_key", "place_key"}
DERIVED |= {"sha256", "encoding", "outcome", "counts"}


def all_by(clean: Clean, model: type[models.Model]) -> dict[str, Clean]:
    return dict.fromkeys(texts_of(model), clean)


def live_places(case: Case, phrase: Phrase | None) -> Iterator[Place]:
    """The places in the case, its bodies and its batch as they are now."""
    if phrase is None:
        yield from place_of(_("案例"), case, {name: partial(emptied_if_any, name) for name in TEXT})
        return
    yield from place_of(_("案例"), case, all_by(phrase.clean, Case))
    for body in case.bodies.all():
        yield from place_of(_("单位"), body, all_by(phrase.clean, CreditedBody))
    yield from place_of(_("批次"), case.batch, all_by(phrase.clean, Batch))


def emptied_if_any(name: str, value: str) -> str:
    return emptied(name, value) if value else value


def version_places(case: Case, phrase: Phrase | None) -> Iterator[Place]:
    """The places in versions.

    For a whole text, the versions of the case. For a phrase, also those of its batch, those of
    deleted cases, which have no page to erase it from, and what the versions of the batch's other
    cases repeat of the batch.
    """
    own = Q(subject=Subject.CASE, subject_id=case.pk)
    if phrase is None:
        for version in Version.objects.filter(own).iterator(ROWS):
            yield from place_of(_("历史版本"), version, {"state": blank})
        return
    cases = Case.objects.values("pk")
    all_fields = own | Q(subject=Subject.BATCH, subject_id=case.batch_id)
    all_fields |= Q(subject=Subject.CASE) & ~Q(subject_id__in=cases)
    others = Q(subject=Subject.CASE, subject_id__in=cases.filter(batch=case.batch)) & ~own
    cleaners = all_by(phrase.clean, Version)
    for version in Version.objects.filter(all_fields).iterator(ROWS):
        yield from place_of(_("历史版本"), version, cleaners)
    for version in Version.objects.filter(others).iterator(ROWS):
        yield from place_of(_("历史版本"), version, {"state": partial(of_batch, phrase)})


def of_batch(phrase: Phrase, state: dict[str, Any]) -> dict[str, Any]:
    """The state of a case with its columns of the batch cleaned."""
    return state | {name: phrase.clean(state[name]) for name in OF_BATCH if name in state}


# The fields of a row of an import that may quote its text, beside the cells.
QUOTING = ("passages", "asks", "faults", "messages", "changes", "alike")


def import_places(case: Case, phrase: Phrase | None) -> Iterator[Place]:
    """The places in imports: for a phrase in all of them, for a text in those of the case."""
    if phrase:
        of_rows, of_imports = all_by(phrase.clean, ImportRow), all_by(phrase.clean, BatchImport)
        rows, batch_imports = ImportRow.objects.all(), BatchImport.objects.all()
    else:
        of_rows = {"cells": blank} | dict.fromkeys(QUOTING, emptied_value)
        of_imports = {"facts": without_passages}
        rows = rows_of(case)
        batch_imports = BatchImport.objects.filter(pk__in=rows.values("batch_import"))
    for row in rows.iterator(ROWS):
        yield from place_of(_("导入记录"), row, of_rows)
    for batch_import in batch_imports.iterator(ROWS):
        yield from place_of(_("导入记录"), batch_import, of_imports)


def emptied_value(value: Any) -> Any:
    return type(value)()


def without_passages(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of an import without quotations of the pasted text, which may be of any case."""
    quoting = ("passages", "questions", "furniture")
    return facts | {name: type(facts[name])() for name in quoting if name in facts}


def rows_of(case: Case) -> models.QuerySet[ImportRow]:
    """The rows of imports that created or changed the case, or have it as a likely duplicate."""
    of_case = Q(target=case.pk)
    for batch_import in BatchImport.objects.only("outcome").iterator(ROWS):
        outcome = batch_import.outcome.get("cases", ())
        lines = [line for line, key, *_rest in outcome if key == case.pk]
        if lines:
            of_case |= Q(batch_import=batch_import, line__in=lines)
    alike = ImportRow.objects.exclude(alike=[]).values_list("pk", "alike").iterator(ROWS)
    duplicates = [
        row_key for row_key, cases in alike if any(key == case.pk for key, _reason in cases)
    ]
    return ImportRow.objects.filter(of_case | Q(pk__in=duplicates))
