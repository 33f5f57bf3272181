"""The whole database ↔ a folder with one file and its manifest, while the site stays up.

With all there is: drafts, versions, accounts, sessions. It must be kept as the database is kept.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import uuid
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from psycopg.pq import Conninfo

from .. import search
from ..models import Case, Revision
from .atomic_folders import for_now, made_whole

MANIFEST = "manifest.json"
SERVERS = Path("/usr/lib/postgresql")  # where Debian keeps the programs of each version


class Refused(ValueError):
    """Why there is no backup, or why it was not restored; nothing was changed."""


def backup(to: Path) -> Path:
    """Write a consistent copy of the database; the folder, named by time and revision."""
    revision = Revision.current()
    folder = to / f"{timezone.localtime():%Y%m%dT%H%M%S}-revision-{revision.number}"
    try:
        with made_whole(folder) as unfinished:
            file = unfinished / engine().FILE
            engine().dump(file)
            facts = {
                "made_at": timezone.localtime().isoformat(timespec="seconds"),
                "release": settings.RELEASE,
                "database": connection.vendor,
                "revision": revision.number,
                "migrations": [".".join(key) for key in sorted(applied())],
                "file": file.name,
                "bytes": file.stat().st_size,
                "sha256": sha256(file),
            }
            text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
            (unfinished / MANIFEST).write_text(text, encoding="utf-8")
    except FileExistsError as error:
        raise Refused(f"已经有了 / is there already: {folder}") from error
    return folder


def restore(folder: Path) -> dict:
    """Put a backup in the place of all that the database has; its facts.

    One of an older release is brought up to date. The dataset gets a new identity in the same
    transaction, so that no cache or browser takes a page of before for one of after. Where the
    rest is cut off, /readyz says what is lacking, and a second restore does it.
    """
    facts = checked(folder)
    engine().load(folder / facts["file"])
    call_command("migrate", verbosity=0)
    if not search.is_current(Case.objects.all()):
        call_command("reindex")
    return facts


def cases_there() -> int:
    """How many cases the database has; none where it has no tables yet."""
    there = Case._meta.db_table in connection.introspection.table_names()
    return Case.objects.count() if there else 0


def drop_all_but(to: Path, keep: int) -> None:
    """Remove the oldest whole backups of a folder."""
    for folder in sorted(path.parent for path in to.glob(f"*-revision-*/{MANIFEST}"))[:-keep]:
        shutil.rmtree(folder)


def checked(folder: Path) -> dict:
    """The facts of a backup that is whole and of this kind of database."""
    try:
        facts = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        file = folder / Path(facts["file"]).name
        if facts["sha256"] != sha256(file):
            raise Refused(f"文件已损坏，与清单不符 / damaged, not what its manifest says: {file}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(f"不是完整的备份 / not a whole backup: {folder} ({error})") from error
    if facts["database"] != connection.vendor:
        raise Refused(
            f"备份来自 {facts['database']}，本站用的是 {connection.vendor} / "
            f"a backup of {facts['database']}, but this site runs on {connection.vendor}"
        )
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    if unknown := sorted({*facts.get("migrations", ())} - known):
        raise Refused(
            f"备份来自更新的版本 {facts['release']}，请先更新程序 / a backup of a newer release, "
            f"{facts['release']}; update the program first: {', '.join(unknown)}"
        )
    return facts


def applied() -> Collection[tuple[str, str]]:
    """App and name of each migration that the database has had."""
    return MigrationRecorder(connection).applied_migrations()


def sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def sqlite_dump(file: Path) -> None:
    """One read transaction: writers go on meanwhile, and what they write is not in the copy."""
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)


def sqlite_load(file: Path) -> None:
    """One write transaction: readers see the old state or the new one."""
    connection.ensure_connection()
    with for_now(settings.VAR_DIR) as folder, closing(sqlite3.connect(folder / "copy")) as copy:
        shutil.copyfile(file, folder / "copy")
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise Refused(f"数据库文件已损坏 / the database file is damaged: {file}")
        with copy:
            copy.execute("UPDATE reforms_revision SET dataset = ?", [uuid.uuid4().hex])
        copy.backup(connection.connection)
    connection.close()


def postgresql_dump(file: Path) -> None:
    run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")


# All that is there goes first: tables of a newer release would hold on to those of the backup.
EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


def postgresql_load(file: Path) -> None:
    """One transaction: all or nothing."""
    connection.close()
    with for_now(settings.VAR_DIR) as folder:
        # Written out first: of statements that break off halfway none may be carried out.
        script = f"--file={folder}/restore.sql"
        run("pg_restore", "--no-owner", "--no-privileges", script, str(file))
        options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        renew = f"--command=UPDATE public.reforms_revision SET dataset = '{uuid.uuid4()}'"
        run("psql", *options, f"--command={EMPTY}", script, renew)


def run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL's on this site's database."""
    found = subprocess.run(
        [path_of(program), *arguments],
        env=os.environ | dict(address(connection.get_connection_params())),
        capture_output=True,
        text=True,
    )
    if found.returncode:
        raise Refused(f"{program}: {found.stderr.strip()[-1000:]}")


def path_of(program: str) -> str:
    """Where a program is: of the server's own version, which takes back what it wrote; else the
    newest, since an older one refuses a newer server."""
    versions = sorted(SERVERS.glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    own = SERVERS / str(connection.pg_version // 10_000) / "bin" / program
    versions += [own] * own.exists()
    found = str(versions[-1]) if versions else shutil.which(program)
    if not found:
        raise Refused(
            f"没有找到 {program}，请安装 postgresql-client / {program} not found: "
            "install postgresql-client"
        )
    return found


def address(given: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """How the site reaches the database, as libpq takes it from the environment: all hosts and the
    rules for certificates too, or another server might answer; and no password in `ps`."""
    for known in Conninfo.get_defaults():
        name = known.keyword.decode()
        if known.envvar and given.get(name):
            yield known.envvar.decode(), str(given[name])


ENGINES = {
    "sqlite": SimpleNamespace(FILE="casebook.sqlite3", dump=sqlite_dump, load=sqlite_load),
    "postgresql": SimpleNamespace(FILE="casebook.dump", dump=postgresql_dump, load=postgresql_load),
}


def engine() -> SimpleNamespace:
    return ENGINES[connection.vendor]
