"""What files still hold after an erasure, and cleaning them: the database's, the index, backups.

The database has a mark for each store from the transaction that erases, so that whoever is killed
between row and file leaves word of it.
"""

import logging
import time
import uuid
from contextlib import suppress
from pathlib import Path
from threading import Thread

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection

from .. import search
from ..models import Erasure, PendingCleaning
from ..storage import backups, databases
from ..storage.locked_folder import LockedFolder
from . import proxy_cache

Store = PendingCleaning.Store
BACKUPS: Path = settings.VAR_DIR / "backups"
PAUSE, LONGEST_PAUSE = 15, 240  # seconds between two looks for what is unfinished
WORK = LockedFolder(settings.VAR_DIR / "cleaning", "cleaning after an erasure")
# Keys of cleanings after whose erasure this process has compacted: only the log is left to empty.
compacted: set[uuid.UUID] = set()

log = logging.getLogger(__name__)


def mark_unfinished(erasure: Erasure) -> None:
    """Note which files have to be cleaned; in the transaction that erases."""
    stores = [Store.DATABASE, *([Store.PROXY] if proxy_cache.is_there() else [])]
    PendingCleaning.objects.bulk_create(
        PendingCleaning(store=store, erasure=erasure) for store in stores
    )


def unfinished() -> list[str]:
    """The stores that hold something erased still, as PendingCleaning.Store has them."""
    if not Erasure.last_key():
        return []
    stores = set(PendingCleaning.objects.values_list("store", flat=True))
    if search.holds_erased():
        stores.add(Store.INDEX)
    if backups.from_before_erasure(BACKUPS):
        stores.add(Store.BACKUPS)
    return [store for store in Store if store in stores]


def finish(even_if_clean: bool = False) -> bool:
    """Clean what can be cleaned now; returns whether the database's files are clean."""
    finish_proxy()
    pending = PendingCleaning.objects.filter(store=Store.DATABASE)
    keys = set(pending.values_list("pk", flat=True))
    if not keys and not even_if_clean:
        return True
    is_clean = clean_database(keys, even_if_clean)
    if is_clean:
        pending.filter(pk__in=keys).delete()
        compacted.difference_update(keys)
    return is_clean


def finish_proxy() -> None:
    """Ask for what is not asked for yet; take note of what was done."""
    pending = PendingCleaning.objects.filter(store=Store.PROXY)
    keys = {str(key) for key in pending.values_list("pk", flat=True)}
    if not keys or not proxy_cache.is_there():
        return
    emptied = keys & proxy_cache.emptied()
    pending.filter(pk__in=emptied).delete()
    try:
        proxy_cache.ask(keys - emptied)
    except OSError as error:
        log.warning("the proxy cannot be asked to empty its cache: %s", error)


def clean_database(keys: set[uuid.UUID], even_if_clean: bool) -> bool:
    """Overwrite deleted rows in the database's files; False where other connections prevent it."""
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    try:
        if even_if_clean or not keys <= compacted:
            databases.compact(tables)
            compacted.update(keys)
        return databases.empty_log()
    except OperationalError:  # somebody writes for longer than we wait
        return False


def start() -> None:
    """Finish what is unfinished in a thread of this process, until it ends. Call after a fork."""
    Thread(target=keep_finishing, name="erasure", daemon=True).start()


def keep_finishing() -> None:
    pause = PAUSE
    while True:
        time.sleep(pause)
        pause = PAUSE if is_finished() else min(2 * pause, LONGEST_PAUSE)
        with suppress(DatabaseError):
            connection.close()


def is_finished() -> bool:
    """Finish what is unfinished unless another process is at it; returns whether nothing is left
    for this one."""
    try:
        if not PendingCleaning.objects.exists():
            return True
        with WORK.writing() as is_ours:
            return finish() if is_ours else True
    except (DatabaseError, OSError) as error:  # also on a copy that takes no writes
        log.warning("an erasure cannot be finished now: %s", type(error).__name__)
        return False
