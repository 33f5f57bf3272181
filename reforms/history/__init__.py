"""The one writer of the catalogue: states, versions, publishing, reverting, public changes.

Knows no request and no file format."""

from .bulk import Prepared, delete_cases, index_cases, prepare, save_cases
from .deleting import delete_batch, delete_case, delete_theme
from .public_changes import Change, changed_since, changes_since, theme_changes_since
from .publishing import missing, publish, set_aside, withdraw
from .reading import as_it_was, changes, edits_since, last_version, public_versions, versions
from .recording import batched, lock
from .reverting import put_back, revert
from .states import BESIDE_COLUMNS, content_differences, differences, is_public_state, whole_state
from .writing import save_batch, save_case, save_theme

__all__ = [
    "BESIDE_COLUMNS",
    "Change",
    "Prepared",
    "as_it_was",
    "batched",
    "changed_since",
    "changes",
    "changes_since",
    "content_differences",
    "delete_batch",
    "delete_case",
    "delete_cases",
    "delete_theme",
    "differences",
    "edits_since",
    "index_cases",
    "is_public_state",
    "last_version",
    "lock",
    "missing",
    "prepare",
    "public_versions",
    "publish",
    "put_back",
    "revert",
    "save_batch",
    "save_case",
    "save_cases",
    "save_theme",
    "set_aside",
    "theme_changes_since",
    "versions",
    "whole_state",
    "withdraw",
]
