"""Management commands, killed without warning: what each leaves, and that a second run works."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import psutil
from django.db import connection
from django.test import Client

from benchmarks import synthetic
from reforms import history, search
from reforms.bitset import Bitset
from reforms.models import Case, Revision
from reforms.storage import backups
from tests.support import cast
from tests.support.import_desk import texts_equal_data
from tests.support.killed_processes import command, kill, killed, ran

Kill = Callable[[psutil.Process], object]


def is_ready() -> bool:
    return Client().get("/readyz").status_code == 200


def state() -> tuple[int, set[str]]:
    """The revision, and the cases that the public sees."""
    return Revision.current().number, set(Case.objects.published().values_list("title", flat=True))


def reindexing(cases: int, kills: int, kill: Kill = kill) -> list[bool]:
    """For each kill whether the rebuild was done."""
    synthetic.fill(cases)
    folder = search.index_folder()
    done = []
    usual = ran("reindex")
    for number in killed(lambda: command("reindex"), usual, kills, kill):
        before = folder.current()
        assert len(list(searched("检察"))) >= cases // 2  # by the old index or the new one
        cast.case(number + 1, title=f"中断后第{number}件")  # the site goes on writing
        assert len(searched(f"中断后第{number}件")) == 1
        ran("reindex")
        done.append(folder.current() != before)
        assert [path.name for path in folder.path.iterdir() if path.is_dir()] == [folder.current()]
        assert len(searched(f"中断后第{number}件")) == 1
        texts_equal_data()
        assert is_ready()
    return done


def searched(words: str) -> Bitset:
    """The cases that a search finds, by the index that is there now."""
    search.index_folder().open()
    finder = search.Finder(search.index_folder().reader(), Revision.current())
    return finder.find(search.parse(words))


def snapshot_is_whole(folder: Path) -> bool:
    files = json.loads((folder / "manifest.json").read_text())["files"]
    digests = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()
    }
    assert len(digests) == len(files) + 1
    return all(digests[file["name"]] == file["sha256"] for file in files)


def backup_is_whole(folder: Path) -> bool:
    return bool(backups.restorable_manifest(folder))


WHOLE = {"snapshot": snapshot_is_whole, "backup": backup_is_whole}


def copying(name: str, to: Path, cases: int, kills: int, kill: Kill = kill) -> list[bool]:
    """Kill snapshots or backups; for each kill whether the copy was there."""
    synthetic.fill(cases)
    there, before = [], state()
    usual = ran(name, "--to", to)
    shutil.rmtree(to)
    for _ in killed(lambda: command(name, "--to", to), usual, kills, kill):
        folders = list(to.glob("*-revision-*"))
        there.append(len(folders) > 0)
        for folder in folders:
            assert WHOLE[name](folder)
            shutil.rmtree(folder)
        ran(name, "--to", to)
        [whole] = to.iterdir()  # nothing is left of what was killed
        assert WHOLE[name](whole)
        shutil.rmtree(whole)
        assert state() == before
    return there


def restoring(to: Path, cases: int, kills: int) -> list[bool]:
    """For each kill whether the backup was in the place of what was there."""
    synthetic.fill(cases)
    kept = state()
    ran("backup", "--to", to)
    [folder] = to.iterdir()
    line = ("restore", folder, "--replace")
    usual = ran(*line)
    restored = []
    change()
    dataset, changed = Revision.current().dataset, state()
    for _ in killed(lambda: command(*line), usual, kills):
        assert state() in (kept, changed)
        restored.append(state() == kept)
        # Nobody takes a page of before for one of after, even where the rest was cut off.
        assert (Revision.current().dataset != dataset) == restored[-1]
        if is_ready():
            texts_equal_data()
        ran(*line)
        assert state() == kept
        assert is_ready()
        texts_equal_data()
        change()
        dataset, changed = Revision.current().dataset, state()
    return restored


def change() -> None:
    """What a restore takes back."""
    connection.close()
    history.withdraw(Case.objects.published()[:1], "catalogue")
    cast.case(1)
