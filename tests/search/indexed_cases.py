"""The cases that searches find, and those that the index has."""

from reforms import search
from reforms.models import Revision


def finder() -> search.Finder:
    return search.Finder(search.index_folder().reader(), Revision.current())


def keys_matching(term: str) -> list[int]:
    return sorted(finder().find(search.parse(term)))


def index_alone(term: str) -> list[int]:
    """What the index has, whatever has changed since."""
    reader = search.index_folder().reader()
    assert reader
    return sorted(reader.find(search.fold(term)))
