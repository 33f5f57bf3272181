"""Backups: folders with a dump of the whole database and its manifest. The site stays up.

A backup holds everything: drafts, versions, accounts, sessions. It must be protected as the
database is.
"""

import hashlib
import json
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import NotRequired, TypedDict

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from ..models import Case, Erasure, Revision
from .atomic_folders import atomic_folder, exclusive
from .dumps import Refused, engine

MANIFEST = "manifest.json"


class Manifest(TypedDict):
    """What manifest.json says of a backup."""

    made_at: str  # ISO 8601
    release: str  # of this program
    database: str  # sqlite or postgresql
    revision: int
    erasure: NotRequired[int]  # key of the last erasure before it; 0 if there was none
    migrations: NotRequired[list[str]]  # app.name
    file: str
    bytes: int
    sha256: str


def backup(to: Path) -> Path:
    """Write a consistent copy of the database to a new folder in `to`; the new folder.

    Its name tells the time and the revision. Raises Refused if it exists or the dump fails.
    """
    revision, erasure = Revision.current(), last_erasure()  # before anything is read
    folder = to / f"{timezone.localtime():%Y%m%dT%H%M%S}-revision-{revision.number}"
    try:
        with exclusive(to), atomic_folder(folder) as unfinished:
            file = unfinished / engine().file_name
            engine().dump(file)
            manifest = (
                json.dumps(_manifest(file, revision, erasure), ensure_ascii=False, indent=1) + "\n"
            )
            (unfinished / MANIFEST).write_text(manifest, encoding="utf-8")
    except FileExistsError as error:
        raise Refused(f"已经有了 / is there already: {folder}") from error
    return folder


def _manifest(file: Path, revision: Revision, erasure: int) -> Manifest:
    return {
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "release": settings.RELEASE,
        "database": connection.vendor,
        "revision": revision.number,
        "erasure": erasure,
        "migrations": [".".join(migration) for migration in sorted(_applied_migrations())],
        "file": file.name,
        "bytes": file.stat().st_size,
        "sha256": _sha256(file),
    }


def restore(folder: Path) -> Manifest:
    """Replace the whole database by a backup, and return its manifest.

    A backup of an older release is migrated. The dataset gets a new identity in the transaction
    that replaces it. If what follows is interrupted, /readyz says what is missing, and a second
    restore completes it. Raises Refused, see `restorable_manifest`.
    """
    manifest = restorable_manifest(folder)
    engine().load(folder / manifest["file"])
    call_command("migrate", verbosity=0)
    return manifest


def last_erasure() -> int:
    """The key of the last erasure; 0 if there was none, or no table for them yet."""
    has_table = Erasure._meta.db_table in connection.introspection.table_names()
    return Erasure.last_key() if has_table else 0


def erasures_after(manifest: Manifest) -> list[str]:
    """The erasures in the database that came after a backup: number of the case, kind, day."""
    if not last_erasure():
        return []
    later = Erasure.objects.filter(pk__gt=manifest.get("erasure", 0)).order_by("pk")
    return [f"{erasure} {timezone.localtime(erasure.at):%Y-%m-%d}" for erasure in later]


def case_count() -> int:
    """How many cases the database has; 0 if it has no tables yet."""
    has_tables = Case._meta.db_table in connection.introspection.table_names()
    return Case.objects.count() if has_tables else 0


def remove_oldest(to: Path, keep: int) -> None:
    """Remove the oldest complete backups in a folder, all but the newest `keep`."""
    for folder in sorted(path.parent for path in to.glob(f"*-revision-*/{MANIFEST}"))[:-keep]:
        shutil.rmtree(folder)


def from_before_erasure(to: Path) -> list[Path]:
    """The backups in a folder that hold what has been erased since they were begun.

    Also those whose manifest cannot be read: nobody knows of when they are, or can restore them.
    """
    last = last_erasure()
    manifests = to.glob(f"*-revision-*/{MANIFEST}") if last else ()
    return [path.parent for path in sorted(manifests) if erasure_before(path) < last]


def erasure_before(manifest: Path) -> int:
    """The key of the last erasure before a backup; 0 where its manifest tells none."""
    try:
        return int(json.loads(manifest.read_text(encoding="utf-8"))["erasure"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def restorable_manifest(folder: Path) -> Manifest:
    """The manifest of a backup that can be restored here.

    Raises Refused if the backup is damaged or incomplete, comes from the other kind of database,
    or from a newer release.
    """
    manifest = _whole_manifest(folder)
    if manifest["database"] != connection.vendor:
        raise Refused(
            f"备份来自 {manifest['database']}，本站用的是 {connection.vendor} / "
            f"a backup of {manifest['database']}, but this site runs on {connection.vendor}"
        )
    migrations = {".".join(migration) for migration in MigrationLoader(None).disk_migrations}
    if unknown := sorted({*manifest.get("migrations", ())} - migrations):
        release = manifest["release"]
        raise Refused(
            f"备份来自更新的版本 {release}，请先更新程序 / a backup of a newer release, "
            f"{release}; update the program first: {', '.join(unknown)}"
        )
    return manifest


def _whole_manifest(folder: Path) -> Manifest:
    """The manifest of a backup whose file is as the manifest says."""
    try:
        manifest: Manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        file = folder / Path(manifest["file"]).name
        is_whole = manifest["sha256"] == _sha256(file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"不是完整的备份 / not a whole backup: {folder} ({error})") from error
    if not is_whole:
        raise Refused(f"文件已损坏，与清单不符 / damaged, not what its manifest says: {file}")
    return manifest | {"file": file.name}  # that one was checked


def _applied_migrations() -> Collection[tuple[str, str]]:
    """App and name of each migration that was applied to the database."""
    return MigrationRecorder(connection).applied_migrations()


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
