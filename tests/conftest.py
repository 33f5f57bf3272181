import gc
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection
from hypothesis import settings as hypothesis_settings

from tests.support import cast

HERE = Path(__file__).parent
# Its own servers are of PostgreSQL: the other database has nothing to try there.
IS_POSTGRESQL = "postgres" in os.environ.get("DATABASE_URL", "")
collect_ignore = [] if IS_POSTGRESQL else ["operation/test_replicas.py"]
if "CLIENTS" not in os.environ:  # the folder of the programs that make test-clients runs
    collect_ignore.append("clients")
MIGRATED = ("django_content_type", "auth_permission", "auth_group", "auth_group_permissions")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER = (
    "没有找到浏览器，请先运行 / no browser found, please type first:\n"
    "    sudo apt-get install --no-install-recommends chromium fonts-noto-cjk"
)

# Times vary too much on shared machines for a limit on each example. The examples are the same in
# every run, so that a new one never stops an unrelated change; make test-fuzz looks for new ones.
hypothesis_settings.register_profile("project", deadline=None, derandomize=True)
hypothesis_settings.register_profile("explore", deadline=None)
hypothesis_settings.load_profile("explore" if "FUZZ_INPUTS" in os.environ else "project")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Modules whose tests all have a marker that the run leaves out are not even imported."""
    expression = config.option.markexpr.strip()
    if not re.fullmatch(r"not \w+( and not \w+)*", expression):
        return None
    left_out = set(re.findall(r"not (\w+)", expression))
    return True if left_out & markers_of(collection_path) else None


def markers_of(path: Path) -> set[str]:
    """The markers that a folder or module gives to all its tests."""
    if path.is_dir():
        return {path.name} & {"browser"}
    if path.suffix != ".py":
        return set()
    lines = re.findall(r"^pytestmark = .*", path.read_text(encoding="utf-8"), re.MULTILINE)
    return set(re.findall(r"mark\.(\w+)", "".join(lines)))


def pytest_collection_finish():
    """What is there now stays: the collector of garbage need not look through it again."""
    gc.freeze()


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE / "browser"):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's browser: a download of Playwright's own does not work everywhere."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail(NO_BROWSER, pytrace=False)
    return {
        **browser_type_launch_args,
        "executable_path": path,
        # No sandbox: it refuses root. The others keep it from calling home.
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="module")
def module_catalogue(django_db_setup, django_db_blocker):
    """Rows that are stored once for the tests of a module: call it with what stores them."""

    def store(fill: Callable[[], object]) -> None:
        with django_db_blocker.unblock():
            fill()

    yield store
    with django_db_blocker.unblock():
        empty_tables()


def empty_tables() -> None:
    """As flush does, but for what migrations store, which would take longer to store again."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    statements = connection.ops.sql_flush(
        no_style(), [table for table in tables if table not in MIGRATED], reset_sequences=True
    )
    connection.ops.execute_sql_flush(statements)


@pytest.fixture(scope="module")
def grown_catalogue(module_catalogue):
    """338 cases, for tests that only read."""
    from tests.support import grown  # needs the settings

    module_catalogue(grown.fill)


@pytest.fixture
def own_dataset(db):
    """For tests that change the rows of their module: as these changes are rolled back, numbers of
    revisions come again, and what is kept of one by its number is not to be met by another test."""
    from reforms.models import Revision  # needs the settings

    Revision.objects.update(dataset=uuid4())


@pytest.fixture(autouse=True)
def no_page_is_made_yet():
    """Pages are kept by what they depend on, which two tests may have in common."""
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A thread of the live server may still hold a connection that a browser left behind;
    PostgreSQL would then refuse to drop the test database."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture
def themes():
    """The themes that the cases of uploaded tables have."""
    for slug in cast.THEMES:
        cast.theme(slug)


def pytest_terminal_summary(terminalreporter):
    """List the faults, with how often each was tried and what was done."""
    for report in terminalreporter.getreports("passed"):
        for name, value in getattr(report, "user_properties", ()):
            if name == "fault" and report.when == "call":
                terminalreporter.write_line(f"{value}, nothing lost: {report.nodeid}")
