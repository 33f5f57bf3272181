"""The disk of the database is full, or can only be read (make test-faults; needs root)."""

import pytest

from tests.support.full_disk import filled, read_only

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def test_what_has_no_room_is_not_done_at_all(counted):
    answers = filled(rows=1000, times=3)
    assert set().union(*answers) <= {200, 503}
    counted([False] * len(answers))


def test_a_disk_that_can_only_be_read_loses_nothing(counted):
    read_only(rows=200)
    counted([False])
