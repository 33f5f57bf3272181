"""The server is killed at ten moments while it applies 10,000 rows (make test-faults)."""

import pytest

from tests.support.killed_requests import all_or_nothing


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_ten_killed_imports_leave_all_or_nothing(counted):
    assert False in counted(all_or_nothing(rows=10_000, kills=10))
