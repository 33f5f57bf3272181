"""The sets of the current revision, built once in each process."""

from threading import Lock

from .. import search
from ..models import Case, Revision
from ..storage.databases import consistent_read
from .case_sets import CaseSets

Key = tuple[str, int]


def sets_of(revision: Revision) -> CaseSets:
    """The sets of a revision or, if the data has changed since, of the current one.

    Inside a consistent read that is the revision which the read sees.
    """
    with _lock:
        if (key := key_of(revision)) not in _sets:
            reader = search.index_folder().reader()  # before the revision: see search.Finder
            with consistent_read():
                revision = Revision.current()
                key = key_of(revision)
                if key not in _sets:  # a late request with an old revision finds the newer ones
                    build(key, search.Finder(reader, revision))
        return _sets[key]


def build(key: Key, finder: search.Finder) -> None:
    """Replace the sets by those of the revision with this key."""
    # The old ones go first: both together would take 130 MB with a million cases.
    _sets.clear()
    _sets[key] = CaseSets(Case.objects.published(), finder)


def key_of(revision: Revision) -> Key:
    """The key of a revision; its dataset as text, since a caller may give the UUID as text, too."""
    return str(revision.dataset), revision.number


_sets: dict[Key, CaseSets] = {}  # one entry at most
_lock = Lock()  # other threads wait for the sets instead of building them, too
