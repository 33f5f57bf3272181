"""Files of snapshots that hold what is erased are removed."""

import json
import resource

import pytest
from django.core.management import call_command
from django.urls import reverse

from reforms.erasure import snapshots as snapshot_files
from reforms.models import Case
from tests.erasure.named_cases import NAME, erase
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_files_of_snapshots_that_hold_it_are_removed_and_marked(snapshots, client):
    first, _second = cast.case(1, body=f"{NAME}的故事"), cast.case(2)
    call_command("snapshot", to=snapshots)
    [folder] = snapshots.iterdir()
    erase(first, NAME)
    # The CSV files have no full texts.
    assert sorted(path.name for path in folder.iterdir()) == [
        "batches.csv",
        "bodies.csv",
        "cases-long.csv",
        "cases.csv",
        "codebook.csv",
        "datapackage.json",
        "manifest.json",
        "metadata.json",
        "themes.csv",
    ]
    files = json.loads((folder / "manifest.json").read_text())["files"]
    assert [file["name"] for file in files if "erased" in file] == ["cases.jsonl", "cases.sqlite3"]


def test_a_whole_text_goes_from_snapshots(snapshots):
    case, _other = cast.case(1), cast.case(2)
    call_command("snapshot", to=snapshots)
    erase(case)
    assert not list(snapshots.glob("*/cases*"))
    call_command("snapshot", to=snapshots)
    erase(Case.objects.get(number=1))
    assert len(list(snapshots.glob("*/cases*"))) == 4


def test_the_public_list_of_snapshots_says_what_was_removed(client, snapshots, settings):
    settings.VAR_DIR = snapshots.parent
    case = cast.case(body=f"{NAME}的故事")
    call_command("snapshot", to=snapshots)
    erase(case, NAME)
    page = client.get("/data/snapshots/").content.decode()
    assert page.count("因隐私移除") == 2
    assert "/cases.jsonl" not in page
    assert "/cases.csv" in page


@pytest.mark.parametrize("manifest", [None, "[", "[]", '{"files": [1]}'])
def test_a_file_goes_from_a_folder_without_a_whole_manifest(snapshots, manifest):
    folder = snapshots / "2026-01-01-revision-1"
    folder.mkdir()
    (folder / "notes.txt").write_text(f"{NAME}的故事")
    if manifest is not None:
        (folder / "manifest.json").write_text(manifest)
    erase(cast.case(body=f"{NAME}的故事"), NAME)
    assert not (folder / "notes.txt").exists()


def test_folders_and_damaged_files_stop_no_erasure(snapshots):
    folder = snapshots / "2026-01-01-revision-1"
    (folder / "more").mkdir(parents=True)
    for name in ("cases.csv", "cases.jsonl", "cases.sqlite3"):
        (folder / name).write_bytes(b"\xff")
    (folder / "other.jsonl").write_text(f"not JSON: {NAME}的故事")
    erase(cast.case(body=f"{NAME}的故事"), NAME)
    assert not (folder / "other.jsonl").exists()
    assert (folder / "cases.csv").exists()


def test_packed_files_are_named_as_not_checked(snapshots, admin_client):
    (snapshots / "2026-01-01-revision-1.zip").touch()
    case = cast.case(body=f"{NAME}的故事")
    address = reverse("admin:reforms_case_erase", args=[case.pk])
    form = {"kind": "phrase", "phrase": NAME, "_erase": "1"}
    page = admin_client.post(address, form, follow=True).content.decode()
    assert "1 个压缩文件没有检查" in page
    assert "2026-01-01-revision-1.zip" in page


def test_a_full_disk_leaves_a_snapshot_and_its_manifest_as_they_are(tmp_path):
    manifest, file = tmp_path / "manifest.json", tmp_path / "cases.csv"
    manifest.write_text('{"files": [{"name": "cases.csv"}]}')
    file.write_text("title")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))  # no file may grow beyond it
    try:
        with pytest.raises(OSError, match="large"):
            snapshot_files.remove_from_snapshot(file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert manifest.read_text() == '{"files": [{"name": "cases.csv"}]}'
    assert file.exists()
