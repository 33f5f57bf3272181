"""Keeps the index at the current revision: from the record, never from a request.

Published cases alone are in the index. What changed is known by the revision of the cases.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Thread

import tantivy
from django.db import connection, transaction
from django.db.models import QuerySet

from ..models import Case, CaseText, Erasure, Revision, recording
from ..storage.databases import consistent_read, with_pauses
from . import engine
from .finding import NOT_PUBLISHED
from .folder import IndexFolder, index_folder
from .mark import CODE, Mark
from .texts import MADE_WITH, published_texts, stale_texts, store_texts, tiers

PAUSE = 0.5  # seconds between two looks at the revision
AFTER_FAILURE = 10  # seconds until what failed is tried again
READ = 1000  # texts read at once
MANY = 10_000  # changed cases; with more, if they are a third of all, the index is made anew
STARTED = time.time()
Show = Callable[[int, int], object]  # done, total

log = logging.getLogger(__name__)


def start() -> None:
    """Keep the index current in a thread of this process, until it ends. Call it after a fork."""
    Thread(target=keep_current, name="search-index", daemon=True).start()


def keep_current() -> None:
    """Catch up for ever; what fails is tried again."""
    while True:
        time.sleep(PAUSE if try_to_catch_up() else AFTER_FAILURE)


def try_to_catch_up() -> bool:
    """Catch up; on a failure log it and return False."""
    try:
        catch_up()
    except Exception as error:
        # As text: the error would hold the writer, and with it the lock of the index.
        log.warning("the search index cannot be kept current now: %s", repr(error))
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a panic of Tantivy is no Exception
            raise
        log.warning("the search index failed: %s", str(error))
    else:
        return True
    with suppress(Exception):
        connection.close()
    return False


def catch_up() -> None:
    """Bring the index to the current revision, unless another process is doing so.

    Rebuilds it where it is missing, damaged, of other code, unknown to the database, or older
    than the last erasure. Raises OSError or ValueError if that can't be done.
    """
    folder, revision = index_folder(), Revision.current()
    folder.open()
    if not revision.number:
        refold(stale_texts())
    elif state(folder, revision) != "current" or folder.leftovers():
        with folder.writing() as is_ours:
            if is_ours:
                folder.clear()
                write_changes(folder)


def state(folder: IndexFolder, revision: Revision) -> str:
    """How the index stands to a revision: current, behind, foreign or unusable.

    Foreign: another release made it after this process began, which will soon end.
    """
    mark = Mark.of(folder.reader())
    if mark and mark.code != CODE and mark.built_at > STARTED:
        return "foreign"
    if not mark or not mark.is_known(revision) or mark.erasure < Erasure.last_key():
        return "unusable"
    return "current" if mark.revision == revision.number else "behind"


def write_changes(folder: IndexFolder) -> None:
    """Write what the index lacks; the lock of the folder is held."""
    folder.open(again=True)  # nobody writes now, so that it is whole or damaged
    match state(folder, Revision.current()):
        case "behind":
            follow(folder)
        case "unusable":
            rebuild(folder)
            if state(folder, Revision.current()) == "unusable":
                raise ValueError("a new index cannot be read")


def follow(folder: IndexFolder) -> None:
    """Bring an index that is behind to the current revision."""
    mark = Mark.of(folder.reader())
    if mark is None or folder.index is None:
        return
    changed = Case.objects.filter(revision__gt=mark.revision).count()
    if changed > MANY and 3 * changed > Case.objects.published().count():
        rebuild(folder)
        return
    refold(stale_texts().filter(case__revision__gt=mark.revision))
    refold(stale_texts().filter(case__status__in=NOT_PUBLISHED))
    add_changes(folder.index, mark)


def add_changes(index: tantivy.Index, old: Mark) -> None:
    """Write the cases that changed since a mark, in one commit.

    In one consistent read, so that the documents are those of the new mark, each once.
    """
    with consistent_read():
        mark = Mark.now(old)
        gone = Case.objects.filter(revision__gt=old.revision).values_list("pk", flat=True)
        texts = published_texts().filter(case__revision__gt=old.revision)
        if texts.exclude(made_with=MADE_WITH).exists():
            return  # folded by an older release just now: the next pass folds them again
        rows = texts.values_list("case_id", "title", "summary", "rest").iterator(READ)
        documents = (engine.document(key, texts) for key, *texts in rows)
        engine.write(index, documents, mark.as_text(), list(gone))


def rebuild(folder: IndexFolder, show: Show = lambda _done, _total: None) -> None:
    """Make the index from scratch; the lock of the folder is held."""

    def show_all(done: int, total: int) -> None:
        seconds = (time.monotonic() - started) / max(done, 1) * (total - done)
        folder.show_progress(done, total, seconds)
        show(done, total)

    folder.path.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    refold(stale_texts(), show_all)
    refold_missing()
    started = time.monotonic()
    with folder.replacing() as index:
        mark = Mark.now()
        write_all(index, mark, show_all)
        add_changes(index, mark)  # what was read later than the mark may be newer
    folder.open()


def write_all(index: tantivy.Index, mark: Mark, show: Show) -> None:
    """Write the texts of all published cases in one commit; with both cores."""
    writer = index.writer(2 * engine.HEAP, 2)
    total = published_texts().count()
    for done, (key, *texts) in enumerate(all_texts(), 1):
        writer.add_document(engine.document(key, texts))
        if done % READ == 0 or done == total:
            show(done, total)
    engine.commit(writer, mark.as_text())


def all_texts() -> Iterator[tuple[int, str, str, str]]:
    """The texts of all published cases, in blocks by key: no read lasts for the whole rebuild."""
    last = 0
    rows = published_texts().order_by("case_id").values_list("case_id", "title", "summary", "rest")
    while block := list(rows.filter(case_id__gt=last)[:READ]):
        yield from block
        last = block[-1][0]


def refold(texts: QuerySet[CaseText], show: Show = lambda _done, _total: None) -> None:
    """Fold texts again that other code folded. May be stopped at any time."""
    fold_blocks(list(texts.order_by("pk").values_list("pk", flat=True)), show)


def refold_missing() -> None:
    """Fold the texts of cases that have none stored, as after a restore of an old backup."""
    fold_blocks(list(Case.objects.filter(text=None).order_by("pk").values_list("pk", flat=True)))


def fold_blocks(keys: list[int], show: Show = lambda _done, _total: None) -> None:
    """Fold the texts of many cases, in transactions that are each short."""
    blocks = [keys[start : start + READ] for start in range(0, len(keys), READ)]
    for number, block in enumerate(with_pauses(blocks), 1):
        fold_texts(block)
        show(min(number * READ, len(keys)), len(keys))


@transaction.atomic
def fold_texts(keys: list[int]) -> None:
    """Fold the texts of cases as they are stored now; locks the cases first."""
    list(Case.objects.select_for_update().filter(pk__in=keys).values_list("pk"))
    cases = Case.objects.with_relations().filter(pk__in=keys)
    with recording():
        store_texts([(case.pk, tiers(case.texts())) for case in cases])
