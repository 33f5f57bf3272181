"""Whether the index is current, and how it is made anew."""

from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from reforms import history, search
from reforms.models import Revision
from reforms.search import index_version, indexing, sqlite
from tests.search.index_queries import ONE, found, is_current
from tests.support import cast

pytestmark = pytest.mark.django_db


def test_it_knows_that_it_is_current():
    cast.draft()
    assert is_current()


def test_it_knows_that_a_case_is_missing():
    search.unindex([cast.draft().pk])
    assert not is_current()


def test_it_knows_that_it_was_made_by_other_code(monkeypatch):
    monkeypatch.setattr(index_version, "STAMP", "another")
    assert not is_current()


def by_other_code(monkeypatch, do) -> None:
    """Do something as a release does that knows no phrases whole."""
    with monkeypatch.context() as other:
        other.setattr(sqlite, "known", lambda _text: set())
        other.setattr(sqlite, "NEW", "_new_other")
        other.setattr(index_version, "STAMP", "another")
        do()


def test_an_index_of_other_code_can_be_written_to_and_made_anew(monkeypatch):
    case = cast.draft(title="检察官")
    case.title = "检察官助理"
    by_other_code(monkeypatch, lambda: call_command("reindex", verbosity=0))
    assert not is_current()
    history.save_case(case)
    history.delete_case(cast.draft(2, title="检察官"))
    call_command("reindex", verbosity=0)
    assert is_current()
    assert (found("检察官"), found("检察官助理"), found("官助")) == (ONE, ONE, ONE)


def test_other_code_does_not_trust_its_index_again_once_ours_has_written(monkeypatch):
    case = cast.draft(title="检察官")
    by_other_code(monkeypatch, lambda: call_command("reindex", verbosity=0))
    history.save_case(case)
    trusted: list[bool] = []
    by_other_code(monkeypatch, lambda: trusted.append(is_current()))
    assert trusted == [False]


def test_what_a_rebuild_of_other_code_left_is_not_gone_on_with(monkeypatch):
    case = cast.draft(title="检察官")

    def begin() -> None:
        search.start_rebuild()
        search.rebuild([(case.pk, search.tiers(case.texts()))])

    by_other_code(monkeypatch, begin)
    call_command("reindex", verbosity=0)
    assert is_current()
    assert found("检察官") == ONE
    assert "_new" not in "".join(connection.introspection.table_names())


def test_it_knows_that_its_tables_are_gone():
    cast.draft()
    indexing.engine().drop()
    assert not is_current()


def test_reindex_finds_again_what_was_missing():
    search.unindex([cast.draft(title="旧话").pk])
    assert found("旧话") == []
    call_command("reindex", verbosity=0)
    assert found("旧话") == ONE
    assert is_current()


def test_reindex_raises_the_revision(capsys):
    cast.draft(title="旧话")
    before = Revision.current().number
    call_command("reindex")
    assert Revision.current().number == before + 1
    assert "1/1" in capsys.readouterr().out


def test_reindex_goes_on_where_it_was_stopped():
    one, other = cast.draft(1, title="旧话"), cast.draft(2, title="旧话")
    search.start_rebuild()
    search.rebuild([(one.pk, search.tiers(one.texts()))])
    other.title = "新词"
    history.save_case(other)
    history.delete_case(one)
    cast.draft(3, title="后来")
    assert (found("旧话"), found("新词"), found("后来")) == (
        [],
        ["spp-reform-2-02"],
        ["spp-reform-2-03"],
    )
    call_command("reindex", verbosity=0)
    assert (found("旧话"), found("新词"), found("后来")) == (
        [],
        ["spp-reform-2-02"],
        ["spp-reform-2-03"],
    )
    assert is_current()


@pytest.mark.django_db(transaction=True)
def test_reindex_runs_beside_a_site_that_stays_up():
    cast.draft(title="旧话")
    call_command("reindex", verbosity=0)
    assert found("旧话") == ONE
    assert is_current()


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_that_cannot_begin_does_not_keep_editors_from_writing():
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE reforms_caseletters{sqlite.NEW} (in_the_way integer)")
    with suppress(OperationalError):
        search.start_rebuild()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE reforms_caseletters{sqlite.NEW}")
    cast.draft(title="旧话")
    assert found("旧话") == ONE


@pytest.mark.django_db(transaction=True)
def test_reindex_clears_away_what_a_stopped_one_left():
    cast.draft(title="旧话")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            search.start_rebuild()
        else:  # as a server that is stopped in the midst of REINDEX CONCURRENTLY leaves it
            cursor.execute("CREATE INDEX reforms_casegrams_ccnew ON reforms_casetext (case_id)")
            cursor.execute(
                "UPDATE pg_index SET indisvalid = false "
                "WHERE indexrelid = 'reforms_casegrams_ccnew'::regclass"
            )
        call_command("reindex", verbosity=0)
        names = connection.introspection.get_constraints(cursor, "reforms_casetext")
        assert "reforms_casegrams_ccnew" not in names
        assert "_new" not in "".join(connection.introspection.table_names(cursor))
    assert found("旧话") == ONE
