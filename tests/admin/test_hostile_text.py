"""Text that would be markup, in every field that holds text: it becomes none on any page."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import models

from reforms.erasure.owners import owned_models, texts_of
from reforms.models import Erasure, Version, erasing, recording
from tests.admin.role_table import PAGES
from tests.admin.test_role_table import address_of, rows
from tests.public.test_hostile_text import MARKUP, markup

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

# Closed lists, and keys that name another row.
NOT_FREE = {"reference", "batch", "status", "themes", "revision", "kinds", "levels", "provinces"}
NOT_FREE |= {"issuer_roles", "kind", "encoding"}


def hostile(field: models.Field, value: Any) -> Any:
    """Markup as long as the field, or in the place of each text of it."""
    if isinstance(field, models.JSONField):
        return spoilt(value)
    if isinstance(field, models.URLField):
        return f"https://example.org/?{MARKUP}"
    return MARKUP[: field.max_length or len(MARKUP)]


def spoilt(value: Any) -> Any:
    if isinstance(value, dict):
        free = {name: spoilt(part) for name, part in value.items() if name not in NOT_FREE}
        return value | free
    return value + MARKUP if isinstance(value, str) and not value.isascii() else value


def spoil(model: type[models.Model]) -> None:
    """Put markup into all texts of the rows of a model."""
    names = [name for name in texts_of(model) if name not in NOT_FREE]
    fields = [model._meta.get_field(name) for name in names]
    with recording(), erasing():
        for row in model._default_manager.all():
            values = {field.name: hostile(field, getattr(row, field.name)) for field in fields}
            model._default_manager.filter(pk=row.pk).update(**values)


def test_on_no_page_of_the_desk(client):
    about = rows()
    User.objects.update(first_name=MARKUP[:150], last_name=MARKUP[:150])
    for model in {*owned_models(), Version, Erasure}:
        spoil(model)
    client.force_login(User.objects.create_superuser("boss", password="x", first_name=MARKUP))
    seen = set()
    for page in PAGES:
        answer = client.get(address_of(page, about))
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            text = answer.content.decode()
            assert markup(text) == [], page.label
            seen.add(page.name) if "alert(1)" in text else None
    assert {"reforms_case_change", "reforms_case_history", "index", "people"} <= seen
