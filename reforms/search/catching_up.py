"""Keeps the index at the current revision: from the record, never from a request.

Published cases alone are in the index. What changed is known by the revision of the cases; the
texts are read after the mark is taken, so they may be newer than it, and are then in the changes
that searches look into.
"""

import logging
import time
from collections.abc import Callable, Iterator
from threading import Thread

from django.db import DatabaseError, connection, transaction

from ..models import Case, Revision, recording
from ..storage.databases import with_pauses
from . import engine
from .index_folder import IndexFolder, index_folder
from .mark import Mark, last_erasure
from .texts import published_texts, stale_texts, store_texts, tiers

PAUSE = 0.5  # seconds between two looks at the revision
AFTER_FAILURE = 10  # seconds until what failed is tried again
READ = 1000  # texts read at once
Show = Callable[[int, int], object]  # done, total

log = logging.getLogger(__name__)


def start() -> None:
    """Keep the index current in a thread of this process, until it ends. Call it after a fork."""
    Thread(target=keep_current, name="search-index", daemon=True).start()


def keep_current() -> None:
    """Catch up for ever; a database or a disk that fails is tried again."""
    while True:
        time.sleep(PAUSE if caught_up() else AFTER_FAILURE)


def caught_up() -> bool:
    """Whether catch_up() did what it should; else the log says why."""
    try:
        catch_up()
    except (DatabaseError, OSError, ValueError) as error:
        # As text: the error would hold the writer, and with it the lock of the index.
        log.warning("the search index cannot be kept current now: %s", str(error))
        connection.close()
        return False
    except BaseException as error:
        # A panic of Tantivy is no Exception; it must not end the thread.
        if type(error).__name__ != "PanicException":
            raise
        log.exception("the search index failed")
        return False
    return True


def catch_up() -> None:
    """Bring the index to the current revision, unless another process is doing so.

    Rebuilds it where it is missing, damaged, of other code, unknown to the database, or older
    than the last erasure. Raises OSError or ValueError if that can't be done.
    """
    folder, revision = index_folder(), Revision.current()
    folder.open()
    if not revision.number or state(folder, revision) == "current":
        return
    with folder.writing() as is_ours:
        if is_ours:
            write_changes(folder)


def write_changes(folder: IndexFolder) -> None:
    """Write what the index lacks; the lock of the folder is held."""
    folder.open()  # another process may have replaced it
    match state(folder, Revision.current()):
        case "unusable":
            rebuild(folder)
            if state(folder, Revision.current()) == "unusable":
                raise ValueError("a new index cannot be read")
        case "behind":
            add_changes(folder)


def state(folder: IndexFolder, revision: Revision) -> str:
    """How the index stands to a revision: current, behind or unusable."""
    mark = Mark.of(folder.reader())
    if not mark or not mark.is_known(revision) or mark.erasure < last_erasure():
        return "unusable"
    return "current" if mark.revision == revision.number else "behind"


def add_changes(folder: IndexFolder) -> None:
    """Write the cases that changed since the mark, in one commit."""
    old = Mark.of(folder.reader())
    if old is None or folder.index is None:
        return
    mark = Mark.now(old.erasure)
    changed = Case.objects.known_to_public().filter(revision__gt=old.revision)
    gone = list(changed.values_list("pk", flat=True))
    texts = published_texts().filter(case__revision__gt=old.revision)
    rows = texts.values_list("case_id", "title", "summary", "rest")
    documents = (engine.document(key, texts) for key, *texts in rows.iterator(READ))
    engine.write(folder.index, documents, mark.as_text(), gone)


def rebuild(folder: IndexFolder, show: Show = lambda _done, _total: None) -> None:
    """Make the index from scratch; the lock of the folder is held."""
    if refold(show):
        with transaction.atomic(), recording():
            Revision.next()  # cached pages may show matches of the old folds
    mark, started = Mark.now(), time.monotonic()
    with folder.replacing() as index:
        writer = index.writer(2 * engine.HEAP, 2)
        total = published_texts().count()
        for done, (key, *texts) in enumerate(all_texts(), 1):
            writer.add_document(engine.document(key, texts))
            if done % READ == 0 or done == total:
                passed = time.monotonic() - started
                folder.show_progress(done, total, passed / done * (total - done))
                show(done, total)
        engine.commit(writer, mark.as_text())
    folder.open()


def all_texts() -> Iterator[tuple[int, str, str, str]]:
    """The texts of all published cases, in blocks by key: no read lasts for the whole rebuild."""
    last = 0
    rows = published_texts().order_by("case_id").values_list("case_id", "title", "summary", "rest")
    while block := list(rows.filter(case_id__gt=last)[:READ]):
        yield from block
        last = block[-1][0]


def refold(show: Show = lambda _done, _total: None) -> int:
    """Fold again the texts that other code folded; returns how many. May be stopped at any time."""
    keys = list(stale_texts().order_by("pk").values_list("pk", flat=True))
    keys += Case.objects.filter(text=None).order_by("pk").values_list("pk", flat=True)
    blocks = [keys[start : start + READ] for start in range(0, len(keys), READ)]
    for number, block in enumerate(with_pauses(blocks), 1):
        fold_texts(block)
        show(min(number * READ, len(keys)), len(keys))
    return len(keys)


@transaction.atomic
def fold_texts(keys: list[int]) -> None:
    """Fold the texts of cases as they are stored now; locks the cases first."""
    list(Case.objects.select_for_update().filter(pk__in=keys).values_list("pk"))
    cases = Case.objects.with_relations().filter(pk__in=keys)
    with recording():
        store_texts([(case.pk, tiers(case.texts())) for case in cases])
