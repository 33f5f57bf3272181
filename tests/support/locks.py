"""Threads that meet at a lock of the database."""

import time
from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection

ON_POSTGRESQL = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer, which locks all"
)


def in_thread(work: Callable[[], object], errors: list[BaseException]) -> Thread:
    def run() -> None:
        try:
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def wait_until_somebody_waits(count: int = 1) -> None:
    """Until so many connections of this database wait for a lock."""
    # Other processes of the run have databases of their own in the same server.
    waiting = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_stat_clear_snapshot()"
            )  # else as the transaction first saw it
            cursor.execute(waiting)
            if cursor.fetchone() >= (count,):
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")
