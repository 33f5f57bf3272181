"""An import writes what its page showed, and nothing that others have changed since."""

import pytest

from reforms import importing
from reforms.models import BatchImport, Case, ImportRow
from tests.admin.import_pages import page_of, upload, words
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_a_public_batch_is_changed_only_after_a_tick(admin_client):
    cast.case(1)
    table = "批次,批次名称,编号\nspp-reform-2,表格里的名称,spp-reform-2-01\n"
    page = words(upload(admin_client, table))
    assert "其中 1 个批次已经发布" in page
    assert "导入：更新 1 个批次" in page
    batch_import = BatchImport.objects.get()
    asked = words(admin_client.post(page_of(batch_import), {"_apply": "1"}, follow=True))
    assert "会改动已发布的 1 个批次：请先勾选" in asked
    assert cast.batch().title == "第二批典型案例"
    done = words(
        admin_client.post(page_of(batch_import), {"_apply": "1", "public": "on"}, follow=True)
    )
    assert "已导入：更新 1 个批次，其中 1 个批次已发布，公众现在就能看到。" in done


def test_what_others_saved_after_the_preview_is_not_written_over(admin_client):
    case = cast.draft(1)
    upload(admin_client, "编号,标题,摘要\nspp-reform-2-01,改过的标题,第1件案例的摘要\n")
    case.summary = "别人后来写的摘要"
    cast.history.save_case(case)
    batch_import, row = BatchImport.objects.get(), ImportRow.objects.get()
    typed = {"_apply": "1", f"row-{row.pk}-title": "自己拟的标题"}
    page = words(admin_client.post(page_of(batch_import), typed, follow=True))
    assert "您核对之后案例库有改动，请再核对一次。" in page
    assert "自己拟的标题" in page
    assert Case.objects.get().summary == "别人后来写的摘要"


def test_a_page_older_than_the_last_check_imports_nothing(admin_client):
    cast.batch()
    page = upload(admin_client, "批次,标题,单位\nspp-reform-2,甲,江苏检察机关\n")
    old = page.context["batch_import"].facts["checked"]
    assert f'name="checked" value="{old}"' in words(page)
    batch_import = BatchImport.objects.get()
    importing.correct(batch_import, {batch_import.rows.get().pk: {"choice": "skip"}}, {})
    page = words(
        admin_client.post(page_of(batch_import), {"_apply": "1", "checked": old}, follow=True)
    )
    assert "请再核对一次" in page
    assert not Case.objects.exists()
