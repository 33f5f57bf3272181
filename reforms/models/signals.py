"""Connects the guard to the tables that it protects."""

from django.db import models
from django.db.models.signals import m2m_changed, pre_delete, pre_save

from .assignments import ThemeAssignment
from .batches import Batch
from .bodies import CreditedBody
from .cases import Case
from .derived import CaseText
from .guard import keep_append_only, require_recording
from .record import Erasure, Version
from .themes import FormerSlug, Theme

RECORDED: tuple[type[models.Model], ...] = (
    Theme,
    FormerSlug,
    Batch,
    Case,
    CreditedBody,
    CaseText,
    ThemeAssignment,
)
APPEND_ONLY: tuple[type[models.Model], ...] = (Version, Erasure)


def connect_guard() -> None:
    """Refuse unrecorded writes to the catalogue, and any change to the append-only record."""
    for model in RECORDED:
        pre_save.connect(require_recording, sender=model)
        pre_delete.connect(require_recording, sender=model)
    m2m_changed.connect(require_recording, sender=Case.themes.through)
    for model in APPEND_ONLY:
        pre_save.connect(keep_append_only, sender=model)
        pre_delete.connect(keep_append_only, sender=model)
