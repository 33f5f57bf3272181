"""Rebuild the search index and the stored lines of files while the site stays up."""

import time
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from reforms import search
from reforms.columns import values
from reforms.history import stored_lines
from reforms.models import Case, Revision
from reforms.storage.databases import with_pauses

BLOCK = 1000  # cases per transaction, so that writers wait for two seconds at most


class Command(BaseCommand):
    help = (
        "重建搜索索引和文件用的行 / rebuild the search index and the stored lines of files; "
        "may be stopped and started again at any time"
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        ids = list(Case.objects.order_by("pk").values_list("pk", flat=True))
        search.start_rebuild()
        self.show(0, len(ids), started := time.monotonic())
        for done, block in with_pauses(blocks(ids)):
            rebuild(block)
            self.show(done, len(ids), started)
        search.finish_rebuild()
        with transaction.atomic():  # or a current index could stand beside cached old pages
            search.stamp()
            Revision.next()  # cached pages may show results of the old index
        self.stdout.write(f"\n完成 / done: {len(ids)}")

    def show(self, done: int, total: int, started: float) -> None:
        """Show the progress: a bar on one line in a terminal, ten lines in a log."""
        share = done / total if total else 1
        rate = done / max(time.monotonic() - started, 0.001)
        bar = "█" * round(30 * share) + "░" * (30 - round(30 * share))
        text = f"{bar} {share:4.0%}  {done}/{total}  {rate:.0f}/s"
        if self.stdout.isatty():
            self.stdout.write(f"\r{text}", ending="")
            self.stdout.flush()
        elif done * 10 // max(total, 1) > (done - BLOCK) * 10 // max(total, 1):
            self.stdout.write(text)


def blocks(ids: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """The keys in blocks, each with how many keys are done after it: (done, block)."""
    for start in range(0, len(ids), BLOCK):
        block = ids[start : start + BLOCK]
        yield start + len(block), block


@transaction.atomic
def rebuild(block: Sequence[int]) -> None:
    """Index a block of cases and store their lines; locks them first, against concurrent writes."""
    unbuilt = search.unbuilt(block)
    list(Case.objects.select_for_update().filter(pk__in=unbuilt).values_list("pk"))
    cases = Case.objects.with_relations().filter(pk__in=unbuilt)
    stored_lines.save_lines(stale({case.pk: values(case) for case in cases if case.is_public}))
    search.rebuild([(case.pk, search.tiers(case.texts())) for case in cases])


def stale(states: dict[int, dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    """The states whose stored lines differ from what they would be now, by key of the case."""
    # Reading costs less than writing all of them.
    current = set(states)
    for model, line in stored_lines.LINES.items():
        rows = model.objects.filter(case__in=states, made_with=stored_lines.program_digest())
        stored = dict(rows.values_list("case", "text"))
        current = {key for key in current if stored.get(key) == line(states[key])}
    return [(key, state) for key, state in states.items() if key not in current]
