"""Processes killed without warning: start, kill after a part of the usual time, check."""

import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from subprocess import PIPE, STDOUT
from typing import TypeVar

import psutil
from django.db import connection

from tests.support.gunicorn_site import environment

T = TypeVar("T")
PATIENCE = 120  # seconds for one answer


@contextmanager
def command(*arguments: object) -> Iterator[psutil.Popen]:
    """A management command in a process of its own, which has just begun with its work."""
    line = [sys.executable, "-m", "tests.support.announce_start", *map(str, arguments)]
    with psutil.Popen(line, env=environment(), stdout=PIPE, stderr=STDOUT) as process:
        assert process.stdout.readline() == b"begun\n"
        yield process


def ran(*arguments: object) -> float:
    """Run a management command to its end; returns how many seconds its work took."""
    with command(*arguments) as process:
        start = time.monotonic()
        output = process.stdout.read().decode()
        assert process.wait(PATIENCE) == 0, output
        return time.monotonic() - start


def kill(process: psutil.Process) -> None:
    """SIGKILL to the first one first, lest it start another worker."""
    children = process.children(recursive=True)
    for member in (process, *children):
        with suppress(psutil.NoSuchProcess):
            member.kill()
    psutil.wait_procs(children, timeout=10)


def killed(
    start: Callable[[], AbstractContextManager[T]],
    usual: float,
    kills: int,
    kill: Callable[[T], object] = kill,
) -> Iterator[int]:
    """Start something so many times and kill it after a random part of the time that it takes;
    yields after each kill, for what has to be looked at."""
    for number, after in enumerate(moments(kills, usual)):
        with start() as started:
            time.sleep(after)
            kill(started)
        wait_until_alone()
        yield number


def wait_until_alone() -> None:
    """PostgreSQL ends what a lost client began after a moment; SQLite has no such server."""
    if connection.vendor != "postgresql":
        return
    # Of other processes: where a browser was run before, this one has two connections.
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND client_port <> ALL(%s) "
        "AND backend_type = 'client backend'"
    )
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            own = [socket.laddr.port for socket in psutil.Process().net_connections()]
            cursor.execute(others, [own])
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.1)
    raise TimeoutError("a connection of the killed server is still there")


def moments(kills: int, usual: float) -> list[float]:
    """At random, but one in each of as many equal parts of the usual time."""
    chance = random.Random(2021)
    return [usual * (number + chance.random()) / kills for number in range(kills)]
