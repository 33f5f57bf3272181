"""How far the search index is, in words for whoever runs the site; and what it still holds."""

from ..models import Erasure, Revision
from .folder import index_folder
from .mark import Mark


def in_words() -> str:
    """One line: current, how far behind, being built and for how long, or missing."""
    folder = index_folder()
    if progress := folder.progress():
        done, total, seconds = (round(progress[name]) for name in ("done", "total", "seconds"))
        return f"search index: being built, {done} of {total}, about {seconds} s left"
    mark = Mark.of(folder.reader())  # before the revision: see Finder
    revision = Revision.current()
    if not mark or not mark.is_known(revision):
        return f"search index: {'being built' if folder.is_busy() else 'missing, will be built'}"
    if mark.erasure < Erasure.last_key():
        return "search index: has erased text, will be rebuilt"
    if lag := revision.number - mark.revision:
        return f"search index: {lag} revisions behind, searches look into what changed"
    return "search index: current"


def holds_erased() -> bool:
    """Whether the index of this server was made before the last erasure, or leftovers of one."""
    folder = index_folder()
    mark = Mark.of(folder.reader())
    is_old = mark is not None and mark.erasure < Erasure.last_key()
    return is_old or bool(folder.current() and (mark is None or folder.leftovers()))
