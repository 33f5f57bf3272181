"""What the editors' desk takes for large tables: to check, to apply, to take back."""

import io
import time
from collections.abc import Iterator
from itertools import cycle
from statistics import median
from threading import Event, Thread

from django.db import connection
from psutil import Process

from reforms import columns, history, importing, releases
from reforms.divisions.gazetteer import places
from reforms.history import stored_lines
from reforms.importing import states
from reforms.models import BatchImport, Case, Version
from reforms.vocabulary import Level

from .server import Site, peak_memory
from .synthetic import BATCH, batch, known_themes, state, synthetic

ROWS = (1_000, 10_000)
FIRST = 2_000_000  # its cases are others than those that the catalogue was filled with
COLUMNS = "batch,batch_title,issuers,released_on,case_no,title,bodies,themes,summary,body"
LONGEST = 1_200  # characters: 10,000 rows stay under the limit of 50 MB
READ = 20
OFFICES = [
    f"{place.full_name}人民检察院"
    for place in places()
    if place.code and place.until is None and place.level == Level.GRASSROOTS
]

Row = dict[str, str | int | float]


def table(count: int) -> bytes:
    """So many new cases as editors upload them, in CSV."""
    themes, made = known_themes(), []
    for index in range(FIRST, FIRST + count):
        if index % BATCH == 0:
            of = batch(index // BATCH)
        case = synthetic(index, of, themes)
        made_state = state(case)
        # Bodies that exist, or the rows would be refused.
        made_state |= {"bodies": [OFFICES[index % len(OFFICES)]]}
        made_state |= {"title": f"{case.case.title}（{index}）", "body": case.case.body[:LONGEST]}
        made.append(
            ",".join(stored_lines.csv_cell(columns.cell(made_state[name])) for name in NAMES)
        )
    return "\n".join([COLUMNS, *made]).encode()


NAMES = COLUMNS.split(",")


def measure_imports(_site: Site) -> Iterator[Row]:
    own = Process()
    for count in ROWS:
        raw = table(count)
        before = own.memory_info().rss
        with peak_memory(own) as peak:
            preview, batch_import = timed(importing.start_upload, io.BytesIO(raw), "table.csv")
        with OtherEditor() as other:
            steps = [
                timed(next, steps, None)[0] for steps in repeated(importing.apply(batch_import))
            ]
            batch_import.refresh_from_db()
        written = len(batch_import.outcome["cases"])
        undo, _done = timed(importing.undo, batch_import)
        yield {
            "rows": count,
            "written": written,
            "MB": len(raw) / 1e6,
            "preview s": preview,
            "memory growth MB": (peak[0] - before) / 2**20,
            "apply s": sum(steps),
            # The step after the last block of rows is the transaction.
            "transaction s": steps[-(-count // states.BLOCK)],
            "other editor's longest wait s": other.longest,
            "undo s": undo,
        }
        forget(batch_import)


class OtherEditor(Thread):
    """Saves a public case of another batch, twenty times a second, while the import is applied."""

    longest = 0.0

    def __enter__(self) -> "OtherEditor":
        self.is_over = Event()
        self.start()
        return self

    def run(self) -> None:
        case = Case.objects.published().with_relations().earliest("pk")
        bodies = cycle([f"{case.body}。", case.body])
        while not self.is_over.wait(0.05):
            case.body = next(bodies)
            self.longest = max(self.longest, timed(history.save_case, case)[0])
        connection.close()

    def __exit__(self, *_error) -> None:
        self.is_over.set()
        self.join()


def repeated(steps: Iterator) -> Iterator[Iterator]:
    """The same steps again, until they are at their end."""
    while steps.gi_frame:
        yield steps


def timed(do, *given) -> tuple[float, object]:
    start = time.perf_counter()
    result = do(*given)
    return time.perf_counter() - start, result


def forget(batch_import: BatchImport) -> None:
    """Leave the kept database as it was."""
    keys = [pk for _line, pk, *_rest in batch_import.outcome["cases"]]
    for block in history.in_blocks(keys):
        versions = Version.objects.filter(subject=Version.Subject.CASE, subject_id__in=block)
        versions._raw_delete(versions.db)  # delete() refuses: the history is append-only
    batch_import.delete()


def reading(_site: Site) -> Iterator[Row]:
    """A release of six cases, pasted: its text with headings as offices write them."""
    made = [synthetic(index, batch(0), known_themes()) for index in range(6)]
    parts = ["最高人民检察院发布检察改革典型案例（6件）"]
    for number, row in enumerate(made, 1):
        names = "、".join(body.name for body in row.bodies)
        parts += [f"案例{number}", f"{names}：{row.case.title}", row.case.body]
    text = "\n".join(parts)
    times = [timed(releases.read, text)[0] for _time in range(READ)]
    yield {"read": f"a release of {len(text):,} characters", "median ms": 1000 * median(times)}
