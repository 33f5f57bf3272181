"""Folders and files that are complete or absent, whenever the process that writes them is killed.

Knows no database. POSIX only: it relies on rename, fsync and flock.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

UNFINISHED = ".unfinished-"  # prefix of the names of temporary folders


@contextmanager
def atomic_folder(folder: Path) -> Iterator[Path]:
    """Give a temporary folder to fill, and rename it to `folder` when the block ends.

    The caller has the parent for itself, by exclusive(). Files are flushed to the disk before the
    rename. If the block raises, nothing is left. Raises FileExistsError if `folder` exists.
    """
    with unfinished_folder(folder.parent) as unfinished:
        if folder.exists():
            raise FileExistsError(folder)
        yield unfinished
        for path in [*unfinished.iterdir(), unfinished]:
            flush(path)
        unfinished.rename(folder)
        flush(folder.parent)


@contextmanager
def temporary_folder(parent: Path) -> Iterator[Path]:
    """Give a new folder in `parent`, and remove it when the block ends; others wait for it."""
    with exclusive(parent), unfinished_folder(parent) as unfinished:
        yield unfinished


@contextmanager
def unfinished_folder(parent: Path) -> Iterator[Path]:
    """Give a new folder in `parent`, and remove it when the block ends."""
    unfinished = Path(mkdtemp(prefix=UNFINISHED, dir=parent))
    try:
        yield unfinished
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


@contextmanager
def exclusive(parent: Path) -> Iterator[None]:
    """Make a folder, and be the only process that works in it until the block ends.

    Others wait. Removes what killed processes left behind.
    """
    parent.mkdir(parents=True, exist_ok=True)
    with locked(parent):
        for leftover in parent.glob(f"{UNFINISHED}*"):
            # Another account's folder can't be removed, and must not stop this process.
            shutil.rmtree(leftover, ignore_errors=True)
        yield


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold an exclusive lock on a folder until the block or the process ends."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def replace_text(path: Path, text: str) -> None:
    """Replace a file's content atomically, in UTF-8.

    The old content stays if the disk is full or the process is killed.
    """
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, encoding="utf-8")
    flush(new)
    new.replace(path)


def flush(path: Path) -> None:
    """Wait until a file's content, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
