"""Overwrite deleted rows in the database's files, where an erasure could not do it at once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reforms import erasure


class Command(BaseCommand):
    help = (
        "清除数据库文件里已删除内容的残留 / leave nothing of deleted texts in the database's files"
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not erasure.compact():
            raise CommandError(
                "数据库正忙，请稍后再试 / the database is busy, please try again later"
            )
        self.stdout.write("完成 / done")
