"""The account of an editor, and the session of an administrator."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.admin.logging_in import PASSWORD
from tests.admin.roles import make_roles, member


@pytest.fixture
def editor():
    make_roles()
    return User.objects.create_superuser("editor", password=PASSWORD)


@pytest.fixture
def administrator(db) -> Client:
    """A session of a member of 管理员 who has just logged in."""
    make_roles()
    return member("管理员")
