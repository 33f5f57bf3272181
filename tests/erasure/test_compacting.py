"""Cleaning the files of the database after an erasure."""

import pytest
from django.core.management import call_command
from django.db import connection

from reforms.erasure import cleaning

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=["SELECT * FROM reforms_case", "UPDATE reforms_case SET number = number"])
def somebody_at_work(request):
    """Another connection in the middle of a transaction that reads, or writes."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(request.param)
        yield
        cursor.execute("ROLLBACK")
    other.close()


def test_it_says_where_the_files_could_not_be_cleaned_at_once(somebody_at_work):
    """SQLite alone waits for others; the texts are gone from its tables nevertheless."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=200")
    is_clean = cleaning.finish(even_if_clean=True)
    assert is_clean is (connection.vendor == "postgresql")


def test_the_database_can_be_cleaned_later(capsys):
    call_command("compact")
    assert "完成" in capsys.readouterr().out
