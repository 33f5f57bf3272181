"""The themes that the cases of an import have."""

import pytest

from tests.support import cast


@pytest.fixture(scope="module")
def stored_themes(module_catalogue):
    module_catalogue(lambda: [cast.theme(slug) for slug in cast.THEMES])


@pytest.fixture
def themes(stored_themes, own_dataset):
    """They are there as long as the module's tests run, whose writes are rolled back."""
