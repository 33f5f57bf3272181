"""The disk of the search index is full or read-only: searches stay exact, and it heals by itself.

Only root can make such a disk."""

import os

import pytest

from reforms import history, search
from reforms.models import Revision
from reforms.search import catching_up
from tests.support import cast
from tests.support.small_disk import disk

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def keys_found(term: str) -> list[int]:
    finder = search.Finder(search.index_folder().reader(), Revision.current())
    return sorted(finder.find(search.parse(term)))


@pytest.fixture
def small(settings):
    """A small disk with the folder of the index."""
    if os.geteuid():
        pytest.fail("only root can mount a small disk")
    with disk(64) as small:
        settings.SEARCH_FOLDER = str(small.folder / "search")
        search.index_folder.cache_clear()
        yield small
    search.index_folder.cache_clear()


def test_a_full_disk_leaves_the_old_index_and_exact_searches(small):
    case = cast.case(title="旧话")
    assert catching_up.try_to_catch_up()
    case.title, case.body = "新词", "检察机关改革" * 2000
    history.save_case(case)
    small.fill(leave=0)
    assert not catching_up.try_to_catch_up()
    assert (keys_found("旧话"), keys_found("新词")) == ([], [case.pk])
    small.empty()
    assert catching_up.try_to_catch_up()
    assert sorted(search.index_folder().reader().find("新词")) == [case.pk]


def test_a_full_disk_leaves_a_site_without_an_index_searchable(small):
    case = cast.case(title="旧话")
    small.fill(leave=0)
    assert not catching_up.try_to_catch_up()
    assert keys_found("旧话") == [case.pk]
    small.empty()
    assert catching_up.try_to_catch_up()
    assert sorted(search.index_folder().reader().find("旧话")) == [case.pk]


def test_a_read_only_disk_leaves_searches_exact(small):
    case = cast.case(title="旧话")
    assert catching_up.try_to_catch_up()
    small.remount("ro")
    case.title = "新词"
    history.save_case(case)
    assert not catching_up.try_to_catch_up()
    assert (keys_found("旧话"), keys_found("新词")) == ([], [case.pk])
    small.remount("rw")
    assert catching_up.try_to_catch_up()
    assert sorted(search.index_folder().reader().find("新词")) == [case.pk]
