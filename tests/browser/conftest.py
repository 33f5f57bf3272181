"""One site with one set of data for the tests of a module that only read."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from tests.support import extreme_rows


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker) -> Iterator[str]:
    """Address of a site with the seed and everything that bends a page.

    Unlike live_server it is filled once for its module, not once for each test.
    """
    with django_db_blocker.unblock():
        extreme_rows.fill()
        server = LiveServer("localhost")
        try:
            yield server.url
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)
