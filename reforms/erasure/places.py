"""Where a phrase or a text is stored in the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from ..columns import COLUMNS
from ..models import Batch, BatchImport, Case, CreditedBody, Erasure, ImportRow, Version
from .phrases import TEXT, Clean, Phrase, blank, emptied

ROWS = 500  # fetched at once

OF_BATCH = {column.name for column in COLUMNS if column.of_batch}
Kind, Subject = Erasure.Kind, Version.Subject


@dataclass
class Place:
    """A row that holds some of it, and its fields without."""

    label: str
    row: models.Model
    fields: dict = field(default_factory=dict)

    @property
    def in_words(self) -> str:
        names = (str(self.row._meta.get_field(name).verbose_name) for name in self.fields)
        return f"{self.label}（{'、'.join(names)}）"

    def write(self, **more: Any) -> None:
        rows = type(self.row)._default_manager.filter(pk=self.row.pk)
        rows.update(**self.fields, **more)


def place(label: str, row: models.Model, clean: dict[str, Clean]) -> Iterator[Place]:
    """The row, if cleaning changes one of these fields."""
    fields = {name: cleaned(getattr(row, name)) for name, cleaned in clean.items()}
    fields = {name: value for name, value in fields.items() if value != getattr(row, name)}
    if fields:
        yield Place(label, row, fields)


def texts_of(model: type[models.Model]) -> list[str]:
    """The fields of a model that hold free text, plain or in JSON."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    found = [one for one in model._meta.fields if isinstance(one, kinds) and not one.choices]
    return [one.name for one in found if one.name not in DERIVED]


# Made from others, or never of anybody's words.
DERIVED = {"slug", "reference", "reference_key", "date", "theme_key", "place_key"}
DERIVED |= {"sha256", "encoding", "outcome", "counts"}


def all_by(clean: Clean, model: type[models.Model]) -> dict[str, Clean]:
    return dict.fromkeys(texts_of(model), clean)


def live_places(case: Case, phrase: Phrase | None) -> Iterator[Place]:
    """The case, its bodies and its batch as they are now."""
    if phrase is None:
        yield from place(_("案例"), case, {name: partial(emptied_if_any, name) for name in TEXT})
        return
    yield from place(_("案例"), case, all_by(phrase.clean, Case))
    for body in case.bodies.all():
        yield from place(_("单位"), body, all_by(phrase.clean, CreditedBody))
    yield from place(_("批次"), case.batch, all_by(phrase.clean, Batch))


def emptied_if_any(name: str, value: str) -> str:
    return emptied(name, value) if value else value


def version_places(case: Case, phrase: Phrase | None) -> Iterator[Place]:
    """Versions: of the case and its batch; of deleted cases, which nobody can reach; and of the
    other cases of the batch what they have from it."""
    own = Q(subject=Subject.CASE, subject_id=case.pk)
    if phrase is None:
        for version in Version.objects.filter(own).iterator(ROWS):
            yield from place(_("历史版本"), version, {"state": blank})
        return
    cases = Case.objects.values("pk")
    whole = own | Q(subject=Subject.BATCH, subject_id=case.batch_id)
    whole |= Q(subject=Subject.CASE) & ~Q(subject_id__in=cases)
    others = Q(subject=Subject.CASE, subject_id__in=cases.filter(batch=case.batch)) & ~own
    clean = all_by(phrase.clean, Version)
    for version in Version.objects.filter(whole).iterator(ROWS):
        yield from place(_("历史版本"), version, clean)
    for version in Version.objects.filter(others).iterator(ROWS):
        yield from place(_("历史版本"), version, {"state": partial(of_batch, phrase)})


def of_batch(phrase: Phrase, state: dict) -> dict:
    """The state of a case with what it has from its batch cleaned."""
    found = {name: phrase.clean(state[name]) for name in OF_BATCH if name in state}
    return state | found


NOTED = ("passages", "asks", "faults", "messages", "changes", "alike")


def import_places(case: Case, phrase: Phrase | None) -> Iterator[Place]:
    """Records of imports: for a phrase all of them, for a whole text those that brought it."""
    if phrase:
        clean, facts = all_by(phrase.clean, ImportRow), all_by(phrase.clean, BatchImport)
        rows, found = ImportRow.objects.all(), BatchImport.objects.all()
    else:
        clean = {"cells": blank} | dict.fromkeys(NOTED, emptied_value)
        rows = rows_of(case)
        found = BatchImport.objects.filter(pk__in=rows.values("batch_import"))
        facts = {"facts": without_passages}
    for row in rows.iterator(ROWS):
        yield from place(_("导入记录"), row, clean)
    for one in found.iterator(ROWS):
        yield from place(_("导入记录"), one, facts)


def emptied_value(value: Any) -> Any:
    return type(value)()


def without_passages(facts: dict) -> dict:
    """What an import keeps of a pasted text as a whole, which may quote any of its cases."""
    quoting = ("passages", "questions", "furniture")
    return facts | {name: type(facts[name])() for name in quoting if name in facts}


def rows_of(case: Case) -> models.QuerySet[ImportRow]:
    """The rows of imports that became the case, changed it, or were found to be like it."""
    wanted = Q(target=case.pk)
    for found in BatchImport.objects.only("outcome").iterator(ROWS):
        lines = [line for line, pk, *_rest in found.outcome.get("cases", ()) if pk == case.pk]
        if lines:
            wanted |= Q(batch_import=found, line__in=lines)
    alike = ImportRow.objects.exclude(alike=[]).values_list("pk", "alike").iterator(ROWS)
    like_it = [pk for pk, pairs in alike if any(one == case.pk for one, _why in pairs)]
    return ImportRow.objects.filter(wanted | Q(pk__in=like_it))
