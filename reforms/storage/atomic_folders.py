"""Folders and files that are whole or not there, whenever the process that makes them is killed."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

UNFINISHED = ".unfinished-"


@contextmanager
def made_whole(folder: Path) -> Iterator[Path]:
    """A new folder to fill. It takes its name when the block ends and all is on the disk.

    Raises FileExistsError where the name is taken.
    """
    with for_now(folder.parent) as unfinished:
        if folder.exists():
            raise FileExistsError(folder)
        yield unfinished
        for path in [*unfinished.iterdir(), unfinished]:
            flush(path)
        unfinished.rename(folder)
        flush(folder.parent)


@contextmanager
def for_now(parent: Path) -> Iterator[Path]:
    """A new folder in another one, which goes when the block ends.

    One process at a time has one, the others wait; what killed ones left goes.
    """
    parent.mkdir(parents=True, exist_ok=True)
    with locked(parent):
        for left in parent.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)  # another account's must not stop this one
        unfinished = Path(mkdtemp(prefix=UNFINISHED, dir=parent))
        try:
            yield unfinished
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Until the block, or the process, ends."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def replace_text(path: Path, text: str) -> None:
    """Write a file anew. Where there is no room for it, or the process is killed, the old stays."""
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, encoding="utf-8")
    flush(new)
    new.replace(path)


def flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
