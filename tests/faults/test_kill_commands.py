"""Management commands are killed at many moments of their work (make test-faults)."""

import pytest

from tests.support.killed_commands import copying, reindexing, restoring

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
KILLS = 8


def test_killed_rebuilds_leave_an_index_that_equals_the_data(counted):
    counted(reindexing(cases=1200, kills=KILLS))


@pytest.mark.parametrize("name", ["snapshot", "backup"])
def test_killed_copies_are_whole_or_not_there(name, tmp_path, counted):
    assert False in counted(copying(name, tmp_path, 500, KILLS))


def test_killed_restores_are_done_or_not_begun(tmp_path, counted):
    assert False in counted(restoring(tmp_path, 500, KILLS))
