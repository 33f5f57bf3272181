"""The whole text of a case, wherever it is stored: what goes, and what says that the case exists.

What is not named here as kept goes, so that a new column or table is erased too.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models

from ..columns import BY_NAME
from ..history import PUBLICATION
from ..models import (
    CLEANED_BY,
    ERASED,
    BatchImport,
    Case,
    CreditedBody,
    ImportRow,
    Proposal,
    Version,
)
from .owners import Owner, owned_models, owner_field, texts_of
from .places import ROWS, Fields, Place, Subject, import_rows_of

NEEDED = ("title",)  # may not be empty
# Of a case: the names of bodies and themes, and the source, beside what is no text of its own.
KEPT = {"bodies", "body_names", "themes", "theme_names", "source_name", "source_url"}
KEPT |= {*PUBLICATION, "reference", "batch", "revision", "updated_at"}
KEPT |= {name for name, column in BY_NAME.items() if column.codes or column.kind != "text"}
KEPT |= {name for name, column in BY_NAME.items() if column.derived or column.of_batch}
# Of an import: what says which file it was, and of which batch.
KEPT_FACTS = {"batch", "columns", "ignored", "sheet", "clear", "asked", "claimed", "found", "plans"}
KEPT_FACTS |= {"fills", CLEANED_BY}


def whole_places(case: Case) -> Iterator[Place]:
    """The places of the text of a case, with it removed."""
    owner = Owner("case", case.pk)
    for row in rows_of(case):
        texts = {name: getattr(row, name) for name in texts_of(type(row))}
        yield from place_of(owner, row, blank(texts))
    versions = Version.objects.filter(subject=Subject.CASE, subject_id=case.pk)
    for version in versions.iterator(ROWS):
        yield from place_of(owner, version, {"state": blank(version.state)})
    for proposal in Proposal.objects.filter(case=case).iterator(ROWS):
        yield from place_of(
            owner, proposal, {"state": blank(proposal.state), "note": "", "word": ""}
        )
    rows = import_rows_of([case.pk])
    for row in rows.iterator(ROWS):
        quoted = {name: emptied(name, getattr(row, name)) for name in texts_of(ImportRow)}
        yield from place_of(owner, row, quoted | {"cells": blank(row.cells)})
    imports = BatchImport.objects.filter(pk__in=rows.values("batch_import"))
    for batch_import in imports.iterator(ROWS):
        facts = blank(batch_import.facts, KEPT_FACTS)
        yield from place_of(owner, batch_import, {"facts": facts})


def rows_of(case: Case) -> Iterator[models.Model]:
    """The case, and the rows that hold parts of it; its bodies stay."""
    for model in owned_models():
        if model is not CreditedBody and (field := owner_field(model)) and field[0] == "case":
            yield from model._default_manager.filter(**{field[1]: case.pk})


def place_of(owner: Owner, row: models.Model, fields: Fields) -> Iterator[Place]:
    """The row as a place, if the fields change anything; else nothing."""
    fields = {name: value for name, value in fields.items() if value != getattr(row, name)}
    if fields:
        yield Place(owner, row, fields)


def blank(values: Fields, kept: set[str] = KEPT) -> Fields:
    """The values without texts, but for those kept."""
    return {
        name: value if name in kept or not value else emptied(name, value)
        for name, value in values.items()
    }


def emptied(name: str, value: Any) -> Any:
    """What replaces a text: of the same type, and empty if it may be."""
    if not isinstance(value, str | list | dict):
        return value
    if isinstance(value, list) and name in BY_NAME and BY_NAME[name].relation:
        return [""] * len(value)  # one for each row, in the order of other columns
    return ERASED if name in NEEDED and isinstance(value, str) else type(value)()


def texts_of_case(case: Case) -> set[str]:
    """The texts of a case in all its versions, by which files of it are known."""
    states = Version.objects.filter(subject=Subject.CASE, subject_id=case.pk)
    return {
        text
        for state in states.values_list("state", flat=True)
        for name, text in state.items()
        if name not in KEPT and isinstance(text, str) and text not in ("", ERASED)
    }
