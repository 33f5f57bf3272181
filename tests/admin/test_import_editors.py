"""Two editors correct one prepared import: neither overwrites what the other typed."""

import re

import pytest
from django.test import Client

from reforms.models import BatchImport, ImportRow
from tests.admin.import_pages import page_of, paste, upload
from tests.admin.proving import hidden_fields
from tests.admin.roles import member
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TABLE = "批次,标题,单位,摘要\nspp-reform-2,原来的标题,云南省检察院,原来的摘要\n"


@pytest.fixture
def batch_import(admin_client) -> BatchImport:
    """A prepared import of one row."""
    cast.batch()
    upload(admin_client, TABLE)
    return BatchImport.objects.get()


def opened(client: Client, batch_import: BatchImport) -> dict:
    """What a page that was opened now sends back, its inputs as they are."""
    response = client.get(page_of(batch_import))
    page, row = response.content.decode(), batch_import.rows.first()
    shown = {f"row-{row.pk}-{name}": text for name, text in row.cells.items() if name != "batch"}
    inputs = {name: text for name, text in shown.items() if f'name="{name}"' in page}
    return hidden_fields(response) | inputs | {"_correct": "1"}


def name_of(column: str) -> str:
    return f"row-{ImportRow.objects.earliest('line').pk}-{column}"


def cells() -> dict:
    return ImportRow.objects.earliest("line").cells


def test_each_keeps_what_only_the_other_changed(batch_import):
    first, second = member("编辑"), member("发布")
    forms = [opened(client, batch_import) for client in (first, second)]
    first.post(page_of(batch_import), forms[0] | {name_of("title"): "甲改的标题"})
    response = second.post(page_of(batch_import), forms[1] | {name_of("summary"): "乙改的摘要"})
    assert response.status_code == 302
    assert (cells()["title"], cells()["summary"]) == ("甲改的标题", "乙改的摘要")


def test_the_second_to_change_a_cell_is_told_and_keeps_both(batch_import):
    first, second = member("编辑"), member("发布")
    forms = [opened(client, batch_import) for client in (first, second)]
    first.post(page_of(batch_import), forms[0] | {name_of("title"): "甲改的标题"})
    typed = {name_of("title"): "乙改的标题", name_of("summary"): "乙改的摘要"}
    page = second.post(page_of(batch_import), forms[1] | typed).content.decode()
    for text in ("别人也改了下面几处", "第 2 行 标题", "甲改的标题", "乙改的标题"):
        assert text in page, text
    assert (cells()["title"], cells()["summary"]) == ("甲改的标题", "乙改的摘要")


def test_the_same_change_by_both_is_no_clash(batch_import):
    first, second = member("编辑"), member("发布")
    forms = [opened(client, batch_import) for client in (first, second)]
    for client, form in zip((first, second), forms, strict=True):
        response = client.post(page_of(batch_import), form | {name_of("title"): "改过的标题"})
        assert response.status_code == 302
    assert cells()["title"] == "改过的标题"


def test_two_choices_for_a_row_clash(batch_import):
    first, second = member("编辑"), member("发布")
    forms = [opened(client, batch_import) for client in (first, second)]
    first.post(page_of(batch_import), forms[0] | {name_of("choice"): "skip"})
    page = second.post(page_of(batch_import), forms[1] | {name_of("choice"): "add"})
    text = " ".join(page.content.decode().split())
    assert "第 2 行 处理" in text
    assert ["别人填写的：跳过" in text, "仍然新增</textarea>" in text] == [True, True]
    assert ImportRow.objects.get().choice == "skip"


def test_a_clash_imports_nothing(batch_import):
    first, second = member("编辑"), member("发布")
    forms = [opened(client, batch_import) for client in (first, second)]
    first.post(page_of(batch_import), forms[0] | {name_of("title"): "甲改的标题"})
    del forms[1]["_correct"]
    second.post(page_of(batch_import), forms[1] | {name_of("title"): "乙改的", "_apply": "1"})
    batch_import.refresh_from_db()
    assert batch_import.state == "prepared"


def test_an_emptied_cell_is_not_filled_again(batch_import):
    first, second = member("编辑"), member("发布")
    forms = [opened(client, batch_import) for client in (first, second)]
    first.post(page_of(batch_import), forms[0] | {name_of("summary"): ""})
    second.post(page_of(batch_import), forms[1] | {name_of("title"): "乙改的标题"})
    assert cells().get("summary", "") == ""


def test_two_editors_of_the_batch_are_told_too(admin_client):
    paste(admin_client)
    batch_import = BatchImport.objects.get()
    first, second = member("编辑"), member("发布")
    forms = [opened(client, batch_import) for client in (first, second)]
    first.post(page_of(batch_import), forms[0] | {"batch-topic": "甲写的主题"})
    typed = {"batch-topic": "乙写的主题", "batch-title": "乙改的名称"}
    page = second.post(page_of(batch_import), forms[1] | typed).content.decode()
    assert re.search("批次 [^<]*</h2>", page)
    assert ["甲写的主题" in page, "乙写的主题" in page] == [True, True]
    batch_import.refresh_from_db()
    fields = batch_import.facts["batch"]
    assert (fields["topic"], fields["title"]) == ("甲写的主题", "乙改的名称")
