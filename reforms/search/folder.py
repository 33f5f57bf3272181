"""The folder of the index: opened, checked, replaced as a whole. One for each database server.

    current     the name of the folder in use
    <name>/     an index of Tantivy
    progress    how far a rebuild is, and
    lock        held by the process that writes: see LockedFolder

What is missing, cut off or damaged counts as missing. Knows no database.
"""

import json
import logging
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from threading import Lock
from uuid import uuid4

import tantivy
from django.conf import settings

from ..storage.atomic_folders import flush, replace_text
from ..storage.locked_folder import LockedFolder
from . import engine

ATTEMPTS = 3  # at checking an index that another process writes
CHUNK = 8 << 20  # bytes checked at once
FOOTER_MAGIC = 1337  # of Tantivy: the last 4 bytes of a file, after the length of its footer

log = logging.getLogger(__name__)


@lru_cache
def index_folder() -> "IndexFolder":
    """The index folder of this site."""
    return IndexFolder(Path(settings.SEARCH_FOLDER))


class IndexFolder(LockedFolder):
    """An index folder. Threads may share it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "search index")
        self.lock = Lock()
        self.name = ""  # of the folder that is open or, if it can't be used, was tried last
        self.index: tantivy.Index | None = None

    def open(self, again: bool = False) -> None:
        """Open the folder in use if it is not open, or `again` if it could not be used.

        Reads all of it, so no request does this.
        """
        name = self.current()
        if name != self.name or (again and self.index is None):
            index = opened(self.path / name) if name else None
            with self.lock:
                self.name, self.index = name, index

    def reader(self) -> engine.Reader | None:
        """What was committed last to the open folder; None while none can be trusted."""
        with self.lock:
            if self.index is None:
                return None
            with suppress(OSError, ValueError):  # then as it was: its mark says how far that is
                self.index.reload()
            return engine.Reader(self.index)

    def current(self) -> str:
        """The name of the folder in use; empty if there is none."""
        try:
            return (self.path / "current").read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    @contextmanager
    def replacing(self) -> Iterator[tantivy.Index]:
        """Give a new index, and put it in place of the old one when the block ends.

        Only inside of writing(). Processes that have the old one open keep it until they open anew.
        """
        self.clear()
        new = self.path / uuid4().hex
        new.mkdir()
        try:
            yield tantivy.Index(engine.schema(), str(new))
            for path in [*new.iterdir(), new]:
                flush(path)
            replace_text(self.path / "current", new.name)
            flush(self.path)
        finally:
            self.clear()

    def leftovers(self) -> list[Path]:
        """What a rebuild needs only while it lasts, or what a killed one left."""
        kept = {"current", "lock", self.current()}
        with suppress(OSError):
            return [path for path in self.path.iterdir() if path.name not in kept]
        return []

    def clear(self) -> None:
        """Remove the leftovers; the lock of the writer is held."""
        for path in self.leftovers():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def opened(path: Path) -> tantivy.Index | None:
    """The index in a folder; None if it is not whole or not writable."""
    try:
        check(path)
        index = tantivy.Index.open(str(path))
        index.config_reader("manual")  # or it would change under the searches of one revision
        return index
    except (OSError, ValueError, KeyError) as error:
        log.warning("the search index in %s cannot be used: %s", path, error)
        return None


def check(path: Path) -> None:
    """Raise OSError or ValueError unless every file of an index has the checksum in its footer.

    Tantivy itself looks only at lengths when it opens an index: a flipped bit gives wrong hits.
    """
    for attempt in range(ATTEMPTS):
        try:
            for file in files_in_use(path):
                check_file(file)
            return
        except FileNotFoundError:  # a writer may have merged it away meanwhile
            if attempt + 1 == ATTEMPTS:
                raise


def files_in_use(path: Path) -> list[Path]:
    """The files of the segments that the last commit names."""
    segments = json.loads((path / "meta.json").read_text(encoding="utf-8"))["segments"]
    names = {segment["segment_id"].replace("-", "") for segment in segments}
    return [file for file in path.iterdir() if file.name.split(".")[0] in names]


def check_file(file: Path) -> None:
    """A file of Tantivy ends with a footer in JSON, its length and a magic number."""
    with file.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as content:
        length = int.from_bytes(content[-8:-4], "little")
        end = len(content) - 8 - length
        if int.from_bytes(content[-4:], "little") != FOOTER_MAGIC or end < 0:
            raise ValueError(f"{file.name} is cut off")
        checksum = 0
        for start in range(0, end, CHUNK):
            checksum = zlib.crc32(content[start : min(start + CHUNK, end)], checksum)
        if checksum != json.loads(content[end : end + length])["crc"]:
            raise ValueError(f"{file.name} is damaged")
