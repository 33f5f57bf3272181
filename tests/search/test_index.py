"""The index follows every way of changing a case, or the way is refused."""

from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, models, transaction
from django.urls import reverse

from reforms import history, search
from reforms.models import Case, CaseText, CreditedBody, Revision, Version, recording
from reforms.models.guard import UnrecordedChange
from reforms.search import index_version, indexing, sqlite
from reforms.search.phrases import PHRASES
from tests.support import cast

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    """References of all cases that a search finds, drafts included."""
    return sorted(
        search.narrow(Case.objects, search.parse(text)).values_list("reference", flat=True)
    )


def is_current() -> bool:
    return search.is_current(Case.objects.all())


ONE = ["spp-reform-2-01"]


# ---------------------------------------------------------------- what is looked into


@pytest.mark.parametrize(
    "text",
    [
        "标题",
        "摘要",
        "正文",
        "keyword",
        "南沙区",
        "规范全称",
        "English",
        "批次名称",
        "批次主题",
        "批次简介",
    ],
)
def test_it_looks_into(text):
    of = cast.batch(title="批次名称", topic="批次主题", introduction="批次简介")
    cast.draft(of=of, body="正文", keywords="keyword", title_en="English", bodies=[cast.NANSHA])
    body = CreditedBody.objects.get()
    body.standard_name = "规范全称"
    history.save_case(Case.objects.get(), bodies=[body])
    assert found(text) == ONE


def test_it_finds_nothing_across_two_fields():
    cast.draft(title="甲乙", summary="丙丁", body="戊己", keywords="庚;辛")
    assert [found(text) for text in ("乙丙", "甲乙丙", "丁戊", "丙丁戊己", "庚辛")] == [[]] * 5
    assert found("甲乙 丙丁 庚 辛") == ONE


def test_a_phrase_does_not_go_on_into_a_field_that_repeats_its_start():
    cast.draft(title="甲", title_en="ab", summary_en="bc")
    assert found("abc") == []


def test_order_matters():
    cast.draft(title="件评案件质评查")
    assert found("案件评查") == []


def test_a_phrase_known_whole_is_found_where_it_stands_and_only_there():
    cast.draft(1, title="检察官", summary="人民，检察院")
    cast.draft(2, title="检察", summary="官办", body="检察检官")
    assert (found("检察官"), found("人民检察院")) == (ONE, ONE)


def test_the_phrases_known_whole_stand_there_as_searches_see_them():
    assert "检察官" in PHRASES
    assert all(len(phrase) > 2 and search.fold(phrase) == phrase for phrase in PHRASES)


@pytest.mark.parametrize("text", ["𠮷野", "野𪚥", "𪚥", "𠮷"])
def test_it_knows_characters_beyond_the_basic_plane(text):
    cast.draft(title="𠮷野𪚥")
    cast.draft(2, title="吉野")
    assert found(text) == ONE


def test_it_looks_to_the_end_of_a_long_text():
    cast.draft(body="检察" * 10_000 + "末尾的话")
    assert found("检察末尾的话") == ONE
    assert found("检察" * 2000 + "末") == ONE


def test_a_thousand_terms_are_a_search():
    cast.draft(title="检察机关")
    assert found(" ".join("检察机关" * 300)) == ONE
    assert found(" ".join(f"-{chr(0x3400 + n)}" for n in range(1000))) == ONE


# ---------------------------------------------------------------- what changes a case


def test_a_changed_case_is_found_by_its_new_words_only():
    case = cast.draft(title="旧话")
    case.title = "新词"
    history.save_case(case)
    assert (found("旧话"), found("新词")) == ([], ONE)


def test_a_changed_batch_is_found_through_its_cases():
    case = cast.draft(of=cast.batch(topic="旧话"))
    case.batch.topic = "新词"
    history.save_batch(case.batch)
    assert (found("旧话"), found("新词")) == ([], ONE)


def test_cases_written_in_bulk_are_found():
    case = cast.draft(title="旧话")
    case.title = "新词"
    history.save_cases([history.prepare(case, [], list(case.bodies.all()))])
    history.index_cases([case.pk])
    assert (found("旧话"), found("新词")) == ([], ONE)


def test_a_deleted_case_is_not_found():
    history.delete_case(cast.draft(title="旧话"))
    assert found("旧话") == []
    assert not search.find(search.parse("旧话")).anywhere


def test_cases_deleted_together_are_not_found():
    cast.draft(title="旧话")
    with recording():
        Case.objects.all().delete()
    assert not search.find(search.parse("旧话")).anywhere


def test_a_failed_change_leaves_the_index():
    case = cast.draft(title="旧话")
    with transaction.atomic():
        case.title = "新词"
        history.save_case(case)
        transaction.set_rollback(True)
    assert (found("旧话"), found("新词")) == (ONE, [])


@pytest.mark.parametrize(
    "write",
    [
        lambda text: text.save(),
        lambda text: CaseText.objects.update(title="x"),
        lambda text: CaseText.objects.bulk_update([text], ["title"]),
        lambda text: CaseText.objects.bulk_create([text]),
        lambda text: CaseText.objects.update_or_create(case=text.case, defaults={"title": "x"}),
    ],
)
def test_a_text_is_not_written_behind_the_index(write):
    text = cast.draft().text
    with pytest.raises(UnrecordedChange), recording():
        write(text)


def test_a_fixture_of_texts_is_refused(tmp_path):
    fixture = tmp_path / "texts.json"
    cast.draft()
    call_command("dumpdata", "reforms.casetext", output=fixture, verbosity=0)
    with pytest.raises(UnrecordedChange):
        call_command("loaddata", fixture, verbosity=0)


def test_an_editor_in_the_admin_changes_what_is_found(admin_client):
    case = cast.draft(title="旧话")
    [body] = case.bodies.all()
    form = {
        **{name: getattr(case, name) for name in ("number", "title_by", "themes_by", "summary")},
        "batch": case.batch_id,
        "title": "新词",
        "opened_on": Version.objects.latest("pk").pk,
        "bodies-TOTAL_FORMS": 1,
        "bodies-INITIAL_FORMS": 1,
        "bodies-0-id": body.pk,
        "bodies-0-case": case.pk,
        "bodies-0-name": "昆山市检察院",
        "bodies-0-kind": body.kind,
        "bodies-0-place_basis": body.place_basis,
    }
    answer = admin_client.post(reverse("admin:reforms_case_change", args=[case.pk]), form)
    assert answer.status_code == 302, answer.content.decode()
    assert (found("旧话"), found("新词 昆山")) == ([], ONE)


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_rebuilds_the_table_keeps_the_index():
    """Django on SQLite alters a table by making it anew, which drops its triggers."""
    cast.draft(title="旧话")
    added = models.TextField(default="")
    added.set_attributes_from_name("added")
    with connection.schema_editor() as editor:
        editor.add_field(Case, added)
    try:
        assert found("旧话") == ONE
        assert is_current()
    finally:
        with connection.schema_editor() as editor:
            editor.remove_field(Case, added)


# ---------------------------------------------------------------- health and rebuilding


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
