"""Work on another database than that of the test."""

from collections.abc import Iterator
from contextlib import contextmanager

import environ
from django.core.management import call_command
from django.db import connection, connections


@contextmanager
def database(url: str) -> Iterator[None]:
    """Let this process, and what it starts, work on another database, made ready for it."""
    before, kept = connections.settings["default"], connections["default"]
    kept.close()
    wanted = environ.Env.db_url_config(url)
    options = before["OPTIONS"] if wanted["ENGINE"] == before["ENGINE"] else {}
    connections.settings["default"] = before | wanted | {"OPTIONS": options}
    del connections["default"]
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        connections.settings["default"], connections["default"] = before, kept
