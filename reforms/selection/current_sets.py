"""The sets of the current revision, made once in each process."""

import gc
from threading import Lock

from ..models import Case, Revision
from ..storage.databases import consistent_read
from .case_sets import Roster


def roster(revision: Revision) -> Roster:
    """The roster of a revision, made once in each process; where the data went on since that was
    read, of the one that is now."""
    with _one_at_a_time:
        if (key := key_of(revision)) not in _made:
            with consistent_read():
                key = key_of(Revision.current())
                if key not in _made:  # a late request must not have the newer one made again
                    make(key)
        return _made[key]


def size_if_made(revision: Revision) -> int | None:
    """How many cases there are, where the roster of the revision is there already."""
    made = _made.get(key_of(revision))
    return len(made.ids) if made else None


def make(key: tuple[str, int]) -> None:
    # Before making the next: two of a million cases would be 130 MB. What it remembers refers to
    # it, so only a collection frees it.
    _made.clear()
    gc.collect()
    _made[key] = Roster(Case.objects.published())


def key_of(revision: Revision) -> tuple[str, int]:
    """As text: a revision that was put together has the text of its data set's UUID."""
    return str(revision.dataset), revision.number


_made: dict[tuple, Roster] = {}  # the last one alone
_one_at_a_time = Lock()  # threads that come meanwhile wait for it instead of making it too
