"""The only writer of the catalogue: states, versions, publishing, reverting, public changes.

Knows no request and no file format.
"""

from .bulk import PreparedCase, delete_cases, prepare, save_cases
from .deleting import delete_batch, delete_case, delete_theme, lock_to_delete, require_unused
from .edits import NO_EDIT, Edit, State, in_blocks, lock
from .proof import PROOF_SECONDS, PROVED_AT, ProofNeeded, proof_age, require_recent
from .proposals import (
    Conflict,
    Merge,
    decline,
    merge,
    name_of,
    proposal_decided,
    propose,
    proposed_differences,
    retract,
    take,
    take_as,
)
from .public_changes import (
    PublicChange,
    case_changes_since,
    changed_cases_since,
    last_revision_before,
    newest_case_changes,
    theme_changes_since,
)
from .publishing import missing, missing_from_batch, publish, set_review_status, unsettled, withdraw
from .reverting import restore_fields, revert, set_batch
from .reviewing import open_stages, review
from .reviews import (
    MOST_AT_ONCE,
    reviews_in_words,
    reviews_of,
    stages_before_publishing,
    unreviewed,
)
from .states import (
    PUBLICATION,
    Difference,
    content_differences,
    differences,
    is_edited,
    is_public_state,
    whole_state,
)
from .theme_assignments import hold_themes
from .theme_merging import merge_themes
from .versions import (
    any_erased,
    as_it_was,
    catalogue_state,
    changes_by_version,
    last_version_key,
    public_versions,
    versions_of,
    versions_since,
)
from .writing import check_batch, hold_batch, save_batch, save_case, save_theme

__all__ = [
    "MOST_AT_ONCE",
    "NO_EDIT",
    "PROOF_SECONDS",
    "PROVED_AT",
    "PUBLICATION",
    "Conflict",
    "Difference",
    "Edit",
    "Merge",
    "PreparedCase",
    "ProofNeeded",
    "PublicChange",
    "State",
    "any_erased",
    "as_it_was",
    "case_changes_since",
    "catalogue_state",
    "changed_cases_since",
    "changes_by_version",
    "check_batch",
    "content_differences",
    "decline",
    "delete_batch",
    "delete_case",
    "delete_cases",
    "delete_theme",
    "differences",
    "hold_batch",
    "hold_themes",
    "in_blocks",
    "is_edited",
    "is_public_state",
    "last_revision_before",
    "last_version_key",
    "lock",
    "lock_to_delete",
    "merge",
    "merge_themes",
    "missing",
    "missing_from_batch",
    "name_of",
    "newest_case_changes",
    "open_stages",
    "prepare",
    "proof_age",
    "proposal_decided",
    "propose",
    "proposed_differences",
    "public_versions",
    "publish",
    "require_recent",
    "require_unused",
    "restore_fields",
    "retract",
    "revert",
    "review",
    "reviews_in_words",
    "reviews_of",
    "save_batch",
    "save_case",
    "save_cases",
    "save_theme",
    "set_batch",
    "set_review_status",
    "stages_before_publishing",
    "take",
    "take_as",
    "theme_changes_since",
    "unreviewed",
    "unsettled",
    "versions_of",
    "versions_since",
    "whole_state",
    "withdraw",
]
