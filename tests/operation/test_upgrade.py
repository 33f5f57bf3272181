"""`make run` after `git pull`: the database of an older release, with the commands that it runs.

state_of_0.1.0.sqlite3.gz is from commit 1195b5a: the seed, one title changed, one case withdrawn.
"""

import gzip
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.databases import ROOT
from tests.support.gunicorn_site import asked, site

pytestmark = pytest.mark.slow

STATE = Path(__file__).with_name("state_of_0.1.0.sqlite3.gz")
KEPT = {
    "references": "SELECT id, reference, status FROM reforms_case ORDER BY id",
    "versions": "SELECT id, subject, reference, revision, state FROM reforms_version ORDER BY id",
}


def rows(file: Path, query: str) -> list[tuple]:
    connection = sqlite3.connect(file)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.fixture
def database(tmp_path):
    """The old database in a file."""
    file = tmp_path / "casebook.sqlite3"
    file.write_bytes(gzip.decompress(STATE.read_bytes()))
    return file


def upgrade(file: Path) -> None:
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{file}"}
    environment["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    for command in (["migrate", "--verbosity", "0"], ["seed"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
        )


@pytest.fixture
def upgraded(database):
    before = {name: rows(database, query) for name, query in KEPT.items()}
    upgrade(database)
    return database, before


@pytest.mark.parametrize(("name", "count"), [("references", 6), ("versions", 26)])
def test_an_upgrade_keeps_references_and_versions(upgraded, name, count):
    database, before = upgraded
    assert len(before[name]) == count
    assert rows(database, KEPT[name])[:count] == before[name]  # newer seeds may follow


def test_the_upgraded_site_shows_and_finds_its_cases(upgraded):
    database, _before = upgraded
    with site(DATABASE_URL=f"sqlite:///{database}", alive="/readyz") as (_server, port):
        assert "（改）" in asked(port, "/cases/spp-reform-2-01/")[2].decode()
        assert asked(port, "/cases/spp-reform-2-02/")[0] == 410
        answer = asked(port, "/cases/?q=%EF%BC%88%E6%94%B9%EF%BC%89")
        assert "spp-reform-2-01" in answer[2].decode()
        assert asked(port, "/cases.csv?batch=spp-reform-2")[1]["X-Total-Count"] == "5"
