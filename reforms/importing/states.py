"""The states of an import, and the lock on its row."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import BatchImport, ImportRow

BLOCK = 500  # rows checked, stored or planned at once
EDITABLE = 200  # rows up to which an import can be corrected in place

State = BatchImport.State
Kind = BatchImport.Kind
RowStatus = ImportRow.Status
Choice = ImportRow.Choice

# The fields of the batch in the form beside a pasted text.
BATCH_FORM = (
    "slug",
    "title",
    "notice_title",
    "kind",
    "series",
    "ordinal",
    "topic",
    "issuers",
    "issuer_roles",
    "document_number",
    "released_on",
    "issued_on",
    "reported_on",
    "source_name",
    "source_url",
    "introduction",
)


def require(batch_import: BatchImport, *states: str) -> None:
    """Raise ValidationError unless the import is in one of these states."""
    if batch_import.state not in states:
        message = _("这次导入的状态是“%s”，不能再这样做。")
        raise ValidationError(message % batch_import.get_state_display())


def lock_import(batch_import: BatchImport, *states: str) -> None:
    """Lock the import's row until the transaction ends, and update `batch_import.state`.

    A second click or a second editor waits here. Raises ValidationError if the stored state is
    none of `states`.
    """
    stored = BatchImport.objects.select_for_update().get(pk=batch_import.pk)
    batch_import.state = stored.state
    require(stored, *states)
