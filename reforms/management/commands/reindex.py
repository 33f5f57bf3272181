"""Rebuild the search index and the stored lines of files while the site stays up."""

import time
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from reforms import search
from reforms.columns import values
from reforms.history import stored_lines
from reforms.models import Case
from reforms.storage.databases import with_pauses

BLOCK = 1000  # cases per transaction, so that writers wait for two seconds at most


class Command(BaseCommand):
    help = (
        "重建搜索索引和文件用的行 / rebuild the search index and the stored lines of files; "
        "may be stopped and started again at any time"
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        keys = list(Case.objects.published().order_by("pk").values_list("pk", flat=True))
        self.started = time.monotonic()
        for start in with_pauses(range(0, len(keys), BLOCK)):
            renew_lines(keys[start : start + BLOCK])
        with search.index_folder().writing(wait=True):
            search.rebuild(search.index_folder(), self.show)
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


@transaction.atomic
def renew_lines(block: Sequence[int]) -> None:
    """Store the lines of public cases anew; locks them first, against concurrent writes."""
    list(Case.objects.select_for_update().filter(pk__in=block).values_list("pk"))
    cases = Case.objects.published().with_relations().filter(pk__in=block)
    stored_lines.save_lines(stale({case.pk: values(case) for case in cases}))


def stale(states: dict[int, dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    """The states whose stored lines differ from what they would be now, by key of the case."""
    # Reading costs less than writing all of them.
    current = set(states)
    for model, line in stored_lines.LINES.items():
        rows = model.objects.filter(case__in=states, made_with=stored_lines.program_digest())
        stored = dict(rows.values_list("case", "text"))
        current = {key for key in current if stored.get(key) == line(states[key])}
    return [(key, state) for key, state in states.items() if key not in current]
