"""The site as it is really served, by gunicorn, on the database of a test."""

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from subprocess import Popen
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from benchmarks.databases import ROOT
from benchmarks.server import HOST, free_port, running


@contextmanager
def site(
    folder: Path = ROOT, *options: str, alive: str = "/about/", **given: str
) -> Iterator[tuple[Popen, int]]:
    """The process and the port of a site whose code is in a folder: options of gunicorn, settings,
    and the address whose answer shows that it is there."""
    port = free_port()
    given = {"HOST": HOST, "PORT": str(port), "WEB_CONCURRENCY": "1"} | given
    if url := given.get("DATABASE_URL"):  # another server: its index has a folder of its own
        name = hashlib.sha256(url.encode()).hexdigest()[:8]
        given["SEARCH_FOLDER_OF_TEST"] = f"{settings.SEARCH_FOLDER}-{name}"
    command = [sys.executable, "-m", "gunicorn", "--config", f"{folder}/gunicorn.conf.py"]
    command += ["--chdir", str(folder), *options]
    with running(command, environment() | given, port, alive) as server:
        yield server, port


def asked(port: int, address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """The status of an answer, its headers and its body."""
    with closing(HTTPConnection(HOST, port, timeout=60)) as there:
        there.request("GET", address, headers=headers)
        answer = there.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


def environment() -> dict[str, str]:
    """Of what works on the test's database; what it leaves when it is killed goes with the test."""
    given = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    given["SEARCH_FOLDER_OF_TEST"] = settings.SEARCH_FOLDER
    return os.environ | given | {"TMPDIR": str(settings.SCRATCH)}


def database_url() -> str:
    """Where the test database is, for another process."""
    has = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{has['NAME']}"
    place = f"{has['HOST']}:{has['PORT']}" if has["PORT"] else has["HOST"]
    secret = f":{quote(has['PASSWORD'], safe='')}" if has["PASSWORD"] else ""
    return f"postgres://{quote(has['USER'], safe='')}{secret}@{place}/{has['NAME']}"
