"""The index follows the record, and answers stay exact while it lags, is missing or damaged."""

import time

import pytest
import tantivy
from django.db import connection

from reforms import erasure, history, search
from reforms.erasure import checked_phrase
from reforms.models import Case, CaseText, Revision, Version, erasing, recording
from reforms.search import catching_up, engine, finding, mark, status, texts
from tests.search.indexed_cases import finder, index_alone, keys_matching
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def test_it_holds_published_cases_alone():
    case = cast.case(1, title="公开")
    cast.draft(2, title="公开的草稿")
    search.catch_up()
    assert index_alone("公开") == [case.pk]
    assert status.in_words() == "search index: current"


def test_a_changed_case_is_found_before_the_index_has_it_and_after():
    case, other = cast.case(1, title="旧话"), cast.case(2, title="旧话")
    search.catch_up()
    case.title = "新词"
    history.save_case(case)
    assert status.in_words() == "search index: 1 revisions behind, searches look into what changed"
    assert index_alone("旧话") == [case.pk, other.pk]
    assert (keys_matching("旧话"), keys_matching("新词")) == ([other.pk], [case.pk])
    search.catch_up()
    assert (index_alone("旧话"), index_alone("新词")) == ([other.pk], [case.pk])
    assert not finder().coverage.changed


def test_a_withdrawn_case_leaves_the_index():
    case = cast.case(title="旧话")
    search.catch_up()
    history.withdraw([case], "catalogue")
    assert keys_matching("旧话") == []
    search.catch_up()
    assert index_alone("旧话") == []


def test_a_case_that_comes_back_is_found():
    case = cast.case(title="旧话")
    history.withdraw([case], "catalogue")
    search.catch_up()
    history.publish([case])
    search.catch_up()
    assert index_alone("旧话") == [case.pk]


def test_an_index_of_another_dataset_is_not_used(folder):
    case = cast.case(title="旧话")
    search.catch_up()
    name = folder.current()
    Revision.objects.update(dataset="00000000-0000-0000-0000-00000000000a")  # as a restore does
    assert finder().coverage.reader is None
    assert keys_matching("旧话") == [case.pk]
    search.catch_up()
    assert folder.current() != name
    assert finder().coverage.reader


def test_an_index_of_a_state_that_the_database_lost_is_not_used(folder):
    """A server took over without the last change, and gave its revision to another one."""
    case = cast.case(1, title="旧话")
    cast.case(2, title="丢失")
    search.catch_up()
    with recording(), erasing():
        Version.objects.filter(revision=Revision.current().number)._raw_delete("default")
        cast.case(3, title="后来")
    assert finder().coverage.reader is None
    search.catch_up()
    assert index_alone("旧话") == [case.pk]
    assert len(index_alone("后来")) == 1


def test_an_index_that_is_ahead_of_the_database_is_not_used():
    cast.case(title="旧话")
    search.catch_up()
    Revision.objects.update(number=0)
    assert finder().coverage.reader is None


def test_an_index_of_other_code_is_not_used(monkeypatch, folder):
    cast.case(title="旧话")
    with monkeypatch.context() as other:
        other.setattr(mark, "CODE", "another")
        other.setattr(catching_up, "CODE", "another")
        search.catch_up()
    monkeypatch.setattr(catching_up, "STARTED", time.time())  # a process that begins now
    name = folder.current()
    assert finder().coverage.reader is None
    search.catch_up()
    assert folder.current() != name


def test_texts_that_other_code_folded_are_folded_again(monkeypatch):
    case = cast.case(title="旧话")
    with recording():
        CaseText.objects.update(title="別", made_with="another")
    with pytest.raises(search.NotReady):
        keys_matching("旧话")
    search.catch_up()
    assert keys_matching("旧话") == [case.pk]
    assert CaseText.objects.get().made_with == texts.MADE_WITH


def test_a_case_without_a_text_gets_one():
    case = cast.case(title="旧话")
    with recording():
        CaseText.objects.all().delete()
    search.catch_up()
    assert index_alone("旧话") == [case.pk]


