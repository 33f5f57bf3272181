"""Whose a row is, and which of its fields hold text. A name is shared by people: what belongs to
others is erased only where somebody chose it."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from ..models import (
    Batch,
    BatchImport,
    Case,
    CaseText,
    CsvLine,
    ImportRow,
    JsonLine,
    Proposal,
    Theme,
    Version,
)
from ..models.fields import PartialDateField

Model = type[models.Model]


class Owner(NamedTuple):
    """A case, batch, theme or import that has rows; of kind "" those of what was deleted."""

    kind: str
    key: int


NOBODY = Owner("", 0)

# Kind → model; a row whose model is not here is of the first of these that it refers to.
KINDS: dict[str, Model] = {"case": Case, "batch": Batch, "theme": Theme, "import": BatchImport}
# Written anew by reforms.history with the row that they follow from.
DERIVED: tuple[Model, ...] = (CaseText, CsvLine, JsonLine)
# With whole states of rows, whose parts belong to different owners.
STATES: tuple[type[Version] | type[Proposal], ...] = (Version, Proposal)
# Fields with texts that follow from others, or are no free text.
NOT_FREE = {"slug", "reference", "reference_key", "date", "theme_key", "place_key", "successor"}
NOT_FREE |= {"official_key"}
NOT_FREE |= {"sha256", "encoding", "outcome", "counts"}


@cache
def owner_field(model: Model) -> tuple[str, str] | None:
    """The kind of the owner of a model's rows and the field with its key; None: it has none."""
    for kind, owner in KINDS.items():
        if model is owner:
            return kind, "pk"
    for kind, owner in KINDS.items():
        for field in model._meta.fields:
            if field.related_model is owner:
                return kind, field.attname
    return None


def owner_of(row: models.Model) -> Owner:
    """Whose a row of an owned model is."""
    field = owner_field(type(row))
    return Owner(field[0], getattr(row, field[1])) if field else NOBODY


def texts_of(model: Model) -> list[str]:
    """The names of the fields of a model that hold free text, plain or in JSON."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    texts = [
        field
        for field in model._meta.fields
        if isinstance(field, kinds)
        and not field.choices
        and not isinstance(field, PartialDateField)
    ]
    return [field.name for field in texts if field.name not in NOT_FREE]


def owned_models() -> Iterator[Model]:
    """The models with free text whose rows have one owner, and are written by themselves."""
    for model in apps.get_app_config("reforms").get_models(include_auto_created=True):
        if texts_of(model) and owner_field(model) and model not in (*DERIVED, *STATES):
            yield model


def label_of(model: Model) -> str:
    """What people call the rows of a model."""
    labels = {Version: _("历史版本"), ImportRow: _("导入记录"), BatchImport: _("导入记录")}
    return labels.get(model) or str(model._meta.verbose_name)
