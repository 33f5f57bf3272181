"""Makes stored lines anew that other code made: after an upgrade, in a thread of the site, once.

Whoever reads lines does without those that are not made yet, and builds them for the moment.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread

import numpy as np
from django.conf import settings
from django.db import connection, transaction

from ..columns import values
from ..models import Case, CreditedBody, ThemeAssignment
from ..storage.databases import key_array, with_pauses
from ..storage.locked_folder import LockedFolder
from . import stored_lines
from .edits import State
from .states import related_rows

BLOCK = 1000  # cases per transaction, so that writers wait for two seconds at most
AGAIN = 10  # seconds until what failed, or what another process is doing, is looked at again

log = logging.getLogger(__name__)


def folder() -> LockedFolder:
    """Where the process that renews tells how far it is: beside the search index."""
    return LockedFolder(Path(f"{settings.SEARCH_FOLDER}-lines"), "stored lines")


def in_words() -> list[str]:
    """A line about a renewal that is going on; none where there is none."""
    if not (progress := folder().progress()):
        return []
    done, total, seconds = (round(progress[name]) for name in ("done", "total", "seconds"))
    return [f"stored lines: being renewed, {done} of {total}, about {seconds} s left"]


def start() -> None:
    """Renew what is stale in a thread of this process. Call it after a fork."""
    Thread(target=renew_in_time, name="stored-lines", daemon=True).start()


def renew_in_time() -> None:
    """Renew until nothing is stale; what fails, as on a copy that takes no writes, is tried again.

    Then it ends: two releases that run at once would renew each other's lines for ever.
    """
    while not try_to_renew():
        time.sleep(AGAIN)


def try_to_renew() -> bool:
    """Renew what is stale; returns whether all is done. A failure goes to the log."""
    try:
        return renew_stale()
    except Exception as error:
        log.warning("stored lines cannot be renewed now: %s", type(error).__name__)
        return False
    finally:
        with suppress(Exception):
            connection.close()


def renew_stale() -> bool:
    """Renew what is stale; returns False, with nothing done, if another process is doing so."""
    if not stale_keys():
        return True
    work = folder()
    with work.writing() as is_ours:
        if is_ours:
            renew_all(stale_keys(), work)
    return is_ours


def renew_all(keys: Sequence[int], work: LockedFolder) -> None:
    """Renew the lines of cases in transactions that are each short."""
    started = time.monotonic()
    for start in with_pauses(range(0, len(keys), BLOCK)):
        renew(keys[start : start + BLOCK])
        done = min(start + BLOCK, len(keys))
        seconds = (time.monotonic() - started) / done * (len(keys) - done)
        work.show_progress(done, len(keys), seconds)


def stale_keys() -> list[int]:
    """The public cases whose lines other code made, or which have none."""
    published = key_array(Case.objects.published().order_by("pk"))
    stale = np.zeros(len(published), bool)
    for model in stored_lines.LINES:
        made = model._default_manager.filter(made_with=stored_lines.program_digest())
        stale |= ~np.isin(published, key_array(made.order_by("pk")))
    return [int(key) for key in published[stale]]


@transaction.atomic
def renew(block: Sequence[int]) -> None:
    """Store the lines of public cases anew; locks them first, against concurrent writes."""
    list(Case.objects.select_for_update().filter(pk__in=block).values_list("pk"))
    stored_lines.save_lines(differing(states_of(block)))


def states_of(block: Sequence[int]) -> dict[int, State]:
    """The columns of the public cases among these, by key of the case."""
    # Django's prefetching makes a query set for each relation of each case, which is not needed.
    bodies, assignments = defaultdict(list), defaultdict(list)
    for body in CreditedBody.objects.filter(case__in=block):
        bodies[body.case_id].append(body)
    for assignment in ThemeAssignment.objects.filter(case__in=block).select_related("theme"):
        assignments[assignment.case_id].append(assignment)
    cases = Case.objects.published().select_related("batch").defer("body").filter(pk__in=block)
    return {
        case.pk: values(case, related=related_rows(bodies[case.pk], assignments[case.pk]))
        for case in cases
    }


def differing(states: dict[int, State]) -> list[tuple[int, State]]:
    """The states whose stored lines differ from what they would be now, by key of the case."""
    # Reading costs less than writing all of them.
    current = set(states)
    for model, line in stored_lines.LINES.items():
        rows = model.objects.filter(case__in=states, made_with=stored_lines.program_digest())
        stored = dict(rows.values_list("case", "text"))
        current = {key for key in current if stored.get(key) == line(states[key])}
    return [(key, state) for key, state in states.items() if key not in current]
