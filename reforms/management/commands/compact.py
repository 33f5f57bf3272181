"""Clean the files of the database and the search index of what an erasure left in them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reforms import erasure, search

UNFINISHED = "还没有清除，请稍后再试 / not clean yet, please try again later: {stores}"


class Command(BaseCommand):
    help = (
        "清除数据库文件和搜索索引里已删除内容的残留 / "
        "leave nothing of deleted texts in the files of the database and the search index"
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        is_clean = erasure.finish(even_if_clean=True)
        search.catch_up()
        stores = erasure.unfinished()
        if not is_clean or stores:
            raise CommandError(UNFINISHED.format(stores=", ".join(stores or ["database"])))
        self.stdout.write("完成 / done")
