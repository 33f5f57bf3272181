"""Two editors save the same case or batch: nothing that was typed is lost."""

import pytest
from django.urls import reverse

from reforms import history
from reforms.models import Batch, Case, Version
from tests.admin.roles import member
from tests.support import cast
from tests.support.case_forms import case_page, form_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_the_second_to_save_is_told_and_keeps_what_was_typed(admin_client):
    case = cast.draft(bodies=(cast.SICHUAN,))
    mine = form_of(case, title="我的标题") | {"bodies-0-province": "chongqing"}
    case.title, case.summary = "同事的标题", "同事的摘要"
    history.save_case(case, history.Edit(note="同事改的"))
    page = admin_client.post(case_page(case), mine).content.decode()
    for text in (
        "您打开之后，别人保存过改动。您填写的都还在，没有保存。",
        "同事改的",
        "<del>第1件案例的标题</del><ins>同事的标题</ins>",
        '<td class="history-change">同事的摘要</td><td class="history-change">第1件案例的摘要</td>',
        "成都市武侯区检察院，检察院，四川，基层院",
        "成都市武侯区检察院，检察院，重庆，基层院",
        ">\n我的标题</textarea>",
        '<option value="chongqing" selected>',
    ):
        assert text in page, text
    assert Case.objects.get().title == "同事的标题"


def test_the_second_to_save_can_write_over_knowingly(admin_client):
    case = cast.draft()
    mine = form_of(case, title="我的标题")
    case.title = "同事的标题"
    history.save_case(case, bodies=[cast.body(*cast.NANSHA)])
    version_key = Version.objects.last().pk
    assert admin_client.post(case_page(case), mine | {"over": version_key}).status_code == 302
    stored_case = Case.objects.get()
    assert (stored_case.title, stored_case.bodies.get().name) == ("我的标题", "江苏检察机关")


def test_who_is_told_once_is_told_again_of_a_third_change(admin_client):
    case = cast.draft()
    mine = form_of(case, title="我的标题")
    for title in ("第一次", "第二次"):
        case.title = title
        history.save_case(case)
    first, _second = Version.objects.filter(action="changed")
    page = admin_client.post(case_page(case), mine | {"over": first.pk})
    assert page.status_code == 200
    assert Case.objects.get().title == "第二次"


def test_a_form_that_does_not_say_what_it_was_opened_on_is_not_saved(admin_client):
    case = cast.draft()
    page = admin_client.post(case_page(case), form_of(case, title="新", opened_on=""))
    assert "别人保存过改动" in page.content.decode()


def test_it_is_no_conflict_where_only_the_batch_changed(admin_client):
    case = cast.draft()
    mine = form_of(case, title="我的标题")
    case.batch.reported_on = "2020"
    history.save_batch(case.batch)
    assert admin_client.post(case_page(case), mine).status_code == 302
    stored_case = Case.objects.get()
    assert (stored_case.title, stored_case.year) == ("我的标题", 2020)


def test_who_edits_a_draft_is_told_that_it_was_published(admin_client):
    case = cast.draft()
    mine = form_of(case, title="我的标题")
    history.publish([case])
    assert "别人保存过改动" in admin_client.post(case_page(case), mine).content.decode()


def test_who_may_not_save_any_more_keeps_what_was_typed():
    """An editor amends a batch; a publisher publishes it meanwhile."""
    case, editor = cast.draft(), member("编辑")
    mine = {"title": "我的名称", "issuers": "我的机关", "topic": "我补的主题"}
    history.publish([case])
    page = editor.post(reverse("admin:reforms_batch_change", args=[case.batch_id]), mine)
    assert page.status_code == 403
    for text in ("改动它需要发布权限", "我的名称", "我补的主题", "我的机关"):
        assert text in page.content.decode()
    assert Batch.objects.get().title == "第二批典型案例"


def test_what_was_typed_of_a_case_that_is_gone_is_kept(admin_client):
    case = cast.draft()
    address, mine = case_page(case), form_of(case, title="我的标题")
    history.delete_case(case)
    page = admin_client.post(address, mine)
    assert page.status_code == 404
    for text in ("它被删除了", "我的标题"):
        assert text in page.content.decode()


def test_two_editors_on_one_batch_lose_nothing(admin_client):
    batch = cast.batch()
    address = reverse("admin:reforms_batch_change", args=[batch.pk])
    mine = {"title": "我的名称", "slug": batch.slug, "issuers": batch.issuers, "topic": ""}
    mine |= {"cases-TOTAL_FORMS": 0, "cases-INITIAL_FORMS": 0}
    mine["opened_on"] = Version.objects.last().pk
    batch.topic = "同事的主题"
    history.save_batch(batch)
    page = admin_client.post(address, mine).content.decode()
    assert "别人保存过改动" in page
    assert ">\n我的名称</textarea>" in page
    assert "<del>（空）</del><ins>同事的主题</ins>" in page
    admin_client.post(address, mine | {"over": Version.objects.last().pk})
    batch.refresh_from_db()
    assert (batch.title, batch.topic) == ("我的名称", "")


def test_the_form_carries_the_version_it_was_opened_on(admin_client):
    case = cast.draft()
    page = admin_client.get(case_page(case)).content.decode()
    assert f'name="opened_on" value="{Version.objects.last().pk}"' in page
