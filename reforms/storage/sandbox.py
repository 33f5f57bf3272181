"""A program of others run on a hostile file: without network, with a read-only system and limits.

    data = run_sandboxed(["/usr/bin/soffice", …], file, seconds=60, megabytes=1000)

bubblewrap (bwrap) makes the sandbox of namespaces: the program sees /usr, its own settings and the
file, and writes into a folder in memory that ends with it. Where bwrap is missing or may make no
namespaces, as in most containers, nothing runs.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from threading import Timer
from typing import BinaryIO

from .limited_process import LimitExceeded, limit, one_at_a_time

LARGEST = 64 << 20  # bytes of a file that the program writes, and of its answer
KILLED = 128  # a shell adds the number of the signal
FOLDER = 256 << 20  # bytes of all files that it writes
INPUT = "/tmp/input"  # the file, as the program sees it
SHOWN = ("/usr", "/etc/libreoffice", "/etc/fonts", "/etc/ld.so.cache", "/etc/alternatives")
SANDBOX = (
    *("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"),
    *("--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib"),
    *("--symlink", "usr/lib64", "/lib64", "--proc", "/proc", "--dev", "/dev"),
    *("--size", str(FOLDER), "--tmpfs", "/tmp", "--chdir", "/tmp"),
    *("--setenv", "HOME", "/tmp", "--setenv", "PATH", "/usr/bin", "--setenv", "LANG", "C.UTF-8"),
)


class ProgramFailed(RuntimeError):
    """The program ended with an error; the message is what it wrote last."""


def can_run() -> bool:
    """Whether this host makes sandboxes for this process."""
    command = [*sandbox(), "/usr/bin/true"]
    try:
        return subprocess.run(command, capture_output=True, timeout=10).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def sandbox() -> list[str]:
    """The command line of bwrap, up to the program."""
    shown = (part for path in SHOWN for part in ("--ro-bind-try", path, path))
    read_only = (part for path in ("/", "/dev") for part in ("--remount-ro", path))
    return ["bwrap", *SANDBOX, *shown, *read_only]


def run_sandboxed(command: Sequence[str], file: BinaryIO, *, seconds: int, megabytes: int) -> bytes:
    """What a program writes to its output, given a file as /tmp/input.

    Raises ProgramFailed, LimitExceeded, or OSError where bwrap is missing. `seconds` are of
    processor time, of the clock three times as many; `megabytes` of address space.
    """
    file.seek(0)
    source = file.fileno()
    limited = [sys.executable, "-m", __name__, str(seconds), str(megabytes)]
    command = [*limited, *sandbox(), "--file", str(source), INPUT, *command]
    with one_at_a_time(), tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            pass_fds=[source],
        )
        deadline = Timer(3 * seconds, process.kill)
        deadline.start()
        try:
            data = process.stdout.read(LARGEST + 1) if process.stdout else b""
            if len(data) > LARGEST:
                process.kill()
            process.wait()
        finally:
            deadline.cancel()
            process.kill()
            process.communicate()
        check_end(process.returncode, data, errors)
    return data


def check_end(code: int, data: bytes, errors: BinaryIO) -> None:
    """Raise what a program's end means."""
    was_killed = code < 0 or code > KILLED
    if was_killed or len(data) > LARGEST:
        raise LimitExceeded(f"ended with {code} after {len(data)} bytes")
    if code:
        errors.seek(0)
        raise ProgramFailed(errors.read(LARGEST)[-500:].decode("utf-8", "replace"))


def main(seconds: str, megabytes: str, *command: str) -> None:
    """The process: take the limits, then become the program."""
    limit(int(seconds), int(megabytes) << 20, LARGEST)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
