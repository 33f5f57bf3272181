"""An erasure, killed without warning: what it leaves, and that the site or a second one ends it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, STDOUT

import psutil
from django.core.management import call_command
from django.db import connection
from django.test import Client

from benchmarks import synthetic
from reforms import erasure, search
from reforms.models import Case, Erasure
from tests.erasure.stored_texts import files_with, is_stored
from tests.support import cast
from tests.support.gunicorn_site import environment
from tests.support.killed_processes import PATIENCE, killed, ran


@contextmanager
def begun(case: Case, phrase: str, snapshots: Path) -> Iterator[psutil.Popen]:
    """A process that has just begun to erase."""
    line = [sys.executable, "-m", "tests.support.erase", str(case.pk), phrase, str(snapshots)]
    with psutil.Popen(line, env=environment(), stdout=PIPE, stderr=STDOUT) as process:
        assert process.stdout.readline() == b"begun\n"
        yield process


def erasing(snapshots: Path, cases: int, kills: int) -> list[bool]:
    """For each kill whether the rows were erased; nothing is left of them either way."""
    synthetic.fill(cases)
    usual = ran("compact")  # most of what an erasure takes: so most kills come after its rows
    done = []
    names = iter([f"𬱟璐{number}" for number in "甲乙丙丁戊己庚辛壬癸"])
    asked: list[tuple[Case, str]] = []

    def start():
        name = next(names)
        case = cast.case(len(asked) + 1, body=f"{name}的故事", of=cast.batch())
        call_command("snapshot", to=snapshots)
        asked.append((case, name))
        return begun(case, name, snapshots)

    for number in killed(start, usual, kills):
        case, name = asked[-1]
        case.refresh_from_db()
        done.append(name not in case.body)
        assert Erasure.objects.filter(subject_id=case.pk).exists() == done[-1]
        if done[-1]:
            assert not files_with([name], snapshots)
            is_marked = "erasure: unfinished" in Client().get("/readyz").content.decode()
            assert is_marked or not is_stored(name), "row without the file, and no word of it"
        else:
            connection.close()
            with begun(case, name, snapshots) as process:
                assert process.wait(PATIENCE) == 0, process.stdout.read().decode()
        ran("compact")
        assert not is_stored(name), number
        assert not files_with([name], snapshots)
        search.catch_up()
        assert erasure.unfinished() == []
        connection.close()
    return done
