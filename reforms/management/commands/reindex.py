"""Rebuild the search index and the stored lines of files while the site stays up."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from reforms import search
from reforms.history import line_renewal
from reforms.history.line_renewal import BLOCK
from reforms.models import Case
from reforms.storage.databases import with_pauses


class Command(BaseCommand):
    help = (
        "重建搜索索引和文件用的行 / rebuild the search index and the stored lines of files; "
        "may be stopped and started again at any time"
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        keys = list(Case.objects.published().order_by("pk").values_list("pk", flat=True))
        self.started = time.monotonic()
        # Half of the work on the index is done outside of Python's lock, on the other core.
        is_over = Event()
        with ThreadPoolExecutor(max_workers=1) as other:
            lines = other.submit(renew_lines, keys, is_over)
            try:
                with search.index_folder().writing(wait=True):
                    search.rebuild(search.index_folder(), self.show)
                lines.result()
            finally:
                is_over.set()
        self.stdout.write(f"\n完成 / done: {len(keys)}")

    def show(self, done: int, total: int) -> None:
        """Show the progress: a bar on one line in a terminal, else a line."""
        share = done / total if total else 1
        rate = done / max(time.monotonic() - self.started, 0.001)
        bar = "█" * round(30 * share) + "░" * (30 - round(30 * share))
        text = f"{bar} {share:4.0%}  {done}/{total}  {rate:.0f}/s"
        if self.stdout.isatty():
            self.stdout.write(f"\r{text}", ending="")
            self.stdout.flush()
        else:
            self.stdout.write(text)


def renew_lines(keys: Sequence[int], is_over: Event) -> None:
    """Renew the stored lines of these cases, until the command is over."""
    try:
        for start in with_pauses(range(0, len(keys), BLOCK)):
            if is_over.is_set():
                return
            line_renewal.renew(keys[start : start + BLOCK])
    finally:
        connection.close()
