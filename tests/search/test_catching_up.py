"""The index follows the record, and answers stay exact while it lags, is missing or damaged."""

import subprocess
import sys
import time

import pytest
import tantivy
from django.core.management import call_command
from django.db import connection

from reforms import erasure, history, search
from reforms.erasure import checked_phrase
from reforms.models import Case, CaseText, Revision, Version, erasing, recording
from reforms.search import catching_up, engine, finding, mark, status, texts
from reforms.search import folder as folder_module
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    """An index folder of this test alone."""
    settings.SEARCH_FOLDER = str(tmp_path / "search")
    search.index_folder.cache_clear()
    yield search.index_folder()
    search.index_folder.cache_clear()


def finder() -> search.Finder:
    return search.Finder(search.index_folder().reader(), Revision.current())


def found(term: str) -> list[int]:
    return sorted(finder().find(search.parse(term)).anywhere)


def index_alone(term: str) -> list[int]:
    """What the index has, whatever has changed since."""
    reader = search.index_folder().reader()
    assert reader
    return sorted(reader.find(search.fold(term)).anywhere)


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
    assert (found("旧话"), found("新词")) == ([other.pk], [case.pk])
    search.catch_up()
    assert (index_alone("旧话"), index_alone("新词")) == ([other.pk], [case.pk])
    assert not finder().coverage.changed


def test_a_withdrawn_case_leaves_the_index():
    case = cast.case(title="旧话")
    search.catch_up()
    history.withdraw([case], "catalogue")
    assert found("旧话") == []
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
    assert found("旧话") == [case.pk]
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
        found("旧话")
    search.catch_up()
    assert found("旧话") == [case.pk]
    assert CaseText.objects.get().made_with == texts.MADE_WITH


def test_a_case_without_a_text_gets_one():
    case = cast.case(title="旧话")
    with recording():
        CaseText.objects.all().delete()
    search.catch_up()
    assert index_alone("旧话") == [case.pk]


def files_of(folder) -> list:
    return sorted(path for path in (folder.path / folder.current()).iterdir() if "." in path.name)


def flipped(content: bytes) -> bytes:
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    return bytes(changed)


# What becomes of the bytes of a file; None: it is gone.
SPOILS = {
    "flipped": flipped,
    "cut off": lambda content: content[: len(content) // 2],
    "empty": lambda _content: b"",
    "foreign": lambda _content: b"x" * 1000,
    "missing": None,
}
SPOILT = [(ending, name) for ending in (".idx", ".pos", ".term", ".fast") for name in SPOILS]
# A flipped bit in this JSON may mean the same.
SPOILT += [("meta.json", name) for name in SPOILS if name != "flipped"]


@pytest.mark.parametrize(("ending", "spoil"), SPOILT)
def test_a_damaged_index_is_not_used_and_made_anew(folder, ending, spoil):
    case = cast.case(title="旧话")
    search.catch_up()
    [path, *_] = [path for path in files_of(folder) if path.name.endswith(ending)]
    content = path.read_bytes()
    path.unlink()  # this process has the old file mapped: it must not change below it
    if change := SPOILS[spoil]:
        path.write_bytes(change(content))
    search.index_folder.cache_clear()  # as another process, which opens it now
    search.index_folder().open()
    assert finder().coverage.reader is None
    assert found("旧话") == [case.pk]
    search.catch_up()
    assert index_alone("旧话") == [case.pk]


def test_a_folder_that_cannot_be_written_leaves_searches_exact(folder, tmp_path):
    case = cast.case(title="旧话")
    (tmp_path / "search").write_text("a file stands where the folder should")
    with pytest.raises(OSError, match="search"):
        search.catch_up()
    assert found("旧话") == [case.pk]


def test_while_another_process_writes_it_leaves_the_index_alone(folder):
    cast.case(title="旧话")
    folder.path.mkdir()
    hold = (
        "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); "
        "print('held', flush=True); sys.stdin.read()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", hold, folder.path / "lock"], **pipes) as other:
        assert other.stdout.readline() == b"held\n"
        search.catch_up()
        assert folder.current() == ""
        other.stdin.close()
    search.catch_up()
    assert folder.current()


def test_a_reader_keeps_its_state_while_the_index_is_replaced(folder):
    case = cast.case(title="旧话")
    search.catch_up()
    reader = folder.reader()
    call_command("reindex", verbosity=0)
    assert sorted(reader.find("旧话").anywhere) == [case.pk]
    assert index_alone("旧话") == [case.pk]
    assert [path.name for path in folder.path.iterdir() if path.is_dir()] == [folder.current()]


def test_what_a_killed_rebuild_left_is_removed(folder):
    cast.case(title="旧话")
    (folder.path / "left").mkdir(parents=True)
    search.catch_up()
    assert not (folder.path / "left").exists()


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
    return [found for found, _count in index.searcher().terms_with_prefix("anywhere", word)]


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
    assert found("旧话") == [case.pk]


def test_what_a_rebuild_left_that_was_killed_beside_a_good_index_is_removed(folder):
    cast.case(title="旧话")
    search.catch_up()
    name = folder.current()
    (folder.path / "left").mkdir()
    folder.show_progress(500, 1000, 12)
    assert status.in_words() == "search index: current"
    search.catch_up()
    assert folder.leftovers() == []
    assert folder.current() == name


def test_an_index_that_could_not_be_opened_for_a_moment_is_not_made_anew(monkeypatch, folder):
    case = cast.case(title="旧话")
    search.catch_up()
    name = folder.current()
    search.index_folder.cache_clear()
    with monkeypatch.context() as broken:
        broken.setattr(folder_module, "opened", lambda _path: None)  # too many open files, say
        search.index_folder().open()
    assert finder().coverage.reader is None
    search.catch_up()
    assert search.index_folder().current() == name
    assert index_alone("旧话") == [case.pk]


def test_a_finder_uses_the_index_once_it_has_caught_up(monkeypatch):
    monkeypatch.setattr(finding, "REFRESH", 0)
    case = cast.case(title="旧话")
    early = finder()
    assert early.coverage.changed
    search.catch_up()
    assert sorted(early.find_term("旧话").anywhere) == [case.pk]
    assert early.coverage.is_complete


def test_it_goes_on_after_any_error(monkeypatch, caplog):
    def fail():
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(catching_up, "catch_up", fail)
    monkeypatch.setattr(catching_up.connection, "close", lambda: None)
    assert not catching_up.try_to_catch_up()
    assert "can't start new thread" in caplog.text


def test_ids_far_apart_are_found_too(tmp_path):
    """More blocks than Tantivy counts."""
    index = tantivy.Index(engine.schema())
    ids = [number * engine.BLOCK for number in range(66_000)]
    tiers = search.Tiers("常用", "", "")
    engine.write(index, (engine.document(case_id, tiers) for case_id in ids), "{}")
    index.reload()
    assert len(engine.Reader(index).find("常用").anywhere) == 66_000
