"""The server is killed while it applies an import; the long form is in faults/."""

import pytest

from .killing import all_or_nothing


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_leaves_all_or_nothing():
    # The earliest moment of three is before the transaction, in the first third of the work.
    assert all_or_nothing(rows=300, kills=3)[0] is False
