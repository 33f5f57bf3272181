"""The database's disk is full, or can only be read, below the real site."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from tests.support.import_desk import Desk, Unavailable
from tests.support.locked_database import readers
from tests.support.other_database import database
from tests.support.postgresql_cluster import Cluster
from tests.support.small_disk import Disk, disk

LEFT = 256 << 10  # bytes


@contextmanager
def small_disk() -> Iterator[tuple[Disk, Cluster | None]]:
    """This kind of database on a disk of its own."""
    if connection.vendor == "sqlite":
        with disk(64) as small, database(f"sqlite:///{small.folder}/site.sqlite3"):
            yield small, None
    else:
        with (
            disk(400) as small,
            Cluster(within=small.folder) as cluster,
            database(cluster.url),
        ):
            yield small, cluster


def filled(rows: int, times: int) -> list[set[int]]:
    """An import for which there is no room is not done, and done as soon as there is, by a site
    that was not started again; what readers were answered meanwhile."""
    answers = []
    with small_disk() as (small, cluster):
        desk = Desk(rows)
        with desk.site(LEAST_DISK_MB="1"):
            for _ in range(times):
                batch_import = desk.prepared()
                connection.close()
                small.fill(LEFT)
                with pytest.raises(Unavailable):
                    desk.apply(batch_import)
                answers.append(readers(desk))
                if cluster is None:  # else it is the server's own disk
                    with pytest.raises(Unavailable, match="disk"):
                        desk.ask("GET", "/readyz")
                small.empty()
                if cluster and not cluster.is_running():
                    cluster.start()  # as systemd does
                assert readers(desk) == {200}
                assert not desk.is_whole(batch_import)
                desk.finish(batch_import)
    return answers


@contextmanager
def only_read(small: Disk, cluster: Cluster | None) -> Iterator[None]:
    """A disk that a fault has made read-only. PostgreSQL keeps its files open, which keeps a disk
    writable: it is told to write nothing, and says so as it would on such a disk."""
    if cluster is None:
        connection.close()
        small.remount("ro")
        yield
        small.remount("rw")
        return
    with psycopg.connect(cluster.url, autocommit=True) as server:
        server.execute("ALTER DATABASE postgres SET default_transaction_read_only = on")
        yield
        server.execute("ALTER DATABASE postgres RESET default_transaction_read_only")


def read_only(rows: int) -> None:
    """Nothing is written, the site says so, and goes on by itself afterwards."""
    with small_disk() as (small, cluster):
        desk = Desk(rows)
        batch_import = desk.prepared()
        with desk.site(LEAST_DISK_MB="1"):
            assert readers(desk) == {200}
            with only_read(small, cluster):
                with pytest.raises(Unavailable) as refused:
                    desk.apply(batch_import)
                assert refused.value.args[0] == "10"
                # SQLite's write-ahead log wants to be written to even by who only reads.
                assert readers(desk) == ({200} if cluster else {503})
            connection.close()
            assert readers(desk) == {200}
            assert not desk.is_whole(batch_import)
            desk.finish(batch_import)
