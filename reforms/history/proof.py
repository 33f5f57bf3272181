"""Whether whoever changes something has proved recently who they are. Knows no request."""

import time
from collections.abc import Mapping
from typing import Any

PROOF_SECONDS = 10 * 60  # for which a proof counts as recent
PROVED_AT = "proved_at"  # key in a session: the time of the last proof, in seconds


class ProofNeeded(Exception):
    """A change asks for a recent proof of who makes it. Nothing has been changed."""


def proof_age(session: Mapping[str, Any]) -> float | None:
    """How many seconds ago the user of a session last proved who they are; None: never."""
    proved_at = session.get(PROVED_AT)
    return None if proved_at is None else time.time() - proved_at


def require_recent(age: float | None) -> None:
    """Raise ProofNeeded unless a proof is recent; `age` in seconds, None: there is none.

    A negative age is that of a proof in the future: the clock was set back since.
    """
    if age is None or not 0 <= age < PROOF_SECONDS:
        raise ProofNeeded
