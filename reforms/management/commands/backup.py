"""Back up the whole database while the site stays up."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reforms.storage import backups


class Command(BaseCommand):
    help = (
        "备份整个数据库（含草稿、历史和账号）/ copies the whole database, drafts and accounts too"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.VAR_DIR / "backups")
        parser.add_argument("--keep", type=int, default=0, help="older ones beyond so many go")

    def handle(self, *, to: Path, keep: int, **_options: Any) -> None:
        try:
            self.stdout.write(str(backups.backup(to)))
        except backups.Refused as reason:
            raise CommandError(str(reason)) from reason
        if keep > 0:
            backups.remove_oldest(to, keep)
