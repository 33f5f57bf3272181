"""The account of an editor."""

import pytest
from django.contrib.auth.models import User

from tests.admin.logging_in import PASSWORD


@pytest.fixture
def editor():
    return User.objects.create_superuser("editor", password=PASSWORD)
