"""A change to what is public is shown first, and saved once it is confirmed."""

import pytest
from django.urls import reverse

from reforms import history
from reforms.models import Batch, Case, Version
from tests.support import cast
from tests.support.case_forms import case_page, confirmed, form_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_a_change_to_a_public_case_is_shown_and_not_saved(admin_client):
    case = cast.case(bodies=(cast.SICHUAN,))
    form = form_of(case, title="我的<标题>") | {"bodies-0-province": "chongqing"}
    page = admin_client.post(case_page(case), form).content.decode()
    for text in (
        "还没有保存：这是公开的内容，请核对改动",
        "<strong>标题</strong>：<del>第1件案例的标题</del><ins>我的&lt;标题&gt;</ins>",
        "<del>成都市武侯区检察院，检察院，四川，基层院，据原文</del>"
        "<ins>成都市武侯区检察院，检察院，重庆，基层院，据原文</ins>",
        ">\n我的&lt;标题&gt;</textarea>",
        '<option value="chongqing" selected>',
    ):
        assert text in page, text
    assert 'class="errornote"' not in page
    assert 'name="_save"' not in page
    assert Case.objects.get().title == "第1件案例的标题"
    assert not Version.objects.filter(action="changed").exists()


def test_a_confirmed_change_is_saved(admin_client):
    case = cast.case()
    form = confirmed(admin_client, case_page(case), form_of(case, title="我的标题", note="更正"))
    assert admin_client.post(case_page(case), form).status_code == 302
    assert Case.objects.get().title == "我的标题"
    assert Version.objects.get(action="changed").note == "更正"


@pytest.mark.parametrize("later", [{"title": "又改的"}, {"bodies-0-name": "又改的检察院"}])
def test_what_was_changed_after_it_was_shown_is_shown_again(admin_client, later):
    case = cast.case()
    form = confirmed(admin_client, case_page(case), form_of(case, title="我的标题")) | later
    page = admin_client.post(case_page(case), form).content.decode()
    assert "又改的" in page[page.index("请核对改动") : page.index("确认改动，保存")]
    assert Case.objects.get().title == "第1件案例的标题"


def test_a_change_to_a_public_batch_is_shown_first(admin_client):
    batch = cast.case().batch
    form = {"title": "我的名称", "issuers": batch.issuers, "issuer_roles": "组织评选"}
    form |= {"reported_on": batch.reported_on, "source_name": batch.source_name}
    form |= {"opened_on": Version.objects.filter(subject="batch").last().pk}
    address = reverse("admin:reforms_batch_change", args=[batch.pk])
    page = admin_client.post(address, form).content.decode()
    assert "<strong>批次名称</strong>：<del>第二批典型案例</del><ins>我的名称</ins>" in page
    assert "<strong>发布机关的角色</strong>：<del>发布</del><ins>组织评选</ins>" in page
    assert Batch.objects.get().title == "第二批典型案例"
    admin_client.post(address, confirmed(admin_client, address, form))
    assert Batch.objects.get().title == "我的名称"


def test_the_click_that_asked_is_carried_out(admin_client):
    case = cast.case()
    form = form_of(case, title="我的标题", _continue="1")
    page = admin_client.post(case_page(case), form).content.decode()
    assert '<input type="hidden" name="_continue" value="1">' in page
    response = admin_client.post(case_page(case), confirmed(admin_client, case_page(case), form))
    assert response["Location"] == case_page(case)


def test_other_faults_come_first(admin_client):
    case = cast.case()
    page = admin_client.post(case_page(case), form_of(case, title="")).content.decode()
    assert "请核对改动" not in page
    assert 'class="errornote"' in page


def test_writing_over_a_colleague_is_shown_too(admin_client):
    case = cast.case()
    form = form_of(case, title="我的标题")
    case.title = "同事的标题"
    history.save_case(case)
    form |= {"over": Version.objects.last().pk}
    page = admin_client.post(case_page(case), form).content.decode()
    assert "<del>同事的标题</del><ins>我的标题</ins>" in page
    assert f'<input type="hidden" name="over" value="{form["over"]}">' in page
    admin_client.post(case_page(case), confirmed(admin_client, case_page(case), form))
    assert Case.objects.get().title == "我的标题"
