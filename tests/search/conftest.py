"""An index folder that one test has for itself."""

import pytest

from reforms import search


@pytest.fixture
def folder(tmp_path, settings):
    """An index folder of this test alone."""
    settings.SEARCH_FOLDER = str(tmp_path / "search")
    search.index_folder.cache_clear()
    yield search.index_folder()
    search.index_folder.cache_clear()
