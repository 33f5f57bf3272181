"""No change goes behind the history."""

import pytest
from django.core.management import call_command
from django.db import transaction

from reforms.models import Batch, Case, CreditedBody, Theme, Version
from reforms.models.guard import UnrecordedChange
from tests.support import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [
        lambda case: case.save(),
        lambda case: case.delete(),
        lambda case: Case.objects.update(title="x"),
        lambda case: Case.objects.all().delete(),
        lambda case: Case.objects.bulk_update([case], ["title"]),
        lambda case: Case.objects.bulk_create([Case(batch=case.batch, number=9)]),
        lambda case: case.themes.add(cast.theme("political")),
        lambda case: case.bodies.all().delete(),
        lambda case: CreditedBody.objects.update(province="jiangsu"),
        lambda case: case.batch.save(),
        lambda case: Batch.objects.update(title="x"),
        lambda case: Theme(slug="x").save(),
        lambda case: Version.objects.first().delete(),
        lambda case: Version.objects.first().save(),
    ],
)
def test_no_change_goes_behind_the_history(change):
    cast.theme("political")
    case = cast.case()
    with pytest.raises(UnrecordedChange), transaction.atomic():
        change(case)
    assert Case.objects.get().title == "第1件案例的标题"


def test_a_fixture_cannot_be_loaded_behind_the_history(tmp_path):
    fixture = tmp_path / "themes.json"
    fixture.write_text('[{"model": "reforms.theme", "pk": 1, "fields": {"slug": "x"}}]')
    with pytest.raises(UnrecordedChange):
        call_command("loaddata", str(fixture))
