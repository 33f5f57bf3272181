"""Tables and releases → rows → checked rows → drafts; correcting, discarding and undoing imports.

Knows no request. Only apply() and undo() change the catalogue, and what brings fixtures into it.
"""

from .applying import apply, waiting_cases
from .correcting import (
    PublicChanges,
    batches_of,
    changed_batches,
    check_again,
    correct,
    discard,
    is_as_checked,
    lock_prepared,
    public_changes,
    refuse_unseen,
    store_corrections,
    take_hidden,
)
from .erasures import refuse_stale_corrections
from .example import load_example, loaded_batches, obstacles, read_example, undo_example
from .named_bodies import bodies_by_name, named_bodies
from .new_themes import Heading, fill_themes, open_headings
from .old_word import converts_old_word
from .reading import is_being_read, read_now, receive_upload
from .release_batches import new_slug
from .releases import start_document, start_release
from .source_passages import SourcePassages, source_passages
from .starting import TableOptions, start_upload
from .states import BATCH_FORM, EDITABLE
from .typed_bodies import TypedBody
from .undo_plan import digest_of_edits, undo_plan
from .undoing import undo

__all__ = [
    "BATCH_FORM",
    "EDITABLE",
    "Heading",
    "PublicChanges",
    "SourcePassages",
    "TableOptions",
    "TypedBody",
    "apply",
    "batches_of",
    "bodies_by_name",
    "changed_batches",
    "check_again",
    "converts_old_word",
    "correct",
    "digest_of_edits",
    "discard",
    "fill_themes",
    "is_as_checked",
    "is_being_read",
    "load_example",
    "loaded_batches",
    "lock_prepared",
    "named_bodies",
    "new_slug",
    "obstacles",
    "open_headings",
    "public_changes",
    "read_example",
    "read_now",
    "receive_upload",
    "refuse_stale_corrections",
    "refuse_unseen",
    "source_passages",
    "start_document",
    "start_release",
    "start_upload",
    "store_corrections",
    "take_hidden",
    "undo",
    "undo_example",
    "undo_plan",
    "waiting_cases",
]
