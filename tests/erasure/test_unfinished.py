"""What files still hold after an erasure is known to the database until they are clean."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reforms import erasure, search
from reforms.erasure import checked_phrase, cleaning
from reforms.erasure.erasing import rewrite
from tests.erasure.named_cases import NAME
from tests.erasure.stored_texts import is_stored
from tests.support import cast
from tests.support.killed_erasures import erasing

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LINE = "erasure: unfinished, to be cleaned: database"


@pytest.fixture
def stopped_between():
    """A case erased by a process that ended between the rows and the files."""
    case = cast.case(body=f"{NAME}的故事")
    rewrite(case, checked_phrase(case, NAME))
    return case


def test_who_ends_between_row_and_file_leaves_word_of_it(stopped_between, client):
    assert LINE in client.get("/readyz").content.decode()
    assert client.get("/readyz").status_code == 200
    call_command("compact")
    assert not is_stored(NAME)
    assert erasure.unfinished() == []
    assert "erasure" not in client.get("/readyz").content.decode()


@pytest.mark.parametrize("name", ["index", "reforms_erasure_changelist"])
def test_the_desk_says_so(stopped_between, admin_client, name):
    page = admin_client.get(reverse(f"admin:{name}")).content.decode()
    assert "这些地方还有抹除了的内容，正在清除：数据库文件" in page
    erasure.finish()
    page = admin_client.get(reverse(f"admin:{name}")).content.decode()
    assert "正在清除" not in page


def test_the_next_erasure_finishes_it_too(stopped_between):
    case = cast.case(2, body="欧阳某的故事")
    erasure.erase(case, checked_phrase(case, "欧阳某"))
    assert erasure.unfinished() == []


@contextmanager
def reader_at_work() -> Iterator[None]:
    """Another connection, which reads the cases and holds the log of SQLite meanwhile."""
    other = connection.copy()
    with closing(other), other.cursor() as cursor, connection.cursor() as own:
        own.execute("PRAGMA busy_timeout=200").fetchone()
        cursor.execute("BEGIN")
        cursor.execute("SELECT * FROM reforms_case")
        yield
        cursor.execute("ROLLBACK")


@pytest.mark.skipif(connection.vendor == "postgresql", reason="its VACUUM waits for nobody")
def test_a_database_at_work_is_cleaned_later():
    case = cast.case(body=f"{NAME}的故事")
    with reader_at_work():
        erasure.erase(case, checked_phrase(case, NAME))
        assert erasure.unfinished() == ["database"]
    assert erasure.finish()
    assert erasure.unfinished() == []
    assert not is_stored(NAME)


@pytest.mark.skipif(connection.vendor == "postgresql", reason="has no log that readers hold")
def test_the_file_is_rewritten_once_however_long_a_reader_holds_the_log():
    case = cast.case(body=f"{NAME}的故事")
    with reader_at_work():
        erasure.erase(case, checked_phrase(case, NAME))
        with CaptureQueriesContext(connection) as queries:
            assert not cleaning.is_finished()
    assert "VACUUM" not in [query["sql"] for query in queries]
    assert cleaning.is_finished()
    assert not is_stored(NAME)


def test_one_process_at_a_time_cleans(stopped_between):
    with cleaning.WORK.writing():
        assert cleaning.is_finished()  # for this process
        assert erasure.unfinished() == ["database"]
    assert cleaning.is_finished()
    assert erasure.unfinished() == []


def test_an_index_of_before_is_unfinished_until_it_is_made_anew(client):
    case = cast.case(body=f"{NAME}的故事")
    search.catch_up()
    erasure.erase(case, checked_phrase(case, NAME))
    assert erasure.unfinished() == ["index"]
    search.catch_up()
    assert erasure.unfinished() == []


def test_a_killed_erasure_is_done_or_not_begun(snapshots):
    assert len(erasing(snapshots, cases=50, kills=1)) == 1


def test_backups_of_before_an_erasure_are_named_and_go_with_the_next_one(tmp_path, monkeypatch):
    monkeypatch.setattr(cleaning, "BACKUPS", tmp_path)
    case = cast.case(body=f"{NAME}的故事")
    call_command("backup", to=tmp_path)
    [old] = tmp_path.glob("*-revision-*")
    erasure.erase(case, checked_phrase(case, NAME))
    assert erasure.unfinished() == ["backups"]
    call_command("backup", to=tmp_path, keep=14)
    assert erasure.unfinished() == []
    assert not old.exists()
    assert len(list(tmp_path.glob("*-revision-*"))) == 1


def test_a_backup_by_hand_deletes_none(tmp_path):
    case = cast.case(body=f"{NAME}的故事")
    call_command("backup", to=tmp_path)
    erasure.erase(case, checked_phrase(case, NAME))
    call_command("backup", to=tmp_path)
    assert len(list(tmp_path.glob("*-revision-*"))) == 2


def test_a_backup_whose_manifest_is_broken_counts_as_one_of_before(tmp_path, monkeypatch, client):
    monkeypatch.setattr(cleaning, "BACKUPS", tmp_path)
    case = cast.case(body=f"{NAME}的故事")
    erasure.erase(case, checked_phrase(case, NAME))
    (tmp_path / "20260101T000000-revision-1").mkdir()
    (tmp_path / "20260101T000000-revision-1" / "manifest.json").write_text("[")
    answer = client.get("/readyz")
    assert (answer.status_code, "backups" in answer.content.decode()) == (200, True)
