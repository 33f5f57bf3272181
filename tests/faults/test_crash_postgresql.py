"""PostgreSQL crashes at many moments while the site writes (make test-faults)."""

import pytest

from tests.crashing import crashed_imports, crashed_publications

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def test_imports_are_all_or_nothing(counted):
    assert False in counted(crashed_imports(rows=1000, crashes=6))


def test_publications_are_all_or_nothing(counted):
    assert False in counted(crashed_publications(rows=500, crashes=6))
