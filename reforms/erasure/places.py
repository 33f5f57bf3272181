"""Finds the rows of the database that hold a phrase, in whatever form."""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from ..columns import COLUMNS
from ..models import Batch, BatchImport, Case, ImportRow, Proposal, Theme, Version, field_label
from .owners import NOBODY, STATES, Model, Owner, label_of, owned_models, owner_of, texts_of
from .phrases import Phrase

ROWS = 500  # fetched at a time
OF_BATCH = {column.name for column in COLUMNS if column.of_batch}
ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\.")

Fields = dict[str, Any]
Subject = Version.Subject


@dataclass
class Place:
    """A row that holds what is erased: whose it is, and its fields with that removed."""

    owner: Owner
    row: models.Model
    fields: Fields

    @property
    def in_words(self) -> str:
        """What people call the row; with the names of the fields, where it is of the catalogue."""
        model = type(self.row)
        if model in (*STATES, ImportRow, BatchImport):
            return label_of(model)
        return f"{label_of(model)}（{'、'.join(field_label(model, name) for name in self.fields)}）"

    @property
    def old_values(self) -> Iterator[Any]:
        """What is erased from, as it is stored: values of fields, or parts of those of a state."""
        for name, cleaned in self.fields.items():
            value = getattr(self.row, name)
            if isinstance(value, dict):
                yield from (value[key] for key in value if value[key] != cleaned[key])
            else:
                yield value

    def write(self, **others: Any) -> None:
        """Store the fields, and those given, without signals."""
        for name, value in self.fields.items():
            setattr(self.row, name, value)
        rows = type(self.row)._default_manager.filter(pk=self.row.pk)
        rows.update(**self.fields, **others)


class Chosen:
    """The owners whose rows are erased: some, or everybody for a preview."""

    def __init__(self, owners: Collection[Owner] | None = None) -> None:
        self.owners = owners
        cases = () if owners is None else [key for kind, key in owners if kind == "case"]
        self.import_rows = set(import_rows_of(cases).values_list("pk", flat=True)) if cases else ()

    def has(self, owner: Owner) -> bool:
        return self.owners is None or owner == NOBODY or owner in self.owners

    def has_row(self, row: models.Model) -> bool:
        """Rows of imports also belong to the case that they made or changed."""
        return self.has(owner_of(row)) or (
            isinstance(row, ImportRow) and row.pk in self.import_rows
        )


def phrase_places(phrase: Phrase, chosen: Chosen) -> Iterator[Place]:
    """The places of a phrase in all tables. Those given may be written before the next is asked."""
    for model in owned_models():
        for row in rows_with(phrase, model):
            fields = cleaned_fields(phrase, row) if chosen.has_row(row) else {}
            if fields:
                yield Place(owner_of(row), row, fields)
    yield from state_places(phrase, chosen)


def cleaned_fields(phrase: Phrase, row: models.Model) -> Fields:
    """The fields of a row that hold the phrase, without it."""
    fields = {name: getattr(row, name) for name in texts_of(type(row))}
    cleaned = {name: phrase.clean(value, name) for name, value in fields.items()}
    return {name: value for name, value in cleaned.items() if value != fields[name]}


def state_places(phrase: Phrase, chosen: Chosen) -> Iterator[Place]:
    """The places in versions and proposals, whose parts belong to different owners."""
    keys: dict[str, set[int]] = {
        Subject.CASE: set(Case.objects.values_list("pk", flat=True)),
        Subject.BATCH: set(Batch.objects.values_list("pk", flat=True)),
        Subject.THEME: set(Theme.objects.values_list("pk", flat=True)),
    }
    batches = dict(Batch.objects.values_list("slug", "pk"))
    for row in chain.from_iterable(rows_with(phrase, model) for model in STATES):
        subject = subject_of(row)
        owner = subject if subject.key in keys[subject.kind] else NOBODY
        is_case, slug = subject.kind == Subject.CASE, row.state.get("batch", "")
        of_batch = OF_BATCH if is_case else set()
        if chosen.has(owner):
            yield from state_place(phrase, owner, row, row.state.keys() - of_batch, True)
        batch = Owner("batch", batches[slug]) if slug in batches else NOBODY
        if of_batch and chosen.has(batch):
            yield from state_place(phrase, batch, row, of_batch & row.state.keys())


def subject_of(row: Version | Proposal) -> Owner:
    """Of which row a version or a proposal holds the state."""
    if isinstance(row, Proposal):
        return Owner(Subject.CASE, row.case_id)
    return Owner(row.subject, row.subject_id)


def state_place(
    phrase: Phrase,
    owner: Owner,
    row: Version | Proposal,
    names: Iterable[str],
    and_notes: bool = False,
) -> Iterator[Place]:
    """The row as a place, if these names of its state, or its notes, hold the phrase."""
    state = {name: phrase.clean(row.state[name], name) for name in names if name in row.state}
    fields: Fields = {"state": row.state | state}
    if and_notes:
        notes = (name for name in texts_of(type(row)) if name != "state")
        fields |= {name: phrase.cleaned(getattr(row, name)) for name in notes}
    fields = {name: value for name, value in fields.items() if value != getattr(row, name)}
    if fields:
        yield Place(owner, row, fields)


def rows_with(phrase: Phrase, model: Model) -> Iterator[Any]:
    """The rows of a model whose texts hold the phrase, or a URL that may; read in blocks."""
    names, rows = texts_of(model), model._default_manager.order_by("pk")
    texts = [Cast(name, models.TextField()) for name in names]
    is_json = [isinstance(model._meta.get_field(name), models.JSONField) for name in names]
    keys = [
        key
        for key, *values in rows.values_list("pk", *texts).iterator(ROWS)
        if any(map(partial(may_hold, phrase), values, is_json))
    ]
    for start in range(0, len(keys), ROWS):
        yield from rows.filter(pk__in=keys[start : start + ROWS])


def may_hold(phrase: Phrase, text: str, is_json: bool) -> bool:
    """Whether a text, plain or JSON as stored, may hold the phrase; reading JSON takes longer."""
    plain = ESCAPED.sub(unescaped, text) if is_json and "\\" in text else text
    return phrase.is_in(plain) or ("%" in plain and "://" in plain)


def unescaped(match: re.Match[str]) -> str:
    """What an escape of JSON stands for, as searches see it."""
    if match[0].startswith("\\u"):
        return str(json.loads(f'"{match[0]}"'))
    return "" if match[0][1] in "bfnrt" else match[0][1]


def import_rows_of(cases: Collection[int]) -> models.QuerySet[ImportRow]:
    """The rows of imports that created or changed cases, or have them as likely duplicates."""
    of_cases = Q(target__in=cases)
    for batch_import in BatchImport.objects.only("outcome").iterator(ROWS):
        outcome = batch_import.outcome.get("cases", ())
        lines = [line for line, key, *_rest in outcome if key in cases]
        if lines:
            of_cases |= Q(batch_import=batch_import, line__in=lines)
    alike = ImportRow.objects.exclude(alike=[]).values_list("pk", "alike").iterator(ROWS)
    duplicates = [
        row_key for row_key, likenesses in alike if any(key in cases for key, _reason in likenesses)
    ]
    return ImportRow.objects.filter(of_cases | Q(pk__in=duplicates))
