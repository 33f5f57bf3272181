"""The sets of the current revision, made once in each process."""

import gc
from threading import Lock

from ..models import Case, Revision
from ..storage.databases import consistent_read
from .case_sets import CaseSets

Key = tuple[str, int]


def sets_of(revision: Revision) -> CaseSets:
    """The sets of a revision; where the data went on since that was read, of the one that is now.

    Inside of a consistent read that is the read's own revision.
    """
    with _one_at_a_time:
        if (key := key_of(revision)) not in _made:
            with consistent_read():
                key = key_of(Revision.current())
                if key not in _made:  # a late request must not have the newer ones made again
                    make(key)
        return _made[key]


def make(key: Key) -> None:
    # Before making the next: two of a million cases would be 130 MB. What they keep refers to
    # them, so only a collection frees them.
    _made.clear()
    gc.collect()
    _made[key] = CaseSets(Case.objects.published())


def key_of(revision: Revision) -> Key:
    """As text: a revision that was put together has the text of its data set's UUID."""
    return str(revision.dataset), revision.number


_made: dict[Key, CaseSets] = {}  # the last ones alone
_one_at_a_time = Lock()  # threads that come meanwhile wait for them instead of making them too
