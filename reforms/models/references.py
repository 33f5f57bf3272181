"""The permanent public name of a case."""

import re

from .batches import Batch


def make_reference(batch: Batch, number: int) -> str:
    """The permanent public name: the batch's slug and a number of ours."""
    return f"{batch.slug}-{number:02d}"


def natural_key(reference: str) -> str:
    """A text that sorts as the reference does when its numbers are read as numbers."""
    return re.sub(r"[0-9]+", lambda digits: digits[0].zfill(8), reference)
