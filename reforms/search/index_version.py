"""By what code the index was made: one row, which whoever writes by other code takes away."""

import hashlib

from django.db import connection

from . import folding, phrases

FORMAT = 2  # grows when an engine stores something else for the same text
STAMP = f"{FORMAT}-{folding.DIGEST}-{phrases.DIGEST}"
SHORT = hashlib.sha256(STAMP.encode()).hexdigest()[:8]  # for the names of tables


def create() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE reforms_searchstamp (stamp varchar(50) NOT NULL)")


def drop() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE reforms_searchstamp")


def put() -> None:
    """Record that the whole index was made by this table, these phrases and in this format."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reforms_searchstamp")
        cursor.execute("INSERT INTO reforms_searchstamp VALUES (%s)", [STAMP])


def is_ours() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT stamp FROM reforms_searchstamp")
        return cursor.fetchone() == (STAMP,)


def disown() -> None:
    """Take away the stamp of other code: what is written from now on is missing in its index, so
    that it must not trust it again either."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reforms_searchstamp WHERE stamp <> %s", [STAMP])
