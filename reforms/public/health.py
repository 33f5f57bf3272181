"""Whether the process answers, and whether it can serve readers."""

import logging
import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from .. import erasure
from ..history import line_renewal
from ..search import status
from ..storage.databases import data_folders

logger = logging.getLogger(__name__)


def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process answers; asks no database."""
    return plain_answer("ok", 200)


def readyz(request: HttpRequest) -> HttpResponse:
    """Whether it can serve readers: 200, or 503 with what is wrong, one fault a line.

    How far the search index and the stored lines are, and what an erasure has not finished, follow
    on lines of their own: readers can be served without.
    """
    try:
        faults = [fault for fault, has_fault in FAULTS.items() if has_fault()]
        notes = [] if faults else unfinished_work()
    except DatabaseError as error:
        # The log has the message, which names host and port.
        logger.error("database: %s", type(error).__name__, exc_info=error)
        faults, notes = ["database: cannot be reached or read; see the log"], []
    return plain_answer("\n".join([*(faults or ["ok"]), *notes]), 503 if faults else 200)


def has_unapplied_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def unfinished_work() -> list[str]:
    """A line about the search index, and one about what else is going on."""
    return [status.in_words(), *line_renewal.in_words(), *unfinished_erasure()]


def unfinished_erasure() -> list[str]:
    """A line that names where something erased is still to be cleaned away; none where nothing."""
    stores = erasure.unfinished()
    return [f"erasure: unfinished, to be cleaned: {', '.join(stores)}"] if stores else []


def has_little_disk() -> bool:
    folders = [settings.BASE_DIR, *data_folders()]
    return min(shutil.disk_usage(folder).free for folder in folders) < settings.LEAST_DISK_MB << 20


FAULTS = {
    "migrations: not all are applied; run manage.py migrate": has_unapplied_migrations,
    "disk: hardly any room is left": has_little_disk,
}


def plain_answer(text: str, status: int) -> HttpResponse:
    response = HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
