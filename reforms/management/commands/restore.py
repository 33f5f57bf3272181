"""Replace the whole database by a backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reforms.models import Case
from reforms.storage import backups

CONFIRMATION = (
    "数据库里已有 {count} 件案例，恢复会整个替换。确认请加 --replace / the database has {count} "
    "cases, and all of it would be replaced: add --replace to go on"
)


class Command(BaseCommand):
    help = "从备份恢复整个数据库 / puts a backup in the place of the whole database"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true")

    def handle(self, *, folder: Path, replace: bool, **_options: Any) -> None:
        try:
            backups.restorable_manifest(folder)
            if not replace and (count := backups.case_count()):
                raise CommandError(CONFIRMATION.format(count=count))
            facts = backups.restore(folder)
        except backups.Refused as reason:
            raise CommandError(str(reason)) from reason
        summary = f"已恢复 / restored: {Case.objects.count()}, revision {facts['revision']}"
        self.stdout.write(f"{summary}, {facts['made_at']}")
