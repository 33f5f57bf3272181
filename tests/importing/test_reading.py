"""Files that are read after the request, whatever happens to the process that reads them."""

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from reforms.importing.reading import read_or_refuse
from reforms.models import BatchImport
from tests.support.uploads import workbook

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ASKED = {"sheet": "", "batch": "", "clear": False}


def readers() -> set[int]:
    """The processes of this one that read a file."""
    tasks = Path("/proc/self/task").glob("*/children")
    children = {int(pid) for task in tasks for pid in task.read_text().split()}
    return {pid for pid in children if b"limited_process" in command_of(pid)}


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has ended
        return b""


@contextmanager
def second_reader_killed() -> Iterator[list[int]]:
    """Kill the second process that reads a file, as the system does where memory is short."""
    seen: list[int] = []

    def watch() -> None:
        end = time.monotonic() + 60
        while len(seen) < 2 and time.monotonic() < end:
            seen.extend(readers() - set(seen))
            time.sleep(0.005)
        if len(seen) == 2:
            os.kill(seen[1], signal.SIGKILL)

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        watcher.join()


def test_an_import_is_refused_though_its_sheets_cannot_be_listed():
    batch_import = BatchImport.objects.create(
        kind="csv", file_name="表.xlsx", sha256="0" * 64, size=1, facts={"asked": ASKED}
    )
    with tempfile.TemporaryFile() as file, second_reader_killed() as seen:
        file.write(workbook(["标题", "标题"], ["甲", "乙"], 另一张=[["标题"]]))
        read_or_refuse(batch_import, file)
    assert len(seen) == 2
    batch_import.refresh_from_db()
    assert batch_import.state == "discarded"
    assert batch_import.facts["titles"] == []
    assert batch_import.facts["refused"] == ["第 1 行：“标题”和“标题”是同一列，请删去一个。"]
