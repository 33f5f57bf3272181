"""Two editors apply, or take back, one import at the very same moment."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from reforms import importing
from reforms.importing import starting
from reforms.models import BatchImport, Case, CaseText, ImportRow, Version
from tests.admin.test_two_editors import at_once
from tests.support import cast
from tests.support.import_desk import button, table, texts_equal_data

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROWS = 40


@pytest.fixture
def prepared():
    cast.theme("political")
    return importing.start_upload(io.BytesIO(table(ROWS)), "table.csv")


def pressing(user, batch_import: BatchImport, step: str):
    """What an editor reads after pressing the button of a step."""
    client, (at, form) = Client(), button(batch_import, step)
    client.force_login(user)
    return lambda: client.post(at, form, follow=True).content.decode()


def test_of_two_who_apply_at_once_one_is_told(admin_user, prepared):
    pages = at_once(*[pressing(admin_user, prepared, "apply")] * 2)
    assert sorted("已导入：" in page for page in pages) == [False, True]
    assert sorted("状态是“已导入”，不能再这样做" in page for page in pages) == [False, True]
    assert Case.objects.count() == ROWS
    assert Version.objects.filter(subject="case", action="created").count() == ROWS
    texts_equal_data()


def test_of_two_who_undo_at_once_one_is_told(admin_user, prepared):
    list(importing.apply(prepared))
    pages = at_once(*[pressing(admin_user, prepared, "undo")] * 2)
    assert sum("已撤销：删除草稿 40 件" in page for page in pages) == 1
    assert Version.objects.filter(subject="case", action="deleted").count() == ROWS
    assert not Case.objects.exists()
    assert not CaseText.objects.exists()


def test_an_import_given_up_while_it_is_read_leaves_no_rows():
    cast.batch()
    batch_import = BatchImport.objects.create(kind=BatchImport.Kind.CSV)

    def rows():
        yield ImportRow(line=2, cells={"batch": "spp-reform-2", "title": "甲"})
        importing.discard(BatchImport.objects.get())

    with pytest.raises(ValidationError, match="已放弃"):
        starting.check_and_store(batch_import, rows())
    assert not ImportRow.objects.exists()
    assert BatchImport.objects.get().state == BatchImport.State.DISCARDED
