"""The states of an import, and the lock on its row."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import BatchImport, ImportRow

BLOCK = 500

EDITABLE = 200  # rows up to which an import can be corrected in place
State, Kind, Choice = BatchImport.State, BatchImport.Kind, ImportRow.Choice

# What the form beside a pasted text holds: fields of the batch.
BATCH_FORM = (
    "slug",
    "title",
    "series",
    "ordinal",
    "topic",
    "issuers",
    "document_number",
    "released_on",
    "issued_on",
    "reported_on",
    "source_name",
    "source_url",
    "introduction",
)


def require(found: BatchImport, *states: str) -> None:
    if found.state not in states:
        words = _("这次导入的状态是“%s”，不能再这样做。")
        raise ValidationError(words % found.get_state_display())


def locked(found: BatchImport, *states: str) -> BatchImport:
    """Lock the import's row until the transaction ends; a second click or editor waits here."""
    fresh = BatchImport.objects.select_for_update().get(pk=found.pk)
    found.state = fresh.state
    require(fresh, *states)
    return fresh
