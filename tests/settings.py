"""Settings of the tests: like production, on a database of this process alone."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import psutil

PREFIX = "casebook-test-"


def scratch_folder() -> Path:
    """A folder of this process, within that of the process that began the run.

    So what was killed leaves nothing behind; folders of runs that were killed go with the next.
    """
    within = os.environ.get("SCRATCH_OF_RUN")
    if within and Path(within).is_dir():
        return Path(tempfile.mkdtemp(dir=within))
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}[0-9]*-*"):
        if not psutil.pid_exists(int(folder.name.split("-")[2])):
            shutil.rmtree(folder, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    os.environ["SCRATCH_OF_RUN"] = str(folder)
    return folder


def remove_scratch(process: int) -> None:
    if os.getpid() == process:  # its forks have none of their own
        shutil.rmtree(SCRATCH, ignore_errors=True)


SCRATCH = scratch_folder()
atexit.register(remove_scratch, os.getpid())

# Only the database is the caller's choice.
os.environ.update(
    SECRET_KEY="not-secret-" * 6,
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    SITE_URL="http://casebook.test",
    DEBUG="False",
    TRUST_PROXY="False",
    # One for each process of the tests; a process that works on the same database is told.
    SEARCH_FOLDER=os.environ.get("SEARCH_FOLDER_OF_TEST", str(SCRATCH / "search")),
)
if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = f"sqlite:///{SCRATCH}/main.sqlite3"
# Playwright leaves an event loop running in the thread that also uses the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from casebook.settings import *  # noqa: E402, F403
from casebook.settings import DATABASES, STORAGES  # noqa: E402

STRICT = True
# The test client leaves most files unread, and only reading a file to its end gives its place back.
EXPORTS_AT_ONCE = int(os.environ.get("EXPORTS_AT_ONCE") or 1000)
READ_IN_BACKGROUND = bool(os.environ.get("READ_IN_BACKGROUND"))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file: the threads of live_server could not see a database in memory.
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"
# A connection kept by a server thread would keep the test database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir()
# Straight from static/, so that no test needs collectstatic.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
