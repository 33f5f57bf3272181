"""A large import is indexed, and taken back, in requests that are each short."""

import io

import pytest
from django.test import Client
from django.urls import reverse

from reforms import importing
from reforms.importing import indexing
from reforms.models import BatchImport, Case, CaseText
from tests.support import cast
from tests.support.import_desk import button, index_equals_data, table

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ROWS = 450  # three times as many as are indexed in one transaction, and more than a page edits


@pytest.fixture
def found(monkeypatch):
    """Prepared, where a request has time for one block of the index only."""
    monkeypatch.setattr(indexing, "STEP", 0)
    cast.theme("political")
    return importing.start_upload(io.BytesIO(table(ROWS)), "table.csv")


def press(client: Client, found: BatchImport, step: str) -> str:
    at, form = button(found, step)
    answer = client.post(at, form, follow=True)
    return answer.getvalue().decode()


def test_the_index_is_made_in_steps(admin_client, found):
    assert "已全部导入" in press(admin_client, found, "apply")
    assert Case.objects.count() == ROWS
    record = admin_client.get(
        reverse("admin:reforms_batchimport_change", args=[found.pk])
    ).content.decode()
    assert "已建立 200 / 450 件" in record
    assert "已建立 400 / 450 件" in press(admin_client, found, "index")
    done = press(admin_client, found, "index")
    assert "检索已经建完" in done
    assert "继续建立检索" not in done
    index_equals_data()


def test_an_undo_goes_on_where_it_stopped(admin_client, found):
    list(importing.apply(found))
    while not found.outcome["indexed"]:
        list(importing.index_drafts(found))
    first = press(admin_client, found, "undo")
    assert "已从检索中移出 200 / 450 件，案例还都在" in first
    assert Case.objects.count() == ROWS
    assert "已从检索中移出 400 / 450 件" in press(admin_client, found, "undo")
    assert "已撤销：删除草稿 450 件" in press(admin_client, found, "undo")
    assert not Case.objects.exists()
    assert not CaseText.objects.exists()


def test_an_undo_that_was_given_up_can_be_indexed_again(admin_client, found):
    list(importing.apply(found))
    while not found.outcome["indexed"]:
        list(importing.index_drafts(found))
    press(admin_client, found, "undo")
    for _step in range(3):
        press(admin_client, found, "index")
    index_equals_data()
