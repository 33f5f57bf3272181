"""A snapshot is whole, says what it holds, and comes out the same from the same revision."""

import csv
import hashlib
import json
import sqlite3

import pytest
from django.core.management import call_command
from django.utils import timezone

from reforms.models import Revision
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def folder(tmp_path):
    cast.case(1, body="全文", themes=("political",))
    cast.case(2, bodies=(cast.CHONGQING, cast.SICHUAN))
    cast.draft(3)
    call_command("snapshot", to=tmp_path)
    [folders] = tmp_path.iterdir()
    return folders


def test_it_is_named_by_the_day_and_number_of_its_revision(folder):
    day = timezone.localtime(Revision.current().at).date().isoformat()
    assert folder.name == f"{day}-revision-3"


def test_it_holds_these_files(folder):
    assert sorted(path.name for path in folder.iterdir()) == [
        "batches.csv",
        "bodies.csv",
        "cases-long.csv",
        "cases.csv",
        "cases.jsonl",
        "cases.sqlite3",
        "codebook.csv",
        "datapackage.json",
        "manifest.json",
        "metadata.json",
        "themes.csv",
    ]


def test_the_manifest_has_the_digest_of_every_other_file(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["revision"], manifest["total"]) == (3, 2)
    digests = {file["name"]: file["sha256"] for file in manifest["files"]}
    assert digests == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "manifest.json"
    }
    rows = {file["name"]: file.get("rows") for file in manifest["files"]}
    assert (rows["cases.csv"], rows["cases-long.csv"], rows["cases.jsonl"]) == (2, 3, 2)


def test_the_same_revision_gives_the_same_bytes(folder, tmp_path):
    call_command("snapshot", to=tmp_path / "again")
    [again] = (tmp_path / "again").iterdir()
    assert again.name == folder.name
    for path in folder.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name


def test_it_leaves_a_snapshot_that_is_there(folder):
    (folder / "cases.csv").write_text("kept")
    call_command("snapshot", to=folder.parent)
    assert (folder / "cases.csv").read_text() == "kept"


def test_it_holds_the_public_cases_in_both_shapes(folder):
    with (folder / "cases.csv").open(newline="") as file:
        flat = [(row["reference"], row["provinces"]) for row in csv.DictReader(file)]
    with (folder / "cases-long.csv").open(newline="") as file:
        long = [(row["reference"], row["provinces"]) for row in csv.DictReader(file)]
    assert flat == [("spp-reform-2-01", "jiangsu"), ("spp-reform-2-02", "chongqing;sichuan")]
    assert long == [
        ("spp-reform-2-01", "jiangsu"),
        ("spp-reform-2-02", "chongqing"),
        ("spp-reform-2-02", "sichuan"),
    ]


def test_full_texts_are_in_the_lines_and_in_the_database(folder):
    [first, _second] = (folder / "cases.jsonl").read_text().splitlines()
    assert json.loads(first)["body"] == "全文"
    database = sqlite3.connect(folder / "cases.sqlite3")
    assert database.execute("SELECT reference, body, themes, year FROM cases").fetchall() == [
        ("spp-reform-2-01", "全文", "political", 2021),
        ("spp-reform-2-02", "", None, 2021),
    ]
    assert database.execute("SELECT count(*) FROM cases_long").fetchone() == (3,)
    database.close()


def test_the_database_has_an_index_of_texts_tables_and_views(folder):
    database = sqlite3.connect(folder / "cases.sqlite3")

    def rows(query: str) -> list[tuple]:
        return database.execute(query).fetchall()

    search = "SELECT reference FROM cases WHERE rowid IN (SELECT rowid FROM cases_fts WHERE {})"
    assert rows(search.format("cases_fts MATCH '第1件案例'")) == [("spp-reform-2-01",)]
    [[created]] = rows("SELECT sql FROM sqlite_master WHERE name = 'cases_fts'")
    assert 'content="cases"' in created  # by which Datasette offers it as search
    assert rows("SELECT slug, cases FROM batches") == [("spp-reform-2", 2)]
    assert rows("SELECT slug, cases FROM themes") == [("political", 1)]
    assert rows("SELECT * FROM cases_by_province") == [
        ("chongqing", 1),
        ("jiangsu", 1),
        ("sichuan", 1),
    ]
    assert rows("SELECT * FROM cases_by_year") == [(2021, 2)]
    database.close()


def test_a_failure_leaves_nothing_half_written(tmp_path, monkeypatch):
    cast.case()
    monkeypatch.setattr("hashlib.file_digest", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_command("snapshot", to=tmp_path)
    assert list(tmp_path.iterdir()) == []
