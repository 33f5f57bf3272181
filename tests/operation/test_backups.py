"""A backup holds everything, and a restore brings it back, on the real database."""

import json
from io import StringIO

import environ
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.utils import timezone

from reforms import erasure, history
from reforms.models import Case, Revision, Version
from reforms.storage import dumps
from tests.support import cast
from tests.support.import_desk import texts_equal_data

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def made(tmp_path):
    """A backup of two public cases and a draft, and its folder."""
    cast.case(1, themes=("political",))
    cast.case(2, bodies=(cast.NANSHA,))
    cast.draft(3)
    return backup(tmp_path)


def backup(to, **options):
    out = StringIO()
    call_command("backup", to=to, stdout=out, **options)
    return to / out.getvalue().strip().rpartition("/")[2]


def restore(folder, **options) -> str:
    out = StringIO()
    call_command("restore", folder, stdout=out, **options)
    return out.getvalue()


def table(client) -> bytes:
    return b"".join(client.get("/cases.csv?body=1"))


def test_a_restore_brings_everything_back(client, made):
    before, versions = table(client), list(Version.objects.order_by("pk").values())
    tag = client.get("/cases/")["ETag"]
    history.withdraw(Case.objects.filter(number=1), "catalogue")
    cast.case(4)
    assert "3, revision" in restore(made, replace=True)
    assert table(client) == before
    assert list(Version.objects.order_by("pk").values()) == versions
    assert Case.objects.count() == 3
    texts_equal_data()
    assert client.get("/cases/", headers={"if-none-match": tag}).status_code == 200


def test_a_session_from_before_a_restore_has_ended(admin_client, made, tmp_path):
    session = admin_client.cookies["sessionid"].value
    with_session = backup(tmp_path / "later")
    restore(with_session, replace=True)
    admin_client.cookies["sessionid"] = session
    assert admin_client.get("/admin/").status_code == 302


def test_it_loads_the_file_that_it_has_checked(made, tmp_path):
    manifest = json.loads((made / "manifest.json").read_text())
    (tmp_path / manifest["file"]).write_bytes(b"another")
    manifest["file"] = f"../{manifest['file']}"
    (made / "manifest.json").write_text(json.dumps(manifest))
    assert "3, revision" in restore(made, replace=True)


def test_the_site_goes_on_writing_after_a_restore(client, made):
    number = Revision.current().number
    restore(made, replace=True)
    cast.case(4)
    assert Revision.current().number == number + 1
    assert client.get("/readyz").status_code == 200


def test_it_asks_before_it_replaces_cases(made):
    with pytest.raises(CommandError, match=r"3 cases.*--replace"):
        restore(made)


def test_it_names_the_erasures_that_it_would_undo_and_asks(made):
    case = Case.objects.get(number=1)
    erasure.erase(case, None)
    day = timezone.localdate().isoformat()
    with pytest.raises(CommandError, match=f"--with-erased\nspp-reform-2-01 抹除全文 {day}$"):
        restore(made, replace=True)
    assert "3, revision" in restore(made, replace=True, with_erased=True)


def test_a_backup_of_after_an_erasure_is_restored_without_a_question(tmp_path):
    erasure.erase(cast.case(1), None)
    assert "1, revision" in restore(backup(tmp_path), replace=True)


def test_a_damaged_backup_is_refused_and_nothing_changes(client, made):
    before = table(client)
    file = made / json.loads((made / "manifest.json").read_text())["file"]
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(CommandError, match="damaged"):
        restore(made, replace=True)
    assert table(client) == before


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"file": "../../etc/passwd", "sha256": ""}'])
def test_what_is_no_backup_is_refused(made, text):
    (made / "manifest.json").write_text(text)
    with pytest.raises(CommandError, match=r"not a whole backup|damaged"):
        restore(made, replace=True)


def test_a_backup_of_a_newer_release_is_refused(client, made):
    before, manifest = table(client), made / "manifest.json"
    facts = json.loads(manifest.read_text())
    facts["migrations"].append("reforms.9999_of_tomorrow")
    manifest.write_text(json.dumps(facts))
    with pytest.raises(CommandError, match=r"newer release.*reforms\.9999_of_tomorrow"):
        restore(made, replace=True)
    assert table(client) == before


def test_a_backup_of_another_database_is_refused(made):
    facts = json.loads((made / "manifest.json").read_text())
    (made / "manifest.json").write_text(json.dumps(facts | {"database": "oracle"}))
    with pytest.raises(CommandError, match=f"oracle.*{connection.vendor}"):
        restore(made, replace=True)


def test_a_backup_of_an_older_release_is_brought_up_to_date(client, tmp_path):
    cast.case(1)
    before = table(client)
    # What 0004 made does not touch what was there before it.
    call_command("migrate", "reforms", "0003", verbosity=0)
    old = backup(tmp_path)
    call_command("migrate", verbosity=0)
    restore(old, replace=True)
    assert table(client) == before
    assert client.get("/readyz").status_code == 200


def test_only_the_newest_are_kept(made, tmp_path):
    for name in ("20200101T000000-revision-1", "20210101T000000-revision-2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text("{}")
    cast.case(5)
    newest = backup(tmp_path, keep=2)
    assert {path.name for path in tmp_path.iterdir()} == {made.name, newest.name}


def test_a_restore_removes_the_copy_that_a_killed_one_left(made, tmp_path, settings):
    settings.VAR_DIR = tmp_path / "var"
    left = settings.VAR_DIR / ".unfinished-killed"
    left.mkdir(parents=True)
    (left / "copy").write_text("accounts and drafts")
    restore(made, replace=True)
    assert list(settings.VAR_DIR.iterdir()) == []


def test_what_cannot_be_removed_does_not_stop_the_next_backup(made, tmp_path):
    (tmp_path / ".unfinished-file").touch()  # as little to be removed as another account's folder
    cast.case(5)
    assert backup(tmp_path).is_dir()


def test_a_restore_does_its_work_beside_the_data(made, tmp_path, settings, monkeypatch):
    """The folder for what is passing may be memory, smaller than the database."""
    settings.VAR_DIR = tmp_path / "var"
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "not-there"))
    assert "3, revision" in restore(made, replace=True)


def test_programs_of_postgresql_go_to_the_server_that_the_site_is_on():
    url = "postgres://desk:secret@/cases?host=db1,db2&target_session_attrs=read-write"
    wanted = environ.Env.db_url_config(f"{url}&sslmode=verify-full")
    site = PostgreSQL(connection.settings_dict | {"OPTIONS": {}} | wanted)
    assert dict(dumps.libpq_environment(site.get_connection_params())) == {
        "PGHOST": "db1,db2",
        "PGDATABASE": "cases",
        "PGUSER": "desk",
        "PGPASSWORD": "secret",
        "PGSSLMODE": "verify-full",
        "PGTARGETSESSIONATTRS": "read-write",
        "PGCLIENTENCODING": "UTF8",
    }
