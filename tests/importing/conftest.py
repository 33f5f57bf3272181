"""The themes that the cases of an import have."""

import pytest

from tests.support import cast


@pytest.fixture
def themes():
    for slug in cast.THEMES:
        cast.theme(slug)
