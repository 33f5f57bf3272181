"""Replace the whole database by a backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from reforms.models import Case
from reforms.storage import backups

CONFIRMATION = (
    "数据库里已有 {count} 件案例，恢复会整个替换。确认请加 --replace / the database has {count} "
    "cases, and all of it would be replaced: add --replace to go on"
)
LATER_ERASURES = (
    "备份比这些抹除早，会带回已抹除的内容。请记下来，恢复以后逐件再抹除；确认请加 --with-erased / "
    "the backup is older than these erasures and brings back what they removed. Note them, to "
    "erase again afterwards, and add --with-erased\n{erasures}"
)


class Command(BaseCommand):
    help = "从备份恢复整个数据库 / puts a backup in the place of the whole database"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true")
        parser.add_argument("--with-erased", action="store_true")

    def handle(self, *, folder: Path, replace: bool, with_erased: bool, **_options: Any) -> None:
        try:
            manifest = backups.restorable_manifest(folder)
            if not replace and (count := backups.case_count()):
                raise CommandError(CONFIRMATION.format(count=count))
            if not with_erased and (erasures := self.erasures_after(manifest)):
                raise CommandError(LATER_ERASURES.format(erasures="\n".join(erasures)))
            facts = backups.restore(folder)
        except backups.Refused as reason:
            raise CommandError(str(reason)) from reason
        summary = f"已恢复 / restored: {Case.objects.count()}, revision {facts['revision']}"
        self.stdout.write(f"{summary}, {facts['made_at']}")

    def erasures_after(self, manifest: backups.Manifest) -> list[str]:
        """The erasures that a restore undoes; none where the database can't be read any more."""
        try:
            return backups.erasures_after(manifest)
        except DatabaseError as error:
            self.stderr.write(f"抹除记录读不出来 / erasures cannot be read: {error}")
            return []