@pytest.mark.django_db(transaction=True)
def test_erased_text_leaves_the_dictionary_of_the_index(folder):
    case = cast.case(title="旧话提到张三丰", summary="摘要")
    search.catch_up()
    assert words(folder, "三丰") == ["三丰"]
    erasure.erase(case, checked_phrase(case, "张三丰"))
    assert status.in_words() == "search index: has erased text, will be rebuilt"
    search.catch_up()
    assert status.in_words() == "search index: current"
    assert words(folder, "三丰") == words(folder, "张三") == []
    assert words(folder, "提到") == ["提到"]


def words(folder, word: str) -> list[str]:
    """The words of the index's dictionary that begin so."""
    index = tantivy.Index.open(str(folder.path / folder.current()))
    return [term for term, _count in index.searcher().terms_with_prefix("anywhere", word)]


def test_the_progress_of_a_rebuild_is_told(folder):
    cast.case(title="旧话")
    search.catch_up()
    with folder.writing():
        folder.show_progress(500, 1000, 12.4)
        assert status.in_words() == "search index: being built, 500 of 1000, about 12 s left"


def test_a_rebuild_that_begins_is_told(folder):
    cast.case(title="旧话")
    assert status.in_words() == "search index: missing, will be built"
    with folder.writing():
        assert status.in_words() == "search index: being built"


@pytest.mark.django_db(transaction=True)
def test_a_change_is_caught_up_without_anybody_asking(folder, monkeypatch):
    monkeypatch.setattr(catching_up, "PAUSE", 0.01)
    case = cast.case(title="旧话")
    rounds = iter(range(20))

    def sleep(_seconds):
        if next(rounds, None) is None:
            connection.close()
            raise SystemExit

    monkeypatch.setattr(catching_up.time, "sleep", sleep)
    with pytest.raises(SystemExit):
        catching_up.keep_current()
    assert index_alone("旧话") == [case.pk]


def test_a_save_while_the_index_is_written_puts_no_case_into_it_twice(monkeypatch):
    """Two documents of a case would add up to the bit of the next one."""
    case, other = cast.case(1, title="常用"), cast.case(2, title="别的")
    search.catch_up()
    case.summary = "改过"
    history.save_case(case)
    write = engine.write

    def save_and_write(*arguments):
        if saves:
            history.save_case(saves.pop())
        write(*arguments)

    saves = [case]
    monkeypatch.setattr(engine, "write", save_and_write)
    monkeypatch.setattr(engine, "FEW", 1000)  # so that bits are summed up
    search.catch_up()
    assert index_alone("常用") == [case.pk]
    search.catch_up()
    assert index_alone("常用") == [case.pk]
    assert index_alone("别的") == [other.pk]


def test_texts_that_an_older_release_saves_later_are_folded_before_they_are_indexed():
    case = cast.case(title="旧话")
    search.catch_up()
    case.title = "新词"
    history.save_case(case)
    with recording():
        CaseText.objects.update(title="別", made_with="another")
    search.catch_up()
    assert index_alone("新词") == [case.pk]


def test_drafts_of_another_fold_are_folded_in_a_catalogue_that_is_not_public_yet():
    cast.draft(title="旧话")
    with recording():
        CaseText.objects.update(title="別", made_with="another")
    with pytest.raises(search.NotReady):
        search.narrow(Case.objects, search.parse("旧话"))
    search.catch_up()
    assert search.narrow(Case.objects, search.parse("旧话")).count() == 1


def test_an_index_that_another_release_made_after_we_began_is_left_alone(monkeypatch, folder):
    case = cast.case(title="旧话")
    with monkeypatch.context() as other:
        other.setattr(mark, "CODE", "another")
        other.setattr(catching_up, "CODE", "another")
        search.catch_up()
    name = folder.current()
    search.catch_up()
    assert folder.current() == name
    assert keys_matching("旧话") == [case.pk]


def test_a_finder_uses_the_index_once_it_has_caught_up(monkeypatch):
    monkeypatch.setattr(finding, "REFRESH", 0)
    case = cast.case(title="旧话")
    early = finder()
    assert early.coverage.changed
    search.catch_up()
    assert sorted(early.find_term("旧话")) == [case.pk]
    assert early.coverage.is_complete


def test_it_goes_on_after_any_error(monkeypatch, caplog):
    def fail():
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(catching_up, "catch_up", fail)
    monkeypatch.setattr(catching_up.connection, "close", lambda: None)
    assert not catching_up.try_to_catch_up()
    assert "can't start new thread" in caplog.text
