"""A function run in a process of its own, with limits of memory and time: for hostile files.

    for value in stream_limited(read_rows, file, "Sheet1", seconds=60, megabytes=1024): ...
    value = run_limited(read_document, file, seconds=20, megabytes=512)

The function is one of a module, so that the process can import it. Its arguments are plain values
and open files; its results must be values of JSON, because what comes out of a process that has
read a hostile file is not to be unpickled. A ValidationError of the function is raised here again.

One process at a time works on a host, the others wait. It is a new process, not a fork: a fork
would copy the locks of the server's threads in whatever state they are.
"""

import fcntl
import importlib
import io
import json
import os
import pickle
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import IO, Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation

LARGEST_RESULT = 16 << 20  # bytes of one value
NICE = 19  # pages come first


class LimitExceeded(RuntimeError):
    """The process used more time or memory than it may, or died of what it read."""


def run_limited(function: Callable[..., Any], *arguments: Any, seconds: int, megabytes: int) -> Any:
    """What the function returns; raises ValidationError as it does, or LimitExceeded."""
    [value] = stream_limited(only, function, *arguments, seconds=seconds, megabytes=megabytes)
    return value


def only(function: Callable[..., Any], *arguments: Any) -> Iterator[Any]:
    """The result of a function as a stream of one."""
    yield function(*arguments)


def stream_limited(
    function: Callable[..., Iterator[Any]], *arguments: Any, seconds: int, megabytes: int
) -> Iterator[Any]:
    """What the function yields; raises ValidationError as it does, or LimitExceeded.

    `seconds` are of processor time; of the clock it has three times as many, from when its turn
    comes. `megabytes` are of address space, of which Python and Django take 300.
    """
    with one_at_a_time(), tempfile.TemporaryFile() as call:
        files = pickle_call(call, function, arguments)
        command = [sys.executable, "-m", __name__, str(seconds), str(megabytes)]
        command += [settings.SETTINGS_MODULE, translation.get_language() or "", *map(str, files)]
        process = subprocess.Popen(
            command,
            stdin=call,
            stdout=subprocess.PIPE,
            pass_fds=files,
            cwd=settings.BASE_DIR,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},  # each reserves address space
            start_new_session=True,
        )
        deadline = Timer(3 * seconds, process.kill)
        deadline.start()
        try:
            yield from results(process)
        finally:
            deadline.cancel()
            process.kill()
            process.communicate()


def results(process: "subprocess.Popen[bytes]") -> Iterator[Any]:
    """The values that a process writes, until it says that it is done."""
    output: IO[bytes] | None = process.stdout
    while output and (line := output.readline(LARGEST_RESULT)):
        try:
            kind, value = json.loads(line)
        except ValueError:  # cut off
            break
        if kind == "refused":
            raise ValidationError(value)
        if kind == "done":
            return
        yield value
    raise LimitExceeded(f"ended with {process.wait()}")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until no other process of this host reads a file. The lock ends with its holder."""
    with lock_file().open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def lock_file() -> Path:
    settings.VAR_DIR.mkdir(mode=0o700, exist_ok=True)
    return settings.VAR_DIR / "limited.lock"


class Pickler(pickle.Pickler):
    """Pickles open files by their descriptors, which the process inherits."""

    def __init__(self, file: IO[bytes], files: list[int]) -> None:
        super().__init__(file)
        self.files = files

    def persistent_id(self, value: Any) -> int | None:
        if not isinstance(value, io.IOBase):
            return None
        value.seek(0)
        self.files.append(value.fileno())
        return value.fileno()


class Unpickler(pickle.Unpickler):
    """Opens the files of a call again."""

    def persistent_load(self, descriptor: Any) -> BinaryIO:
        return os.fdopen(descriptor, "rb")


def pickle_call(file: IO[bytes], function: Callable[..., Any], arguments: Any) -> list[int]:
    """Write a call to a file; returns the descriptors of the files among its arguments."""
    files: list[int] = []
    Pickler(file, files).dump((function, arguments))
    file.seek(0)
    return files


def main(seconds: str, megabytes: str, module: str, language: str) -> None:
    """The process: take the limits, then the call, and write what it yields."""
    limit(int(seconds), int(megabytes) << 20)
    os.environ["DJANGO_SETTINGS_MODULE"] = module
    importlib.import_module("django").setup()
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that prints may pass for a result
    with translation.override(language or None):
        function, arguments = Unpickler(sys.stdin.buffer).load()
        try:
            for value in function(*arguments):
                write(output, "value", value)
            write(output, "done", None)
        except ValidationError as error:
            write(output, "refused", error.messages)


def limit(seconds: int, size: int, largest_file: int = 1 << 16) -> None:
    """Take the limits of this process, for good; its results go to a pipe, not to a file."""
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    # Twice: SIGXCPU ends it at the first, SIGKILL at the second in any case.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    signal.alarm(3 * seconds)  # though its parent be gone


def write(output: IO[bytes], kind: str, value: Any) -> None:
    output.write(json.dumps([kind, value], ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    output.flush()


if __name__ == "__main__":
    main(*sys.argv[1:5])
