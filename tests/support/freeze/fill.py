"""A site with something of everything that a page or a file can show.

The one part that knows the project's modules: it runs once, and later code reads what it left.
"""

import django
from django.core.management import call_command
from django.db import connection

django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402

from . import catalogue, edits, uploads  # noqa: E402


def fill() -> None:
    """Fill the empty database of the settings; the second snapshot is of the end."""
    call_command("migrate", verbosity=0)
    call_command("seed", verbosity=0)
    people = make_people()
    cases = catalogue.fill(people)
    call_command("snapshot")
    edits.edit(cases, people)
    uploads.upload(cases, people)
    call_command("snapshot")
    close()


def make_people() -> dict[str, User]:
    """One user of each role, by role; the roles themselves are there since the migrations."""
    chief = User.objects.create_superuser("chief", "chief@casebook.test", "a long enough one")
    people = {"chief": chief}
    roles = {"publisher": "发布", "editor": "编辑", "manager": "管理员"}
    for name, role in roles.items():
        person = User.objects.create_user(name, is_staff=True, first_name=f"{role}者")
        person.groups.add(Group.objects.get(name=role))
        people[name] = person
    people["stranger"] = User.objects.create_user("stranger", is_staff=True)
    User.objects.create_user("gone", is_staff=True, is_active=False)
    return people


def close() -> None:
    """Leave one file, without SQLite's log beside it."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA journal_mode=DELETE")
    connection.close()
