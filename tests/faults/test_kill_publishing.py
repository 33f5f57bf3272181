"""The server is killed at nine moments while it publishes a batch (make test-faults)."""

import pytest

from tests.support.killed_publishing import publishing


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_killed_publications_leave_all_or_nothing(counted):
    assert False in counted(publishing(rows=500, kills=9))
