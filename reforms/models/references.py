"""The permanent public name of a case."""

import re

from .batches import Batch


def make_reference(batch: Batch, number: int) -> str:
    """The reference of a case: the batch's slug and the case's number in it."""
    return f"{batch.slug}-{number:02d}"


def natural_key(reference: str) -> str:
    """The reference with its numbers padded, so that text order is numeric order."""
    return re.sub(r"[0-9]+", lambda digits: digits[0].zfill(8), reference)
