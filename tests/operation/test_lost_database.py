"""A database that is lost, locked or read-only: a plain page, nothing lost, and back by itself."""

import io
import sqlite3

import psycopg
import pytest
from django.db import OperationalError, connection

from reforms import importing
from reforms.models import Case
from tests.support import cast
from tests.support.import_desk import button, table

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def fails(request):
    """Every statement of the block fails as the database itself would say it."""

    def fail(*_arguments):
        raise OperationalError("the disk is full")

    return connection.execute_wrapper(fail)


@pytest.mark.parametrize(
    ("address", "words"),
    [("/cases/", "暂时打不开"), ("/en/cases/", "Not available just now"), ("/cases.csv", "打不开")],
)
def test_without_a_database_it_says_when_to_come_again(client, fails, address, words):
    cast.case()
    with fails:
        answer = client.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Cache-Control"] == "no-store"
    assert words in answer.content.decode()
    assert "the disk is full" not in answer.content.decode()
    again = client.get(address)
    assert again.status_code == 200
    assert again.getvalue()  # a file that is left unread keeps its transaction


def test_probes_tell_a_lost_database_from_a_dead_process(client, fails):
    with fails:
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").status_code == 200


def test_readyz_does_not_say_where_the_database_is(client, fails):
    with fails:
        answer = client.get("/readyz").content.decode()
    assert answer == "database: cannot be reached or read; see the log\n"


def test_a_full_disk_is_told_to_probes(client, settings):
    settings.LEAST_DISK_MB = 1 << 40
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "disk" in answer.content.decode()


def saved(admin_client, case) -> int:
    form = {"action": "submit_cases", "_selected_action": [case.pk]}
    return admin_client.post("/admin/reforms/case/", form).status_code


def test_a_write_that_waits_too_long_is_given_up_whole(admin_client, client):
    case = cast.draft()
    with locked():
        assert saved(admin_client, case) == 503
        assert client.get("/cases/").status_code == 200
    assert Case.objects.get().status == "draft"
    assert saved(admin_client, case) == 302
    assert Case.objects.get().status == "in-review"


def test_a_long_import_that_is_cut_off_says_so_on_its_page(admin_client):
    cast.theme("political")
    batch_import = importing.start_upload(io.BytesIO(table(201)), "table.csv")
    with locked():
        page = admin_client.post(*button(batch_import, "apply"))
        output = b"".join(page.streaming_content).decode()
    assert "数据库暂时用不了" in output
    assert "</html>" in output
    assert not Case.objects.exists()


def locked():
    return {"sqlite": locked_sqlite, "postgresql": locked_postgresql}[connection.vendor]()


class locked_sqlite:
    """Another process holds the write lock for longer than this one waits."""

    def __enter__(self):
        connection.ensure_connection()
        connection.connection.execute("PRAGMA busy_timeout=50")
        self.other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        self.other.execute("BEGIN IMMEDIATE")

    def __exit__(self, *_error):
        self.other.execute("ROLLBACK")
        self.other.close()


class locked_postgresql:
    """Another connection holds the rows for longer than this one waits."""

    def __enter__(self):
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        self.other = psycopg.connect(**simple(connection.get_connection_params()))
        self.other.execute("LOCK reforms_case, django_session IN SHARE MODE")

    def __exit__(self, *_error):
        self.other.rollback()
        self.other.close()


def simple(parameters: dict) -> dict:
    names = ("dbname", "user", "password", "host", "port")
    return {name: parameters[name] for name in names if name in parameters}
