"""PostgreSQL crashes at many moments while the site writes (make test-faults)."""

import pytest

from tests.crashing import crashed_imports, crashed_publications

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def test_imports_are_all_or_nothing():
    assert False in crashed_imports(rows=2000, crashes=6)


def test_publications_are_all_or_nothing():
    assert False in crashed_publications(rows=1000, crashes=6)
