"""The disk of the database is full, or can only be read (make test-faults; needs root)."""

import pytest

from tests.full_disk import filled, read_only

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def test_what_has_no_room_is_not_done_at_all():
    assert set().union(*filled(rows=2000, times=3)) <= {200, 503}


def test_a_disk_that_can_only_be_read_loses_nothing():
    read_only(rows=200)
