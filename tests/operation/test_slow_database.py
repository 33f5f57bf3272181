"""A database that makes the site wait; ten seconds of it are in faults/."""

import pytest

from tests.support.locked_database import given_up

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_locked_database_is_given_up_in_time_and_nothing_is_lost():
    given_up(rows=20)
