"""The server is killed while it applies an import; the long form is in faults/."""

import pytest

from tests.support.killed_requests import all_or_nothing

pytestmark = pytest.mark.slow


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_leaves_all_or_nothing():
    assert len(all_or_nothing(rows=300, kills=3)) == 3
