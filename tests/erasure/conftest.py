"""A database and a folder of snapshots that hold nothing of other tests."""

from pathlib import Path

import pytest
from django.db import connection

from reforms.erasure import snapshots as snapshot_files


@pytest.fixture(autouse=True)
def snapshots(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "snapshots"
    folder.mkdir()
    monkeypatch.setattr(snapshot_files, "SNAPSHOTS", folder)
    return folder


@pytest.fixture(autouse=True)
def frugal_sqlite():
    """Some builds of SQLite overwrite what is deleted by themselves; not all do."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=OFF")
