"""An erasure is killed at many moments (make test-faults)."""

import pytest

from tests.erasure.conftest import frugal_sqlite, index, snapshots  # noqa: F401  fixtures
from tests.support.killed_erasures import erasing

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def test_a_killed_erasure_leaves_no_name_between_row_and_file(snapshots, counted):  # noqa: F811
    assert True in counted(erasing(snapshots, cases=1200, kills=8))
