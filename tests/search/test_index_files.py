"""The files of the index: damaged, replaced, left behind, out of reach."""

import subprocess
import sys

import pytest
import tantivy
from django.core.management import call_command

from reforms import search
from reforms.search import engine, status
from reforms.search import folder as folder_module
from tests.search.indexed_cases import finder, index_alone, keys_matching
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("folder")]


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
    assert keys_matching("旧话") == [case.pk]
    search.catch_up()
    assert index_alone("旧话") == [case.pk]


def test_a_folder_that_cannot_be_written_leaves_searches_exact(folder, tmp_path):
    case = cast.case(title="旧话")
    (tmp_path / "search").write_text("a file stands where the folder should")
    with pytest.raises(OSError, match="search"):
        search.catch_up()
    assert keys_matching("旧话") == [case.pk]


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


@pytest.mark.django_db(transaction=True)
def test_a_reader_keeps_its_state_while_the_index_is_replaced(folder):
    case = cast.case(title="旧话")
    search.catch_up()
    reader = folder.reader()
    call_command("reindex", verbosity=0)
    assert sorted(reader.find("旧话")) == [case.pk]
    assert index_alone("旧话") == [case.pk]
    assert [path.name for path in folder.path.iterdir() if path.is_dir()] == [folder.current()]


def test_what_a_killed_rebuild_left_is_removed(folder):
    cast.case(title="旧话")
    (folder.path / "left").mkdir(parents=True)
    search.catch_up()
    assert not (folder.path / "left").exists()


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


def test_ids_far_apart_are_found_too(tmp_path):
    """More blocks than Tantivy counts."""
    index = tantivy.Index(engine.schema())
    ids = [number * engine.BLOCK for number in range(66_000)]
    tiers = search.Tiers("常用", "", "")
    engine.write(index, (engine.document(case_id, tiers) for case_id in ids), "{}")
    index.reload()
    assert len(engine.Reader(index).find("常用")) == 66_000
