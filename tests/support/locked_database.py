"""A database that another program holds locked, below the real site."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.support.gunicorn_site import database_url
from tests.support.import_desk import Desk, Unavailable

READERS = 20


@contextmanager
def held() -> Iterator[None]:
    """On PostgreSQL nobody can even read the cases; SQLite's readers never wait."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        statement = "BEGIN IMMEDIATE"
    else:
        other = psycopg.connect(make_conninfo(database_url()))
        statement = "LOCK reforms_case, reforms_revision IN ACCESS EXCLUSIVE MODE"
    with closing(other):
        try:
            other.execute(statement)
        except psycopg.errors.DeadlockDetected:  # with a thread of the site that read both just now
            other.rollback()
            other.execute(statement)
        yield


def impatient() -> dict[str, str]:
    """Settings of a site that waits for a second at most."""
    url = database_url()
    return {"QUERY_SECONDS": "1", "DATABASE_URL": f"{url}?timeout=1" if "sqlite" in url else url}


def given_up(rows: int) -> None:
    """A site that waits too long says so, has done nothing, and goes on by itself."""
    desk = Desk(rows)
    batch_import = desk.prepared()
    with desk.site(**impatient()):
        with held():
            with pytest.raises(Unavailable) as refused:
                desk.apply(batch_import)
            assert refused.value.args[0] == "10"
            assert desk.ask("GET", "/healthz")[0] == 200
            assert readers(desk) == {503} if connection.vendor == "postgresql" else {200}
        assert readers(desk) == {200}
        assert not desk.is_whole(batch_import)
        desk.finish(batch_import)


def readers(desk: Desk) -> set[int]:
    """What readers that come at once are answered."""
    with ThreadPoolExecutor(READERS) as pool:
        return set(pool.map(lambda _number: status(desk), range(READERS)))


def status(desk: Desk) -> int:
    try:
        return desk.ask("GET", "/cases/")[0]
    except Unavailable as refused:
        return 503 if refused.args[0] == "10" else 0
