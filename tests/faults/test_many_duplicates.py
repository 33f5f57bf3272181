"""The check for duplicates of a large import, where everything begins alike (make test-faults)."""

import time
from dataclasses import dataclass, field

import pytest

from reforms.importing.duplicates import DuplicateFinder
from reforms.importing.starting import BLOCK
from reforms.models import Case, CreditedBody, recording
from tests.support import cast

pytestmark = [pytest.mark.faults, pytest.mark.django_db]
CASES, ROWS, SECONDS = 100_000, 10_000, 10
TITLE = "某市检察机关建立健全检察官业绩考核评价机制推动高质量发展第{}号经验"
SUMMARY = (
    "该院围绕办案流程建立监控机制，对临近期限的案件逐件提示，超期的说明原因，" * 4 + "通报{}件。"
)
BODY = "江苏检察机关"


@dataclass
class Row:
    """What the check asks of a checked row."""

    cells: dict
    duplicates: list = field(default_factory=list)

    def cell(self, name: str) -> str:
        return self.cells.get(name, "")


def fill() -> None:
    batch = cast.batch()
    cases = (
        Case(
            batch=batch,
            number=number,
            title=TITLE.format(number),
            summary=SUMMARY.format(number),
            reference=f"x-{number}",
            reference_key=f"x-{number:08d}",
        )
        for number in range(1, CASES + 1)
    )
    with recording():
        Case.objects.bulk_create(cases, batch_size=2000)
        keys = Case.objects.values_list("pk", flat=True)
        bodies = (CreditedBody(case_id=key, name=BODY, standard_name=BODY) for key in keys)
        CreditedBody.objects.bulk_create(bodies, batch_size=2000)


def test_rows_that_begin_like_every_case_are_checked_in_bounded_time(record_property):
    fill()
    cells = [
        {"title": TITLE.format(number), "summary": SUMMARY.format(-number), "bodies": BODY}
        for number in range(1, ROWS + 1)
    ]
    rows, finder = list(map(Row, cells)), DuplicateFinder()
    start = time.process_time()
    for first in range(0, ROWS, BLOCK):
        finder.add_duplicates(rows[first : first + BLOCK])
    seconds = time.process_time() - start
    record_property("fault", f"{ROWS} rows on {CASES} cases: {seconds:.1f} s of processor time")
    assert seconds <= SECONDS
    assert all(row.duplicates[0].case.title == row.cells["title"] for row in rows)
