"""An account of each role, and one of none, each with a session."""

import importlib

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test import Client

ROLES = ("编辑", "发布", "管理员")


def make_roles() -> None:
    """The groups of the migrations, where tests with transactions have emptied the tables."""
    if Group.objects.filter(name__in=ROLES).count() == len(ROLES):
        return
    importlib.import_module("reforms.migrations.0004_roles").make(apps)
    importlib.import_module("reforms.migrations.0005_record").extend(apps, None)
    importlib.import_module("reforms.migrations.0012_people").extend(apps, None)
    importlib.import_module("reforms.migrations.0013_release_fields").grant(apps, None)


def member(role: str) -> Client:
    """A session of a role; also of superuser, staff (in no group), reader (no staff), nobody."""
    client = Client()
    if role == "nobody":
        return client
    user = User.objects.create_user(role, is_staff=role != "reader")
    user.is_superuser = role == "superuser"
    user.save()
    if role in ROLES:
        make_roles()
        user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client
