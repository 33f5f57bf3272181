"""PostgreSQL is stopped below the running site; the long form is in faults/."""

import pytest

from .crashing import crashed_imports, crashed_publications

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_import_below_which_the_server_crashes_is_all_or_nothing():
    assert len(crashed_imports(rows=100, crashes=1)) == 1


def test_a_publication_below_which_the_server_crashes_is_all_or_nothing():
    assert len(crashed_publications(rows=50, crashes=1)) == 1
