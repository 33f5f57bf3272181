"""A folder in which one process at a time writes, and tells the others how far it is.

    progress    in JSON: done, in all, seconds left
    lock        held by the process that writes

Knows no database.
"""

import fcntl
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

from .atomic_folders import replace_text

LOG_EVERY = 10  # seconds between two lines in the log; shorter work is not mentioned

log = logging.getLogger(__name__)


class LockedFolder:
    """Threads may share it. `name` is for the log."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.work = name
        self.log_at = 0.0

    @contextmanager
    def writing(self, wait: bool = False) -> Iterator[bool]:
        """Hold the lock of the writer; gives False if another process has it.

        Raises OSError if the folder can't be written.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            self.log_at = monotonic() + LOG_EVERY
            yield True

    def show_progress(self, done: int, total: int, seconds: float) -> None:
        """Record how far the work is: done, in all, seconds left; now and then in the log."""
        text = json.dumps({"done": done, "total": total, "seconds": seconds})
        replace_text(self.path / "progress", text)
        if monotonic() >= self.log_at:
            self.log_at = monotonic() + LOG_EVERY
            log.info("%s: %d of %d, about %d s left", self.work, done, total, seconds)

    def progress(self) -> dict[str, float] | None:
        """What show_progress recorded; None if no process is at work."""
        with suppress(OSError, ValueError):
            progress = json.loads((self.path / "progress").read_text(encoding="utf-8"))
            return dict(progress) if self.is_busy() else None
        return None

    def is_busy(self) -> bool:
        """Whether a process is at work."""
        if not (self.path / "lock").exists():
            return False
        with suppress(OSError), self.writing() as is_free:
            return not is_free
        return False
