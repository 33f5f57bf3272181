"""The site and its commands are killed in the midst of work; the long form is in faults/."""

import pytest

from tests.support.killed_commands import copying, reindexing, restoring
from tests.support.killed_publishing import publishing

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_killed_reindex_leaves_an_index_that_equals_the_data():
    assert len(reindexing(cases=100, kills=1)) == 1


@pytest.mark.parametrize("name", ["snapshot", "backup"])
def test_a_killed_copy_is_whole_or_not_there(name, tmp_path):
    assert len(copying(name, tmp_path, cases=100, kills=1)) == 1


def test_a_killed_restore_is_done_or_not_begun(tmp_path):
    assert len(restoring(tmp_path, cases=100, kills=1)) == 1


def test_a_batch_whose_publication_is_killed_is_public_or_not():
    assert len(publishing(rows=100, kills=1)) == 1
