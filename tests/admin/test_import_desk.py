"""The pages of an import: preview, correction, applying, publishing and undoing."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from reforms.admin.imports.cells import open_questions
from reforms.models import BatchImport, Case, ImportRow
from tests.admin.import_pages import applied_import, page_of, paste, upload, words
from tests.support import cast
from tests.support.publishing import confirming
from tests.support.release_text import NEWS

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_it_shows_a_pasted_release_beside_its_passages(admin_client):
    page = words(paste(admin_client, follow=True))
    for text in (
        "原文说共 4 件，认出 4 件",
        "正文只写“近日”",
        "剔除的网页杂项 5 行",
        "原文：细化办案责任",
        "导入：新增草稿 4 件",
    ):
        assert text in page


def test_it_says_on_top_when_fewer_cases_are_found_than_claimed(admin_client):
    page = words(paste(admin_client, NEWS.replace("共4件", "共6件"), follow=True))
    assert "原文说共 6 件，认出 4 件，请核对" in page


def test_it_asks_once_what_it_asks_of_several_cases(admin_client):
    page = words(paste(admin_client, follow=True))
    assert page.count("原文没有写明层级，按单位名称判断") == 1
    assert "（2 件：第 1、2 件）" in page


def test_it_shows_the_text_beside_rows_that_are_to_be_filled_in(admin_client):
    text = "2024年3月8日，最高人民检察院发布第五批检察听证典型案例，共4件。各地要认真学习。"
    page = words(paste(admin_client, text, follow=True))
    assert "原文，对照填写" in page
    assert "各地要认真学习。" in page
    assert page.count("没有读出案例，按原文所说的件数留出空行") == 1


def test_the_source_of_a_batch_is_one_field(admin_client):
    page = words(paste(admin_client, follow=True))
    assert 'name="batch-source" value="检察日报"' in page
    batch_import = BatchImport.objects.get()
    source = "检察日报 https://example.org/a.html"
    admin_client.post(page_of(batch_import), {"batch-source": source, "_correct": "1"})
    batch_import.refresh_from_db()
    names = ("source_name", "source_url")
    assert [batch_import.facts["batch"][name] for name in names] == source.split()
    assert f'value="{source}"' in words(admin_client.get(page_of(batch_import)))


def test_a_long_title_is_in_a_box_that_shows_it(admin_client):
    paste(admin_client)
    row = ImportRow.objects.earliest("line")
    page = words(admin_client.get(page_of(BatchImport.objects.get())))
    assert f'<textarea id="row-{row.pk}-title" name="row-{row.pk}-title" rows="2"' in page


def test_its_record_says_who_did_it_with_which_file(admin_client):
    cast.batch()
    upload(admin_client, "批次,标题,单位\nspp-reform-2,甲,江苏检察机关\n", "名单.csv")
    batch_import = BatchImport.objects.get()
    page = words(admin_client.post(page_of(batch_import), {"_apply": "1"}, follow=True))
    for text in ("已导入", "名单.csv", "UTF-8", batch_import.sha256, "新增 1", "admin ·"):
        assert text in page


def test_it_corrects_applies_and_publishes(admin_client, admin_user):
    paste(admin_client)
    batch_import = BatchImport.objects.get()
    first = batch_import.rows.order_by("line")[0]
    change = {f"row-{row.pk}-summary": "摘要" for row in batch_import.rows.all()}
    change |= {f"row-{first.pk}-title": "改好的标题", "batch-slug": "spp-reform-3", "_apply": "1"}
    page = admin_client.post(page_of(batch_import), change, follow=True)
    assert "已导入" in words(page)
    assert "发布本次导入的 4 件" in words(page)
    assert not Case.objects.published().exists()
    page = admin_client.post(
        page_of(batch_import, "publish"), confirming(batch_import), follow=True
    )
    assert "已发布 4 件案例" in words(page)
    assert Case.objects.published().get(number=1).title == "改好的标题"
    batch_import.refresh_from_db()
    assert (batch_import.by, batch_import.applied_by) == (admin_user, admin_user)


def test_it_lists_what_is_missing_before_publication(admin_client):
    paste(admin_client)
    batch_import = BatchImport.objects.get()
    without_source = {"batch-source_name": "", "_apply": "1"}
    page = admin_client.post(page_of(batch_import), without_source, follow=True)
    assert "发布前还缺" in words(page)
    assert "没有来源" in words(
        admin_client.post(page_of(batch_import, "publish"), confirming(batch_import), follow=True)
    )
    assert not Case.objects.published().exists()


def test_a_second_click_changes_nothing(admin_client):
    paste(admin_client)
    batch_import = BatchImport.objects.get()
    admin_client.post(page_of(batch_import), {"_apply": "1"})
    page = admin_client.post(page_of(batch_import), {"_apply": "1"}, follow=True)
    assert "状态是“已导入”" in words(page)
    assert Case.objects.count() == 4


def test_what_was_not_touched_on_the_page_is_no_correction(admin_client):
    paste(admin_client)
    batch_import = BatchImport.objects.get()
    row = batch_import.rows.order_by("line")[0]
    shown = {f"row-{row.pk}-provinces": "浙江", f"row-{row.pk}-levels": "省级院"}
    admin_client.post(page_of(batch_import), shown | {"_correct": "1"})
    row.refresh_from_db()
    assert row.cells["provinces"] == "zhejiang"


def test_it_gives_up_an_import(admin_client):
    paste(admin_client)
    batch_import = BatchImport.objects.get()
    page = admin_client.post(page_of(batch_import), {"_discard": "1"}, follow=True)
    assert "案例库没有任何改动" in words(page)
    assert "已放弃" in words(admin_client.get(page_of(batch_import)))


def test_it_offers_to_give_up_what_was_never_read_to_its_end(admin_client):
    batch_import = BatchImport.objects.create(kind="csv", file_name="断.csv")
    assert "文件没有读完" in words(admin_client.get(page_of(batch_import)))
    admin_client.post(page_of(batch_import), {"_discard": "1"})
    batch_import.refresh_from_db()
    assert batch_import.state == "discarded"


def edited_after_an_import(client: Client) -> BatchImport:
    """An import that changed a public case, which somebody has edited since."""
    case = cast.case(1)
    upload(client, "编号,标题\nspp-reform-2-01,改过的标题\n")
    batch_import = BatchImport.objects.get()
    client.post(page_of(batch_import), {"_apply": "1", "public": "on"})
    case.refresh_from_db()
    case.summary = "后来改的"
    cast.history.save_case(case)
    return batch_import


def seen_in(page: str) -> str:
    """What a page of an undo says that it shows."""
    match = re.search(r'name="seen" value="(\w{64})"', page)
    assert match
    return match[1]


def test_it_asks_before_it_takes_back_what_was_edited(admin_client):
    batch_import = edited_after_an_import(admin_client)
    asked = words(admin_client.get(page_of(batch_import, "undo")))
    assert "其中 1 件导入之后有人改过，默认保留" in asked
    assert "后来改的" in asked
    case = Case.objects.get()
    admin_client.post(page_of(batch_import, "undo"), {"also": case.pk, "seen": seen_in(asked)})
    case.refresh_from_db()
    assert (case.title, case.summary) == ("第1件案例的标题", "第1件案例的摘要")


def test_all_can_be_taken_back_though_edited(admin_client):
    batch_import = edited_after_an_import(admin_client)
    asked = words(admin_client.get(page_of(batch_import, "undo")))
    admin_client.post(page_of(batch_import, "undo"), {"all": "on", "seen": seen_in(asked)})
    assert Case.objects.get().title == "第1件案例的标题"


@pytest.mark.parametrize("choice", ["all", "also"])
def test_what_was_edited_after_the_page_was_shown_is_not_taken_back(admin_client, choice):
    batch_import = edited_after_an_import(admin_client)
    form = {"seen": seen_in(words(admin_client.get(page_of(batch_import, "undo"))))}
    case = Case.objects.get()
    case.summary = "刚刚改的"
    cast.history.save_case(case)
    form[choice] = str(case.pk)
    shown = words(admin_client.post(page_of(batch_import, "undo"), form, follow=True))
    assert "又有案例改动过；什么也没有撤销" in shown
    assert "刚刚改的" in shown
    case.refresh_from_db()
    assert (case.title, case.summary) == ("改过的标题", "刚刚改的")
    admin_client.post(page_of(batch_import, "undo"), form | {"seen": seen_in(shown)})
    case.refresh_from_db()
    assert case.title == "第1件案例的标题"


def test_a_form_that_says_not_what_was_seen_takes_back_no_edits(admin_client):
    batch_import = edited_after_an_import(admin_client)
    admin_client.post(page_of(batch_import, "undo"), {"all": "on"})
    assert Case.objects.get().title == "改过的标题"


def test_what_the_public_sees_is_changed_only_after_a_tick(admin_client):
    cast.case(1)
    page = words(upload(admin_client, "编号,标题\nspp-reform-2-01,改过的标题\n"))
    assert "其中 1 件已经发布" in page
    batch_import = BatchImport.objects.get()
    asked = admin_client.post(page_of(batch_import), {"_apply": "1"}, follow=True)
    assert "请先勾选" in words(asked)
    assert Case.objects.get().title == "第1件案例的标题"
    done = admin_client.post(page_of(batch_import), {"_apply": "1", "public": "on"}, follow=True)
    assert "已导入：更新 1 件，其中 1 件已发布，公众现在就能看到。" in words(done)


def test_what_was_typed_is_kept_when_the_page_is_turned(admin_client):
    paste(admin_client)
    batch_import, row = BatchImport.objects.get(), ImportRow.objects.earliest("line")
    typed = {"_turn": "", f"row-{row.pk}-title": "自己拟的标题"}
    turned = admin_client.post(f"{page_of(batch_import)}?status=refused", typed)
    assert turned.url == f"{page_of(batch_import)}?status=refused"
    row.refresh_from_db()
    assert row.cells["title"] == "自己拟的标题"


def test_a_case_that_lacks_something_keeps_all_from_being_published(admin_client):
    batch_import = applied_import(**{"batch-source_name": ""})
    page = words(admin_client.get(page_of(batch_import)))
    assert "发布前还缺（4 件）" in page
    asked = words(admin_client.get(page_of(batch_import, "publish")))
    assert "4 件还缺内容，补齐以前一件也不能发布。" in asked
    assert "发布这" not in asked
    page_text = words(
        admin_client.post(page_of(batch_import, "publish"), confirming(batch_import), follow=True)
    )
    assert "这里一件也没有发布：4 件还不能发布。" in page_text
    assert not Case.objects.published().exists()


def test_more_rows_than_can_be_edited_are_applied_with_progress(admin_client):
    cast.batch()
    rows = "".join(f"spp-reform-2,标题{n}号,江苏检察机关\n" for n in range(501))
    page = words(upload(admin_client, f"批次,标题,单位\n{rows}"))
    assert 'name="row-' in page  # what to do with a row can still be chosen
    assert "-title" not in page
    batch_import = BatchImport.objects.get()
    answer = admin_client.post(page_of(batch_import), {"_apply": "1"})
    progress_text = b"".join(answer.streaming_content).decode()
    assert "已整理 500 / 501 行" in progress_text
    assert "已全部导入" in progress_text
    assert Case.objects.count() == 501


def test_imports_stay_in_the_list_as_records(admin_client):
    paste(admin_client)
    page = words(admin_client.get("/admin/reforms/batchimport/"))
    assert "粘贴的发布稿" in page
    batch_import = BatchImport.objects.get()
    delete = reverse("admin:reforms_batchimport_delete", args=[batch_import.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403


def test_all_rows_are_read_for_the_questions_of_a_release_alone(
    admin_client, django_assert_num_queries
):
    upload(admin_client, "批次,标题,单位\nspp-reform-2,甲,江苏检察机关\n")
    batch_import = BatchImport.objects.get()
    with django_assert_num_queries(0):
        assert open_questions(batch_import, ()) == []
