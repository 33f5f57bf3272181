"""What the site asks of its database beside rows."""

from operator import attrgetter

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from reforms.models import Revision
from reforms.models.first_row import first_row

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="has no connection that ends"),
]


def end_connection() -> None:
    """End the connection from outside, as a restart of the server does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    settings = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
    with psycopg.connect(**{name: settings[key] for name, key in names.items()}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_a_page_takes_a_new_connection_where_the_old_one_is_lost(client):
    client.get("/cases/")
    end_connection()
    assert client.get("/cases/").status_code == 200
    end_connection()
    assert client.get("/cases/?page=2").status_code == 200


def test_the_first_row_is_the_one_that_a_cursor_gives():
    statement = "SELECT 1, 'a é 案', '', NULL, timestamptz '2021-07-14 08:00:00.5+08'"
    assert first_row(statement) == ("1", "a é 案", "", None, "2021-07-14 00:00:00.5+00")
    assert first_row("SELECT 1 WHERE false") is None
    with transaction.atomic():
        assert first_row("SELECT 1, 'a'") == (1, "a")


def test_a_revision_is_the_same_inside_and_outside_a_transaction():
    Revision.next()
    with transaction.atomic():
        inside = Revision.current()
    outside = Revision.current()
    facts = attrgetter("number", "at", "dataset")
    assert facts(outside) == facts(inside)
    assert outside.at.tzinfo


def test_a_wrong_statement_is_an_error_that_leaves_the_connection_whole():
    with pytest.raises(ProgrammingError):
        first_row("SELECT nothing FROM nowhere")
    assert first_row("SELECT 1") == ("1",)
