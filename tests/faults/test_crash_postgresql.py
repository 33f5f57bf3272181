"""PostgreSQL crashes at many moments while the site writes (make test-faults)."""

import pytest

from tests.support.crashed_postgresql import crashed_command, crashed_imports, crashed_publications
from tests.support.killed_commands import copying, reindexing

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def test_imports_are_all_or_nothing(counted):
    assert False in counted(crashed_imports(rows=1000, crashes=6))


def test_publications_are_all_or_nothing(counted):
    assert False in counted(crashed_publications(rows=500, crashes=6))


def test_rebuilds_leave_an_index_that_equals_the_data(counted):
    counted(crashed_command(reindexing, 600, 4))


@pytest.mark.parametrize("name", ["snapshot", "backup"])
def test_copies_are_whole_or_not_there(name, tmp_path, counted):
    counted(crashed_command(copying, name, tmp_path, 300, 4))
