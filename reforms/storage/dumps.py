"""The whole database ↔ one file, on SQLite and on PostgreSQL.

Knows the tables of the dataset's identity (reforms_revision) and of sessions, no other.
"""

import os
import shutil
import sqlite3
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg.pq import Conninfo

from .atomic_folders import temporary_folder

PROGRAMS = Path("/usr/lib/postgresql")  # where Debian keeps PostgreSQL's programs, by version
# Everything is dropped first: tables of a newer release would depend on those of the backup.
EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


class Refused(ValueError):
    """Why a backup was not written or not restored. Nothing was changed."""


@dataclass(frozen=True)
class Engine:
    """How one kind of database is written to a file and replaced by the content of one.

    Loading is one transaction. It gives the dataset a new identity, so that no cache or browser
    takes an old page for a current one, and ends all sessions: some ended after the backup, by a
    logout, a new password or a closed account.
    """

    file_name: str
    dump: Callable[[Path], None]
    load: Callable[[Path], None]


def engine() -> Engine:
    """The engine of the site's database."""
    return ENGINES[connection.vendor]


def _sqlite_dump(file: Path) -> None:
    """Copy in one read transaction. Writers go on; what they write then is not in the copy."""
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)


def _sqlite_load(file: Path) -> None:
    """Copy in one write transaction: readers see the old state or the new one.

    Raises Refused if the file is damaged.
    """
    connection.ensure_connection()
    with (
        temporary_folder(settings.VAR_DIR) as folder,
        closing(sqlite3.connect(folder / "copy")) as copy,
    ):
        shutil.copyfile(file, folder / "copy")
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise Refused(f"数据库文件已损坏 / the database file is damaged: {file}")
        with copy:
            copy.execute("UPDATE reforms_revision SET dataset = ?", [uuid.uuid4().hex])
            copy.execute("DELETE FROM django_session")
        copy.backup(connection.connection)
    connection.close()


def _postgresql_dump(file: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")


def _postgresql_load(file: Path) -> None:
    connection.close()
    with temporary_folder(settings.VAR_DIR) as folder:
        # Written to a file first: if pg_restore fails halfway, psql must not run what it wrote.
        script = f"--file={folder}/restore.sql"
        _run("pg_restore", "--no-owner", "--no-privileges", script, str(file))
        options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        renew = f"--command=UPDATE public.reforms_revision SET dataset = '{uuid.uuid4()}'"
        end_sessions = "--command=DELETE FROM public.django_session"
        _run("psql", *options, f"--command={EMPTY}", script, renew, end_sessions)


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the site's database; Refused if it fails."""
    process = subprocess.run(
        [_path_of(program), *arguments],
        env=os.environ | dict(libpq_environment(connection.get_connection_params())),
        capture_output=True,
        text=True,
    )
    if process.returncode:
        raise Refused(f"{program}: {process.stderr.strip()[-1000:]}")


def _path_of(program: str) -> str:
    """The path of a program, of the server's own version if possible, else of the newest.

    A newer pg_dump may write what the server's version can't restore; an older one refuses a
    newer server. Raises Refused if there is none.
    """
    paths = sorted(PROGRAMS.glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    own = PROGRAMS / str(connection.get_database_version()[0]) / "bin" / program
    if own.exists():
        return str(own)
    path = str(paths[-1]) if paths else shutil.which(program)
    if not path:
        raise Refused(
            f"没有找到 {program}，请安装 postgresql-client / {program} not found: "
            "install postgresql-client"
        )
    return path


def libpq_environment(parameters: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The environment variables of libpq for Django's connection parameters.

    All hosts and the rules for certificates are included, or another server might answer. A
    password in the environment does not show in the list of processes.
    """
    for option in Conninfo.get_defaults():
        keyword = option.keyword.decode()
        if option.envvar and parameters.get(keyword):
            yield option.envvar.decode(), str(parameters[keyword])


ENGINES = {
    "sqlite": Engine("casebook.sqlite3", _sqlite_dump, _sqlite_load),
    "postgresql": Engine("casebook.dump", _postgresql_dump, _postgresql_load),
}
