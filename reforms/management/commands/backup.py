"""Back up the whole database while the site stays up."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reforms.storage import backups

KEEP = "只留最新的几份，抹除前的也删除 / others go, and those from before an erasure"
FROM_BEFORE = "已删除抹除前的备份 / removed, made before an erasure: {folder}"


class Command(BaseCommand):
    help = (
        "备份整个数据库（含草稿、历史和账号）/ copies the whole database, drafts and accounts too"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.VAR_DIR / "backups")
        parser.add_argument("--keep", type=int, default=0, help=KEEP)

    def handle(self, *, to: Path, keep: int, **_options: Any) -> None:
        try:
            self.stdout.write(str(backups.backup(to)))
        except backups.Refused as reason:
            raise CommandError(str(reason)) from reason
        if keep > 0:
            backups.remove_oldest(to, keep)
            for folder in backups.from_before_erasure(to):
                shutil.rmtree(folder)
                self.stdout.write(FROM_BEFORE.format(folder=folder))
