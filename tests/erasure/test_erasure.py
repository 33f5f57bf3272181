"""Erasure: what was erased is found nowhere, and everything around it goes on working."""

import json
import resource
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.db.models import ProtectedError
from django.urls import reverse

from reforms import erasure, history, importing, search
from reforms.erasure import checked_phrase, places
from reforms.erasure import snapshots as snapshot_files
from reforms.models import BatchImport, Case, Erasure, ImportRow, Revision, Version
from reforms.models.guard import UnrecordedChange
from tests.support import cast
from tests.support.uploads import applied, upload

pytestmark = pytest.mark.django_db(transaction=True)
# Two characters, so that they are one token of the search index; the first, which does occur in
# names, begins with a byte that no other begins with, so that no index page shortens the token.
NAME = "𬱟璐"


@pytest.fixture(autouse=True)
def snapshots(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "snapshots"
    folder.mkdir()
    monkeypatch.setattr(snapshot_files, "SNAPSHOTS", folder)
    return folder


@pytest.fixture(autouse=True)
def empty_index():
    """Without what the index still knows of other tests, whose rows were flushed behind it."""
    search.start_rebuild()
    search.finish_rebuild()


@pytest.fixture(autouse=True)
def frugal_sqlite():
    """Some builds of SQLite overwrite what is deleted by themselves; not all do."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=OFF")


def erase(case: Case, phrase: str = "", **options) -> Erasure:
    """Erase a phrase, or without one the whole text."""
    what = checked_phrase(case, phrase) if phrase else None
    tombstone, is_clean = erasure.erase(case, what, **options)
    assert is_clean
    return tombstone


def is_stored(text: str) -> bool:
    """Whether a text stands anywhere in the database: in the bytes of its files on SQLite, in
    any column of any table on PostgreSQL."""
    return in_tables(text) if connection.vendor == "postgresql" else in_files(text)


def in_files(text: str) -> bool:
    name = connection.settings_dict["NAME"]
    paths = Path(name).parent.glob(Path(name).name + "*")
    # By another process: closing the file in this one would drop the locks that SQLite holds on
    # it, and the next server to stop would take the log away (SQLite, How To Corrupt, 2.2).
    raw = subprocess.run(["cat", *paths], capture_output=True, check=True).stdout
    escaped = json.dumps(text)[1:-1].encode()
    return text.encode() in raw or escaped in raw


def in_tables(text: str) -> bool:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        assert "reforms_casetext" in tables
        for table in tables:
            found = f'SELECT EXISTS (SELECT 1 FROM "{table}" AS row WHERE row::text LIKE %s)'
            cursor.execute(found, [f"%{text}%"])
            if cursor.fetchone()[0]:
                return True
    return False


def named_case(**fields) -> Case:
    """A public case that came by an import, with a name in its text, its former texts, its batch,
    and the records of imports."""
    batch = cast.batch(introduction=f"本批次由{NAME}整理。")
    rows = f"批次,标题,单位,摘要,正文\n{batch.slug},{NAME}办案,江苏检察机关,摘要提到{NAME}。,全文\n"
    applied(upload(rows))
    case = Case.objects.get()
    history.publish([case])
    case.title, case.body = "改过的标题", f"正文写到{NAME[0]}\n{NAME[1]}同志。"
    return history.save_case(case, history.Edit(note=f"隐去{NAME}"))


def test_a_phrase_is_found_nowhere_any_more():
    case = named_case()
    assert is_stored(NAME)
    erase(case, NAME)
    assert not is_stored(NAME)
    case = Case.objects.get()
    assert (case.title, case.summary) == ("改过的标题", "摘要提到■■。")
    assert (case.body, case.batch.introduction) == ("正文写到■■同志。", "本批次由■■整理。")
    assert not search.find(search.parse(NAME)).anywhere
    assert search.find(search.parse("同志")).anywhere


def test_a_whole_text_is_found_nowhere_any_more():
    batch = cast.batch()
    rows = (
        "批次,标题,单位,摘要,正文,关键词\n"
        f"{batch.slug},欧阳办案记,江苏检察机关,欧阳的摘要,欧阳的全文,欧阳\n"
    )
    applied(upload(rows))
    [case] = history.publish(Case.objects.all())
    assert is_stored("欧阳")
    erase(case)
    assert not is_stored("欧阳")
    case = Case.objects.get()
    assert (case.title, case.summary, case.body, case.keywords) == ("■■", "■■", "", "")
    assert (case.status, case.withdrawal, case.withdrawal_note) == (
        "withdrawn",
        "catalogue",
        "内容已应要求抹除。",
    )
    assert case.bodies.get().name == "江苏检察机关"


def test_a_tombstone_says_who_and_when_and_not_what(admin_user):
    case = named_case()
    tombstone = erase(case, NAME, by=admin_user)
    assert (tombstone.kind, tombstone.reference, tombstone.by) == (
        "phrase",
        "spp-reform-2-01",
        admin_user,
    )
    assert NAME not in str(vars(tombstone))
    last = Version.objects.filter(subject="case").last()
    assert (last.action, last.by, last.note, last.erasure) == (
        "erased",
        admin_user,
        "抹除词句",
        tombstone,
    )
    # The case's three former versions and the batch's, and those that say so of both.
    assert Version.objects.filter(erasure=tombstone).count() >= 5


def test_the_revision_rises_and_the_past_can_still_be_read(client):
    case = named_case()
    before = Revision.current().number
    erase(case, NAME)
    assert Revision.current().number > before
    assert history.as_it_was(case, before).state["body"] == "正文写到■■同志。"
    for address in (
        "/data/changes/?since=0",
        f"/data/changes.json?since={before}",
        "/data/changes.csv?since=0",
        f"/cases/{case.reference}/?revision={before}",
        f"/cases/{case.reference}.json?revision={before}",
        f"/cases/{case.reference}/",
        "/cases.jsonl?body=1",
    ):
        page = client.get(address)
        text = b"".join(page.streaming_content if page.streaming else [page.content]).decode()
        assert (page.status_code, NAME in text) == (200, False), address


def test_a_former_version_says_that_part_of_it_is_gone(client):
    case = cast.case(body=f"{NAME}的故事")
    assert (
        "部分内容已经抹除"
        not in client.get(f"/cases/{case.reference}/?revision=1").content.decode()
    )
    erase(case, NAME)
    for prefix, words in (
        ("", "部分内容已经抹除"),
        ("/en", "part of this version has been erased"),
    ):
        page = client.get(f"{prefix}/cases/{case.reference}/?revision=1").content.decode()
        assert words in page


def test_the_revision_rises_also_for_a_case_that_was_public_once():
    case = cast.case(body=f"{NAME}的故事")
    history.withdraw([case], "issuer")
    before = Revision.current().number
    erase(case, NAME)
    assert Revision.current().number == before + 1
    assert Case.objects.get().status == "withdrawn"


def test_a_draft_is_erased_without_the_public_seeing_it():
    case = cast.draft(body=f"{NAME}的故事")
    before = Revision.current().number
    erase(case, NAME)
    assert not is_stored(NAME)
    assert Revision.current().number == before


def test_what_a_deleted_draft_left_goes_too():
    history.delete_case(cast.draft(1, title=f"{NAME}办案"))
    case = cast.case(2)
    erase(case, NAME)
    assert not is_stored(NAME)


def test_other_cases_keep_their_text_and_are_named():
    case, other = cast.case(1, body=f"{NAME}的故事"), cast.case(2, body=f"也说到{NAME}")
    assert list(erasure.others_with(case, NAME)) == [other]
    erase(case, NAME)
    other.refresh_from_db()
    assert other.body == "也说到𬱟璐"
    assert history.as_it_was(other, Revision.current().number).state["body"] == "也说到𬱟璐"


def test_a_name_of_the_batch_goes_from_the_versions_of_its_other_cases():
    batch = cast.batch(title=f"{NAME}同志先进典型案例")
    case, _other = cast.case(1, of=batch), cast.case(2, of=batch)
    erase(case, NAME)
    assert not is_stored(NAME)
    assert (
        Version.objects.filter(subject="case").last().state["batch_title"] == "■■同志先进典型案例"
    )


def test_it_counts_beforehand_where_a_phrase_stands(snapshots):
    case = named_case()
    call_command("snapshot", to=snapshots)
    assert erasure.preview(case, checked_phrase(case, NAME)) == {
        "案例（摘要、正文）": 1,
        "批次（简介）": 1,
        "历史版本": 4,
        "导入记录": 1,
        "数据快照的文件": 4,
    }
    assert is_stored(NAME)
    assert erasure.preview(case, checked_phrase(case, "没有出现")) == {}


def test_files_of_snapshots_that_hold_it_are_removed_and_marked(snapshots, client):
    first, _second = cast.case(1, body=f"{NAME}的故事"), cast.case(2)
    call_command("snapshot", to=snapshots)
    [folder] = snapshots.iterdir()
    erase(first, NAME)
    # The CSV files have no full texts.
    assert sorted(path.name for path in folder.iterdir()) == [
        "cases-long.csv",
        "cases.csv",
        "codebook.csv",
        "datapackage.json",
        "manifest.json",
        "metadata.json",
    ]
    files = json.loads((folder / "manifest.json").read_text())["files"]
    assert [file["name"] for file in files if "erased" in file] == ["cases.jsonl", "cases.sqlite3"]


def test_a_case_erased_whole_is_not_published_again_without_a_new_text():
    case = cast.case()
    erase(case)
    with pytest.raises(ValidationError, match="全文已抹除"):
        history.publish(Case.objects.all())
    case = Case.objects.get()
    case.title, case.summary = "新的标题", "新的摘要"
    history.save_case(case)
    assert history.publish([case]) == [case]


def test_a_whole_text_goes_from_snapshots(snapshots):
    case, _other = cast.case(1), cast.case(2)
    call_command("snapshot", to=snapshots)
    erase(case)
    assert not list(snapshots.glob("*/cases*"))
    call_command("snapshot", to=snapshots)
    erase(Case.objects.get(number=1))
    assert len(list(snapshots.glob("*/cases*"))) == 4


def test_an_import_can_still_be_undone_after_an_erasure():
    case = named_case()
    erase(case, NAME)
    found = BatchImport.objects.get()
    assert importing.undo(found, also=[case.pk])["withdraw"] == 1


def test_a_phrase_with_letters_goes_in_either_case_and_spacing():
    case = cast.case(summary_en="By ZHAI  Lu and zhai lu.", title_en="Zhai Lu")
    erase(case, "Zhai Lu")
    case.refresh_from_db()
    assert (case.summary_en, case.title_en) == ("By ■■ and ■■.", "■■")


def test_an_address_that_holds_a_phrase_goes_whole():
    case = cast.case(source_url="https://example.org/zhailu.html")
    erase(case, "zhailu")
    case.refresh_from_db()
    assert case.source_url == ""
    assert not is_stored("zhailu")


# ---------------------------------------------------------------- its pages


def page_of(case: Case, name: str = "erase") -> str:
    return reverse(f"admin:reforms_case_{name}", args=[case.pk])


def test_its_page_shows_where_a_phrase_stands_before_it_erases(admin_client):
    case, other = cast.case(1, body=f"{NAME}的故事"), cast.case(2, body=f"也说到{NAME}")
    assert page_of(case) in admin_client.get(page_of(case, "change")).content.decode()
    asked = admin_client.post(page_of(case), {"kind": "phrase", "phrase": NAME, "_preview": "1"})
    text = asked.content.decode()
    for words in ("<li>案例（正文）：1 处</li>", "<li>历史版本：2 处</li>", page_of(other)):
        assert words in text
    case.refresh_from_db()
    assert case.body == "𬱟璐的故事"


def test_its_page_erases_and_leaves_a_tombstone_in_the_history(admin_client, admin_user):
    case = cast.case(body=f"{NAME}的故事")
    answer = admin_client.post(
        page_of(case), {"kind": "phrase", "phrase": NAME, "_erase": "1"}, follow=True
    )
    text = answer.content.decode()
    assert answer.redirect_chain[0][0] == page_of(case, "history")
    for words in ("已抹除。", "抹除词句", admin_user.username, "其中的内容已于"):
        assert words in text
    assert NAME not in text
    assert not is_stored(NAME)
    tombstones = admin_client.get(reverse("admin:reforms_erasure_changelist")).content.decode()
    assert "spp-reform-2-01" in tombstones


def test_its_page_warns_that_a_public_case_will_be_withdrawn(admin_client):
    case = cast.case()
    page = admin_client.post(page_of(case), {"kind": "whole", "phrase": "", "_preview": "1"})
    assert "案例随之撤下" in page.content.decode()
    admin_client.post(page_of(case), {"kind": "whole", "phrase": "", "_erase": "1"})
    assert Case.objects.get().status == "withdrawn"


def test_its_page_says_that_a_phrase_stands_nowhere(admin_client):
    case = cast.case()
    page = admin_client.post(page_of(case), {"kind": "phrase", "phrase": NAME, "_preview": "1"})
    assert "没有找到" in page.content.decode()
    assert 'name="_erase"' not in page.content.decode()


def test_its_page_keeps_what_was_typed_where_it_refuses(admin_client):
    case = cast.case()
    page = admin_client.post(page_of(case), {"kind": "phrase", "phrase": "某", "_erase": "1"})
    assert "词句要有 2 至 200 个字" in page.content.decode()
    assert 'value="某"' in page.content.decode()
    assert not Erasure.objects.exists()


def test_the_public_list_of_snapshots_says_what_was_removed(client, snapshots, settings):
    settings.VAR_DIR = snapshots.parent
    case = cast.case(body=f"{NAME}的故事")
    call_command("snapshot", to=snapshots)
    erase(case, NAME)
    page = client.get("/data/snapshots/").content.decode()
    assert page.count("因隐私移除") == 2
    assert "/cases.jsonl" not in page
    assert "/cases.csv" in page


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


@pytest.mark.parametrize(
    "phrase", ["璐", " 璐 ", "supreme", "reform-2", "title", "case-handling", "x" * 201]
)
def test_it_refuses_what_is_no_phrase_or_holds_the_system_together(phrase):
    cast.theme("case-handling")
    case = cast.case()
    with pytest.raises(ValidationError):
        checked_phrase(case, phrase)


def test_every_table_with_texts_is_one_that_erasure_knows():
    """A new one is to be cleaned in erasure.py, or derived from others, before it stands here."""
    tables = apps.get_app_config("reforms").get_models()
    assert {model.__name__ for model in tables if places.texts_of(model)} == {
        *("Case", "CreditedBody", "Batch", "Version", "ImportRow", "BatchImport"),
        *("CaseText", "CsvLine", "JsonLine"),  # written anew with the case
        "Theme",  # names of duties; not part of any case
    }


def test_a_failure_leaves_all_as_it_was(snapshots, monkeypatch):
    case = named_case()
    call_command("snapshot", to=snapshots)
    before = sorted(path.name for path in snapshots.glob("*/*"))
    ImportRow.objects.update(passages={"text": NAME})
    [folder] = snapshots.iterdir()
    (folder / "manifest.json").write_text("broken")
    with pytest.raises(json.JSONDecodeError):
        erasure.erase(case, checked_phrase(case, NAME))
    assert not Erasure.objects.exists()
    assert Case.objects.get().summary == f"摘要提到{NAME}。"
    assert sorted(path.name for path in snapshots.glob("*/*")) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda: Version.objects.update(note="x"),
        lambda: Version.objects.bulk_update([Version.objects.first()], ["note"]),
        lambda: Version.objects.all().delete(),
        lambda: Erasure.objects.update(reference="x"),
        lambda: Erasure.objects.first().save(),
        lambda: Erasure.objects.first().delete(),
        lambda: Erasure.objects.all().delete(),
    ],
)
def test_nothing_else_changes_the_record(change):
    case = cast.case(body=f"{NAME}的故事")
    erase(case, NAME)
    with pytest.raises((UnrecordedChange, ProtectedError)):
        change()


@pytest.fixture(params=["SELECT * FROM reforms_case", "UPDATE reforms_case SET number = number"])
def somebody_at_work(request):
    """Another connection in the middle of a transaction that reads, or writes."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(request.param)
        yield
        cursor.execute("ROLLBACK")
    other.close()


def test_it_says_where_the_files_could_not_be_cleaned_at_once(somebody_at_work):
    """SQLite alone waits for others; the texts are gone from its tables nevertheless."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=200")
    is_clean = erasure.compact()
    assert is_clean is (connection.vendor == "postgresql")


def test_the_database_can_be_cleaned_later(capsys):
    call_command("compact")
    assert "完成" in capsys.readouterr().out
