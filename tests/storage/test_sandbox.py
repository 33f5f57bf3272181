"""A program in a sandbox: what it sees, what it may not do, how it ends."""

import tempfile
from functools import partial

import pytest

from reforms.storage import sandbox
from reforms.storage.limited_process import LimitExceeded
from reforms.storage.sandbox import ProgramFailed, can_run

pytestmark = pytest.mark.slow
needs_bwrap = pytest.mark.skipif(not can_run(), reason="bwrap makes no sandboxes here")
NETWORKS = "cut -d: -f1 -s /proc/net/dev"


def shell(command: str, seconds: int = 10) -> str:
    """What a command of the shell writes in a sandbox whose file holds 甲."""
    run = partial(sandbox.run_sandboxed, seconds=seconds, megabytes=500)
    with tempfile.TemporaryFile() as file:
        file.write("甲".encode())
        return run(["/bin/sh", "-c", command], file).decode()


@needs_bwrap
def test_it_sees_its_file():
    assert shell("cat /tmp/input") == "甲"


@needs_bwrap
def test_it_sees_nothing_of_the_site(settings):
    entries = shell("ls /").split()
    assert set(entries) <= {"bin", "dev", "etc", "lib", "lib64", "proc", "tmp", "usr"}
    assert shell(f"ls {settings.BASE_DIR} 2>/dev/null || echo none") == "none\n"
    assert shell("env | cut -d= -f1 | grep -c SECRET || true") == "0\n"


@needs_bwrap
def test_it_has_no_network_and_no_other_processes():
    assert shell(NETWORKS).split() == ["lo"]
    assert len(shell("ls -d /proc/[0-9]*").split()) <= 4


@needs_bwrap
@pytest.mark.parametrize("place", ["/usr/x", "/etc/x", "/x/x"])
def test_it_cannot_write_into_the_system(place):
    with pytest.raises(ProgramFailed):
        shell(f"echo 甲 > {place}")


@needs_bwrap
@pytest.mark.parametrize(
    "command",
    ["while :; do :; done", "yes", "sleep 60"],
    ids=["processor", "output", "clock"],
)
def test_it_ends_what_takes_too_much(command):
    with pytest.raises(LimitExceeded):
        shell(command, seconds=1)


@needs_bwrap
def test_it_cannot_fill_the_disk():
    with pytest.raises(ProgramFailed):
        shell("for n in 1 2 3 4 5; do head -c 60000000 /dev/zero > /tmp/$n || exit 1; done")


def test_nothing_runs_without_bwrap(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert not can_run()
    with pytest.raises((OSError, ProgramFailed)):
        shell("true")
