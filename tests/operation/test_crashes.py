"""PostgreSQL is stopped below the running site; the long form is in faults/."""

import pytest

from tests.support.crashed_postgresql import crashed_command, crashed_imports, crashed_publications
from tests.support.killed_commands import copying, reindexing

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_an_import_below_which_the_server_crashes_is_all_or_nothing():
    assert len(crashed_imports(rows=100, crashes=1)) == 1


def test_a_publication_below_which_the_server_crashes_is_all_or_nothing():
    assert len(crashed_publications(rows=50, crashes=1)) == 1


def test_a_rebuild_below_which_the_server_crashes_leaves_an_index_that_equals_the_data():
    assert len(crashed_command(reindexing, 100, 1)) == 1


def test_a_backup_below_which_the_server_crashes_is_whole_or_not_there(tmp_path):
    assert len(crashed_command(copying, "backup", tmp_path, 50, 1)) == 1
