"""PostgreSQL itself is stopped without warning below a site that goes on running."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle

import psutil
import pytest
from django.db import connection

from reforms import importing
from reforms.models import Revision
from tests.support.import_desk import Desk, Unavailable, meanwhile, texts_equal_data
from tests.support.killed_processes import PATIENCE, killed
from tests.support.killed_publishing import batches_of_drafts, is_public
from tests.support.other_database import database
from tests.support.postgresql_cluster import Cluster

SECONDS = "10"  # after which a reader may come again


@contextmanager
def site_and_server(rows: int) -> Iterator[tuple[Desk, Cluster]]:
    """A site on a server of its own, which keeps what it has acknowledged (fsync is on)."""
    with Cluster() as cluster, database(cluster.url):
        desk = Desk(rows)
        with desk.site():
            yield desk, cluster


def crash(desk: Desk, stop: Callable[[], None], cluster: Cluster) -> None:
    """Stop the server, see what the site says meanwhile, start the server again."""
    stop()
    for page in ("/cases/", "/en/", "/admin/", "/cases.csv"):
        with pytest.raises(Unavailable) as refused:
            desk.ask("GET", page)
        assert refused.value.args[0] == SECONDS
    with pytest.raises(Unavailable, match="database"):
        desk.ask("GET", "/readyz")
    assert desk.ask("GET", "/healthz")[0] == 200
    cluster.start()
    connection.close()
    # By itself, at the first question.
    assert desk.ask("GET", "/cases/")[0] == 200


def crashed_command(work: Callable[..., list[bool]], *given: object) -> list[bool]:
    """Stop the server below a management command, as killing_commands.py kills the command."""
    with Cluster() as cluster, database(cluster.url):
        ways = cycle((cluster.stop, cluster.kill))

        def crash_below(process: psutil.Process) -> None:
            next(ways)()
            process.wait(PATIENCE)  # it ends by itself
            cluster.start()
            connection.close()

        return work(*given, crash_below)


def crashed_imports(rows: int, crashes: int) -> list[bool]:
    """Stop the server so often while an import is applied; for each whether all was there."""
    with site_and_server(rows) as (desk, cluster):
        ways = cycle((cluster.stop, cluster.kill))
        first = desk.prepared()
        usual = desk.apply(first)
        importing.undo(first)
        whole, imports = [], [desk.prepared()]
        for _ in killed(
            lambda: meanwhile(lambda: desk.apply(imports[-1])),
            usual,
            crashes,
            lambda _asked: crash(desk, next(ways), cluster),
        ):
            whole.append(desk.is_whole(imports[-1]))
            if whole[-1]:  # else the next crash meets the same import
                desk.finish(imports[-1])
                imports.append(desk.prepared())
        desk.finish(imports[-1])
    return whole


def crashed_publications(rows: int, crashes: int) -> list[bool]:
    """Stop the server so often while a batch is published; for each whether it was done."""
    with site_and_server(rows) as (desk, cluster):
        ways = cycle((cluster.stop, cluster.kill))
        first, *batches = batches_of_drafts(desk)
        usual = desk.publish(first)
        done, waiting = [], iter(batches)
        asked = [next(waiting)]
        before = Revision.current().number
        for _ in killed(
            lambda: meanwhile(lambda: desk.publish(asked[-1])),
            usual,
            crashes,
            lambda _asked: crash(desk, next(ways), cluster),
        ):
            done.append(is_public(desk, asked[-1]))
            assert Revision.current().number == before + done[-1]
            texts_equal_data()
            desk.publish(asked[-1])
            assert is_public(desk, asked[-1])
            before = Revision.current().number
            assert desk.ask("GET", "/readyz")[0] == 200
            asked.append(next(waiting, None))
    return done
