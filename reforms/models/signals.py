"""Which tables the guard watches."""

from django.db.models.signals import m2m_changed, pre_delete, pre_save

from .batches import Batch
from .bodies import CreditedBody
from .cases import Case
from .guard import keep_append_only, require_recording
from .record import Erasure, Version
from .themes import Theme


def connect_guard() -> None:
    """Refuse what is written to these tables outside of recording() and erasing()."""
    for model in (Theme, Batch, Case, CreditedBody):
        pre_save.connect(require_recording, sender=model)
        pre_delete.connect(require_recording, sender=model)
    m2m_changed.connect(require_recording, sender=Case.themes.through)
    for model in (Version, Erasure):
        pre_save.connect(keep_append_only, sender=model)
        pre_delete.connect(keep_append_only, sender=model)
