"""Many rows inserted at once are stored as those saved one by one."""

import pytest
from django.db import IntegrityError

from reforms.models import BatchImport, Case, CreditedBody, ImportRow, Version, recording
from reforms.models.guard import UnrecordedChange
from reforms.storage.inserting import insert
from tests.support import cast

pytestmark = pytest.mark.django_db

ODD = 'tab\t, line\n, \\N, \\., "quote", 引号“”, 𠮷 %s ;'


@pytest.fixture
def batch_import():
    return BatchImport.objects.create(kind="csv")


def rows(batch_import, *lines: int) -> list[ImportRow]:
    cells = {"title": ODD, "summary": ""}
    return [ImportRow(batch_import=batch_import, line=line, cells=cells) for line in lines]


def test_a_row_is_stored_as_save_stores_it(batch_import):
    [inserted, saved] = rows(batch_import, 1, 2)
    insert(ImportRow, [inserted])
    saved.save()
    stored = list(ImportRow.objects.order_by("line").values())
    assert stored[0] == stored[1] | {"id": inserted.pk, "line": 1}
    assert stored[0]["cells"]["title"] == ODD


def test_a_time_is_stored_as_save_stores_it():
    versions = [Version(subject="case", subject_id=1, reference="x", state={}) for _ in range(2)]
    versions[1].at = versions[0].at
    insert(Version, versions[:1])
    versions[1].save()
    assert len(set(Version.objects.filter(reference="x").values_list("at", flat=True))) == 1


def test_a_row_can_be_saved_afterwards(batch_import):
    [row] = rows(batch_import, 1)
    insert(ImportRow, [row])
    row.status = "new"
    row.save()
    assert ImportRow.objects.get().status == "new"


def test_keys_of_deleted_rows_are_not_given_again(batch_import):
    insert(ImportRow, made := rows(batch_import, 1, 2))
    last = made[1].pk
    ImportRow.objects.all().delete()
    insert(ImportRow, again := rows(batch_import, 3, 4))
    assert [row.pk for row in again] == [last + 1, last + 2]
    other = rows(batch_import, 5)[0]
    other.save()
    assert other.pk == last + 3


def test_rows_with_the_same_unique_value_are_refused(batch_import):
    with pytest.raises(IntegrityError):
        insert(ImportRow, rows(batch_import, 1, 1))


def test_rows_of_the_catalogue_are_refused_outside_of_history():
    body = CreditedBody(case=cast.draft(), name="江苏检察机关")
    with pytest.raises(UnrecordedChange):
        insert(CreditedBody, [body])
    with recording():
        insert(CreditedBody, [body])
    assert Case.objects.get().bodies.count() == 2
