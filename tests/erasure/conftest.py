"""A database and a folder of snapshots that hold nothing of other tests."""

from pathlib import Path

import pytest
from django.db import connection

from reforms import search
from reforms.erasure import cleaning
from reforms.erasure import snapshots as snapshot_files
from reforms.storage.locked_folder import LockedFolder


@pytest.fixture(autouse=True)
def snapshots(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "snapshots"
    folder.mkdir()
    monkeypatch.setattr(snapshot_files, "SNAPSHOTS", folder)
    return folder


@pytest.fixture(autouse=True)
def cleaning_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(cleaning, "WORK", LockedFolder(tmp_path / "cleaning", "cleaning"))


@pytest.fixture(autouse=True)
def index(tmp_path, settings):
    """No search index is there before a test makes one."""
    settings.SEARCH_FOLDER = str(tmp_path / "search")
    search.index_folder.cache_clear()
    yield
    search.index_folder.cache_clear()


@pytest.fixture(autouse=True)
def frugal_sqlite(request):
    """Some builds of SQLite overwrite what is deleted by themselves; not all do."""
    if request.node.get_closest_marker("django_db") and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=OFF")
