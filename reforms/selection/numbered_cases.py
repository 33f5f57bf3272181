"""The case whose number a reader types: our reference, or the issuer's number with its batch."""

import re
import unicodedata
from collections.abc import Iterator

from ..models import Case
from ..models.cases import CaseQuerySet
from ..search import fold
from ..text.cleaning import clean_line
from ..text.dates import NUMERAL, han_number, numeral_value

# Dashes of every width, and a minus sign, that keyboards and word processors put for a hyphen.
DASHES = re.compile(r"\s?[-‐‑‒–—―−－﹣]+\s?")
REFERENCE = re.compile(r"(?:\S*/cases/)?(?P<slug>[a-z0-9][-a-z0-9_]*)-(?P<number>[0-9]{1,4})/?")
OFFICIAL = re.compile(  # of a line without blanks
    rf"(?P<batch>.*?)(?P<kind>检例|典型案例|案例)?(?P<mark>第)?(?P<number>{NUMERAL}|[0-9]{{1,4}})"
    r"(?P<unit>[号件]?)"
)
LONGEST = 120  # characters of a number with the name of its batch
MOST = 20  # cases with one official number that are compared with the name of a batch


def numbered_case(text: str, cases: CaseQuerySet) -> Case | None:
    """The one of the cases whose number a text is, and nothing else; None if none or several."""
    line = (
        unicodedata.normalize("NFKC", clean_line(text)).lower().strip(" 。.,，;；、()（）《》“”\"'")
    )
    if not line or len(line) > LONGEST:
        return None
    if match := REFERENCE.fullmatch(DASHES.sub("-", line)):
        reference = f"{match['slug']}-{int(match['number']):02d}"
        return cases.filter(reference=reference).first()
    return official_case(line, cases)


def official_case(line: str, cases: CaseQuerySet) -> Case | None:
    """The case with the issuer's number in a line, whose batch is what else the line names."""
    match = OFFICIAL.fullmatch("".join(line.split()))
    if not match or not (match["kind"] or match["mark"]):
        return None
    numbered = cases.filter(official_no__in={*official_numbers(match)}).order_by("reference_key")
    # By their keys, which are in an index: a thousand batches may have a case of this number.
    first = list(numbered.values_list("pk", flat=True)[:MOST])
    compared = cases.filter(pk__in=first).select_related("batch")
    name = fold(match["batch"])
    named = [case for case in compared if any(name in text for text in batch_names(case))]
    exact = [case for case in named if name in batch_names(case)]
    meant = exact or named
    return meant[0] if len(meant) == 1 else None


def official_numbers(match: re.Match[str]) -> Iterator[str]:
    """The spellings of an official number: 案例3, 案例三, 检例第3号."""
    value = numeral_value(match["number"])
    kinds = [match["kind"] or "", *(["典型案例"] if match["kind"] == "案例" else [])]
    for kind in kinds:
        for numeral in (match["number"], str(value), f"{value:02d}", han_number(value)):
            yield f"{kind}{match['mark'] or ''}{numeral}{match['unit']}"


def batch_names(case: Case) -> list[str]:
    """What people call the batch of a case, folded."""
    return [fold(text) for text in (case.batch.slug, case.batch.title, case.batch.topic)]
