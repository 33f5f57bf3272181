"""What the site asks of its database beside rows."""

import psycopg
import pytest
from django.db import connection

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
