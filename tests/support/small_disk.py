"""A small disk of a test's own, to be filled or made read-only. Only root can make one."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Disk:
    """A file system in memory, mounted at a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ballast = folder / "ballast"

    def fill(self, leave: int) -> None:
        """Leave so many bytes."""
        size = os.statvfs(self.folder)
        with self.ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, size.f_bavail * size.f_frsize - leave)

    def empty(self) -> None:
        self.ballast.unlink()

    def remount(self, how: str) -> None:
        run("mount", "-o", f"remount,{how}", str(self.folder))


@contextmanager
def disk(megabytes: int) -> Iterator[Disk]:
    folder = tempfile.mkdtemp(prefix="casebook-disk.", dir="/tmp")
    os.chmod(folder, 0o755)
    run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder)
    try:
        yield Disk(Path(folder))
    finally:
        run("umount", "--lazy", folder)
        os.rmdir(folder)


def run(*command: str) -> None:
    subprocess.run(command, check=True)
