"""The permanent public name of a case, and the keys of its orders."""

import re

from ..text.dates import NUMERAL, numeral_value
from .batches import Batch


def make_reference(batch: Batch, number: int) -> str:
    """The reference of a case: the batch's slug and the case's number in it."""
    return f"{batch.slug}-{number:02d}"


def natural_key(reference: str) -> str:
    """The reference with its numbers padded, so that text order is numeric order."""
    return re.sub(r"[0-9]+", lambda digits: digits[0].zfill(8), reference)


OFFICIAL = re.compile(rf"[0-9]+|{NUMERAL}")


def official_key(batch: Batch, official_no: str, own_number: int) -> str:
    """What orders cases by batch and the issuer's numbers; by ours where a case has none."""
    numerals = OFFICIAL.findall(official_no)
    official = numeral_value(numerals[-1]) if numerals else own_number
    return natural_key(f"{batch.slug}-{official}-{own_number}")
