"""The full texts of cases as rows, one for each part. Knows no file format."""

from typing import NamedTuple

from ..models import Case
from ..releases import parts_of
from ..search import Among
from ..text.lines import text_lines


class PartRow(NamedTuple):
    """A part of a full text: the values of PART_COLUMNS."""

    reference: str
    part: int  # from 1
    depth: int
    role: str
    heading: str
    text: str


def part_rows(keys: list[int]) -> list[PartRow]:
    """The parts of these cases in the order of the keys; a case without full text has none."""
    cases = Case.objects.filter(Among("pk", keys)).order_by()
    text_of = {key: texts for key, *texts in cases.values_list("pk", "reference", "body")}
    return [
        PartRow(reference, number, part.depth, part.role, part.heading, part.text)
        for reference, body in (text_of[key] for key in keys if key in text_of)
        for number, part in enumerate(parts_of(text_lines(body)), 1)
    ]
