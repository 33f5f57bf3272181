"""Snapshots are listed and their files served, and nothing else."""

import json
from hashlib import sha256

import pytest
from django.core.management import call_command

from tests.downloads.responses import content
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_snapshots_are_listed_and_served(client, cases, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("snapshot", to=tmp_path / "snapshots")
    [name] = [path.name for path in (tmp_path / "snapshots").iterdir()]
    page = client.get("/data/snapshots/").content.decode()
    assert f'href="/data/snapshots/{name}/cases.sqlite3"' in page
    served = content(client.get(f"/data/snapshots/{name}/cases.csv"))
    assert served == (tmp_path / "snapshots" / name / "cases.csv").read_bytes()


def test_the_catalogue_describes_the_data_set_and_its_snapshots(client, cases, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("snapshot", to=tmp_path / "snapshots")
    [folder] = (tmp_path / "snapshots").iterdir()
    response = client.get("/data/catalog.jsonld")
    assert response["Content-Type"] == "application/ld+json; charset=utf-8"
    living, snapshot = response.json()["dcat:dataset"]
    assert living["dcat:hasVersion"] == [{"@id": snapshot["@id"]}]
    assert snapshot["@id"] == f"http://casebook.test/data/snapshots/{folder.name}/manifest.json"
    assert snapshot["dcat:version"] == living["dcat:version"] == "revision-4"
    files = {file["dcat:downloadURL"]["@id"]: file for file in snapshot["dcat:distribution"]}
    assert len(files) == len(list(folder.iterdir())) - 1  # the manifest has no digest of itself
    csv = files[f"http://casebook.test/data/snapshots/{folder.name}/cases.csv"]
    content = (folder / "cases.csv").read_bytes()
    assert csv["dcat:byteSize"]["@value"] == str(len(content))
    assert csv["spdx:checksum"]["spdx:checksumValue"]["@value"] == sha256(content).hexdigest()


def test_the_catalogue_has_the_newest_fifty_snapshots(client, cases, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    for number in range(1, 53):
        folder = tmp_path / f"snapshots/2026-01-01-revision-{number}"
        folder.mkdir(parents=True)
        facts = {"revision": number, "revision_at": "2026-01-01T00:00:00+08:00", "files": []}
        (folder / "manifest.json").write_text(json.dumps(facts))
    _living, newest, *others = client.get("/data/catalog.jsonld").json()["dcat:dataset"]
    assert newest["dcat:version"] == "revision-52"
    assert len(others) == 49


def test_a_file_of_a_snapshot_says_of_which_revision_it_is(client, cases, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("snapshot", to=tmp_path / "snapshots")
    [name] = [path.name for path in (tmp_path / "snapshots").iterdir()]
    cast.case(4)
    response = client.get(f"/data/snapshots/{name}/cases-long.csv")
    assert (response["X-Revision"], response["X-Revision-Date"][:10]) == ("4", name[:10])
    assert (response["X-Total-Count"], response["X-Row-Count"]) == ("3", "4")
    assert len(content(response).splitlines()) == 1 + 4
    lines = client.get(f"/data/snapshots/{name}/cases.jsonl")
    assert lines["Content-Type"] == "application/jsonl; charset=utf-8"
    assert len(content(lines).splitlines()) == 3


@pytest.mark.parametrize("address", ["x/cases.csv", "../cases.csv", "{name}/none", "{name}/..%2f"])
def test_nothing_but_snapshots_is_served(client, cases, settings, tmp_path, address):
    settings.VAR_DIR = tmp_path
    call_command("snapshot", to=tmp_path / "snapshots")
    [name] = [path.name for path in (tmp_path / "snapshots").iterdir()]
    assert client.get("/data/snapshots/" + address.format(name=name)).status_code == 404
