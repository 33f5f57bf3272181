"""Put a backup in the place of what the database has."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reforms.models import Case
from reforms.storage import backups

ASKED = (
    "数据库里已有 {count} 件案例，恢复会整个替换。确认请加 --replace / the database has {count} "
    "cases, and all of it would be replaced: add --replace to go on"
)


class Command(BaseCommand):
    help = "从备份恢复整个数据库 / puts a backup in the place of the whole database"

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true")

    def handle(self, *, folder: Path, replace: bool, **_options) -> None:
        try:
            backups.checked(folder)
            if not replace and (count := backups.cases_there()):
                raise CommandError(ASKED.format(count=count))
            facts = backups.restore(folder)
        except backups.Refused as reason:
            raise CommandError(str(reason)) from reason
        done = f"已恢复 / restored: {Case.objects.count()}, revision {facts['revision']}"
        self.stdout.write(f"{done}, {facts['made_at']}")
