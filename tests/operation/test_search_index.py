"""A running site builds its search index and keeps it current, without anybody asking."""

import time

import pytest

from reforms import history, search
from reforms.models import Revision
from tests.support import cast
from tests.support.gunicorn_site import asked, site

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LONGEST = 60  # seconds that a busy machine may take


def wait_until_current(port: int) -> None:
    deadline = time.monotonic() + LONGEST
    while b"search index: current" not in asked(port, "/readyz")[2]:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def index_alone(term: str) -> list[int]:
    search.index_folder().open()
    return sorted(search.index_folder().reader().find(search.fold(term)))


def test_two_processes_of_a_site_build_one_index_and_follow_what_is_saved():
    case = cast.case(title="旧话")
    with site(WEB_CONCURRENCY="2") as (_server, port):
        wait_until_current(port)
        assert index_alone("旧话") == [case.pk]
        case.title = "新词"
        history.save_case(case)
        page = asked(port, "/cases/?q=%E6%96%B0%E8%AF%8D")[2].decode()
        assert "<mark>新词</mark>" in page  # the search box has the word without the mark
        wait_until_current(port)
        assert (index_alone("旧话"), index_alone("新词")) == ([], [case.pk])
        folder = search.index_folder()
        before = folder.current()
        Revision.objects.update(dataset="00000000-0000-0000-0000-00000000000a")  # a restore
        wait_until_current(port)
        assert folder.current() != before
