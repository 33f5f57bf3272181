"""Cases for the tests of exports."""

import pytest

from reforms import history
from tests.exports.written_files import HARD
from tests.support import cast


@pytest.fixture
def three(db):
    hard = cast.draft(1, themes=("political", "supervisory"), keywords="量化;评估", body="全文")
    hard.title = HARD  # as it was stored before texts were cleaned: save_cases() validates nothing
    prepared = history.prepare(hard, hard.themes.all(), list(hard.bodies.all()))
    history.save_cases([prepared])
    history.publish([hard])
    cast.case(2, bodies=(cast.CHONGQING, cast.SICHUAN), title_by="catalogue")
    cast.case(
        3, of=cast.batch("joint-1", released_on="2023", issuers="甲、乙"), summary="长" * 100_000
    )
    cast.draft(4)
