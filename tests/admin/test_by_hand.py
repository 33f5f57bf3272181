"""A batch made by hand on one page: facts once, then its cases one by one."""

import re

import pytest
from django.urls import reverse

from reforms import history
from reforms.models import Batch, Case, CreditedBody, Version
from tests.admin.roles import make_roles, member
from tests.support import cast
from tests.support.case_forms import confirmed

pytestmark = pytest.mark.django_db

NEW = "/admin/reforms/batch/by-hand/"
FACTS = {"title": "某省检察机关典型案例", "issuers": "江苏省人民检察院", "reported_on": "2024-05"}
CASE = {"_add": "1", "case-title": "第一件", "case-title_by": "issuer"}
CASE |= {"case-bodies": "昆山市检察院"}


def cases_page(batch: Batch) -> str:
    return reverse("admin:reforms_batch_cases", args=[batch.pk])


def opened(batch: Batch) -> dict:
    """The facts of a stored batch as its form sends them."""
    last = Version.objects.filter(subject="batch", subject_id=batch.pk).last()
    names = ("title", "issuers", "reported_on", "source_name", "slug")
    return {name: getattr(batch, name) for name in names} | {"opened_on": last.pk}


def test_facts_and_the_first_case_are_stored_at_once(admin_client):
    response = admin_client.post(NEW, FACTS | CASE)
    case = Case.objects.get()
    assert response.headers["Location"] == f"{cases_page(case.batch)}#id_case-title"
    assert (case.batch.title, case.title, case.number) == ("某省检察机关典型案例", "第一件", 1)
    assert case.status == "draft"


def test_kind_province_and_level_follow_from_the_name(admin_client):
    bodies = "昆山市检察院\n重庆市检察院、江苏检察机关"
    admin_client.post(NEW, FACTS | CASE | {"case-bodies": bodies})
    names = ("name", "kind", "province", "level", "place_basis")
    assert list(CreditedBody.objects.values_list(*names)) == [
        ("昆山市检察院", "procuratorate", "jiangsu", "grassroots", "stated"),
        ("重庆市检察院", "procuratorate", "chongqing", "provincial", "stated"),
        ("江苏检察机关", "system", "jiangsu", "provincial", "inferred"),
    ]


def test_the_page_shows_what_was_derived(admin_client):
    admin_client.post(NEW, FACTS | CASE)
    page = admin_client.get(cases_page(Batch.objects.get())).content.decode()
    assert "检察院 · 江苏 · 基层院" in page


def test_a_check_shows_places_and_stores_nothing(admin_client):
    form = FACTS | CASE | {"_check": "1"}
    del form["_add"]
    page = admin_client.post(NEW, form).content.decode()
    assert "江苏 · 基层院" in page
    assert not Batch.objects.exists()


def test_a_text_of_more_bodies_than_is_taken_is_not_read(admin_client):
    """16,000 names took eight seconds, though the field was refused."""
    form = FACTS | CASE | {"_check": "1", "case-bodies": "云南省人民检察院\n" * 250}
    page = admin_client.post(NEW, form).content.decode()
    assert "云南省人民检察院" in page
    assert page.count("云南 · 省级院") == 0
    form["case-bodies"] = "云南省人民检察院\n" * 20
    assert admin_client.post(NEW, form).content.decode().count("云南 · 省级院") == 20


def test_a_name_of_several_places_is_asked_about(admin_client):
    form = FACTS | CASE | {"case-bodies": "鼓楼区检察院"}
    page = admin_client.post(NEW, form).content.decode()
    assert "名称不止一处" in page
    assert 'name="case-place-0"' in page
    assert not Batch.objects.exists()
    place = "江苏省南京市鼓楼区人民检察院"
    admin_client.post(NEW, form | {"case-place-0": place})
    body = CreditedBody.objects.get()
    assert (body.name, body.standard_name, body.province) == ("鼓楼区检察院", place, "jiangsu")


def test_one_more_keeps_the_batch_and_counts_on(admin_client):
    admin_client.post(NEW, FACTS | CASE)
    batch = Batch.objects.get()
    admin_client.post(cases_page(batch), opened(batch) | CASE | {"case-title": "第二件"})
    assert [(case.number, case.title) for case in batch.cases.order_by("number")] == [
        (1, "第一件"),
        (2, "第二件"),
    ]
    assert Version.objects.filter(subject="batch").count() == 1  # its facts are not written again


def test_a_slug_is_made_where_none_is_typed(admin_client):
    admin_client.post(NEW, FACTS)
    admin_client.post(NEW, FACTS | {"title": "另一批"})
    assert list(Batch.objects.order_by("pk").values_list("slug", flat=True)) == [
        "batch-2024",
        "batch-2024-2",
    ]


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("case-title_by", "照录发布机关的，还是本站编者拟的"),
        ("case-bodies", "这一栏要填"),
        ("case-title", "这一栏要填"),
    ],
)
def test_nothing_is_claimed_that_nobody_said(admin_client, field, message):
    page = admin_client.post(NEW, FACTS | CASE | {field: ""}).content.decode()
    assert message in page
    assert not Batch.objects.exists()


def test_who_assigned_a_theme_is_asked(admin_client):
    theme = cast.theme("supervisory")
    form = FACTS | CASE | {"case-themes": [theme.pk]}
    assert "还是本站编者归类的" in admin_client.post(NEW, form).content.decode()
    admin_client.post(NEW, form | {"case-themes_by": "catalogue"})
    case = Case.objects.get()
    assert (case.themes_by, case.themes.get()) == ("catalogue", theme)


def test_the_next_case_proposes_what_the_last_one_said(admin_client):
    case = cast.draft(title_by="catalogue")
    page = admin_client.get(cases_page(case.batch))
    assert page.context["case_form"].initial["title_by"] == "catalogue"


def test_what_the_batch_lacks_is_said_once_and_cured_in_its_facts(admin_client):
    batch = cast.batch(source_name="")
    cast.draft(1), cast.draft(2)
    page = admin_client.get(cases_page(batch)).content.decode()
    assert page.count("没有来源") == 2  # in the summary of the facts, and what is lacking
    form = opened(batch) | {"source_name": "检察日报"}
    admin_client.post(cases_page(batch), form)
    assert "没有来源" not in admin_client.get(cases_page(batch)).content.decode()


def test_facts_that_somebody_else_changed_are_not_overwritten(admin_client):
    batch = cast.batch()
    form = opened(batch) | {"title": "我的名称"}
    batch.title = "同事的名称"
    history.save_batch(batch)
    page = admin_client.post(cases_page(batch), form).content.decode()
    assert "别人保存过改动" in page
    assert Batch.objects.get().title == "同事的名称"


def test_an_editor_adds_a_draft_to_a_public_batch_but_leaves_its_facts():
    make_roles()
    batch = cast.case().batch
    client = member("编辑")
    client.post(cases_page(batch), opened(batch) | CASE | {"title": "改过的名称"})
    assert Batch.objects.get().title == "第二批典型案例"
    assert list(batch.cases.order_by("number").values_list("status", flat=True)) == [
        "published",
        "draft",
    ]


def test_hostile_text_is_refused_and_loses_nothing(admin_client):
    form = FACTS | CASE | {"case-summary": "乱码锟斤拷"}
    page = admin_client.post(NEW, form).content.decode()
    assert "乱码锟斤拷" in page
    assert not Batch.objects.exists()


def rename(batch: Batch, title: str) -> None:
    """What a colleague saves meanwhile."""
    stored = Batch.objects.get(pk=batch.pk)
    stored.title = title
    history.save_batch(stored)


def test_after_a_conflict_the_page_can_be_saved_over_it(admin_client):
    batch = cast.batch()
    form = opened(batch) | CASE | {"title": "我的名称"}
    rename(batch, "同事的名称")
    page = admin_client.post(cases_page(batch), form)
    last = Version.objects.filter(subject="batch").last()
    assert f'name="over" value="{last.pk}"' in page.content.decode()
    del form["_add"]
    admin_client.post(cases_page(batch), form | {"over": last.pk})
    assert (Batch.objects.get().title, Case.objects.get().title) == ("我的名称", "第一件")


def test_a_case_is_added_though_somebody_else_changed_the_facts(admin_client):
    batch = cast.batch()
    form = opened(batch) | CASE
    rename(batch, "同事的名称")
    admin_client.post(cases_page(batch), form)
    assert (Batch.objects.get().title, Case.objects.get().title) == ("同事的名称", "第一件")


def test_a_batch_with_mixed_roles_is_changed_here(admin_client):
    batch = cast.batch(issuers="江苏省检察院；南京大学", issuer_roles="issuer;organiser")
    page = admin_client.get(cases_page(batch)).content.decode()
    assert "发布;组织评选" in page
    form = opened(batch) | {"issuers": "江苏省检察院", "issuer_roles": "发布；组织评选"}
    assert "应逐个对应" in admin_client.post(cases_page(batch), form).content.decode()
    admin_client.post(cases_page(batch), form | {"issuer_roles": "组织评选"})
    batch.refresh_from_db()
    assert (batch.issuers, batch.issuer_roles) == ("江苏省检察院", "organiser")


def test_who_may_not_change_a_public_batch_is_not_told_that_it_was_saved():
    make_roles()
    batch = cast.case().batch
    client = member("编辑")
    page = client.get(cases_page(batch)).content.decode()
    assert 'name="_save"' not in page
    assert page.count(" disabled") >= 7
    response = client.post(cases_page(batch), opened(batch) | {"title": "改过的名称"})
    assert response.status_code == 403
    assert "改过的名称" in response.content.decode()  # to be copied


def test_it_says_where_nothing_was_changed(admin_client):
    batch = cast.batch()
    form = opened(batch) | {"_save": "1"}
    page = admin_client.post(cases_page(batch), form, follow=True).content.decode()
    assert "批次没有改动。" in page
    assert "批次已保存。" not in page


def test_a_second_click_adds_no_second_case(admin_client):
    batch = cast.batch()
    form = opened(batch) | CASE | {"case-number": "1"}
    admin_client.post(cases_page(batch), form)
    again = admin_client.post(cases_page(batch), form)
    page = again.content.decode()
    assert "第 1 件刚才已经加入。" in page
    assert reverse("admin:reforms_case_change", args=[Case.objects.get().pk]) in page
    assert 'name="case-number" value="2"' in page
    admin_client.post(cases_page(batch), form | {"case-number": "2"})
    assert batch.cases.count() == 2


def test_a_second_click_makes_no_second_batch(admin_client):
    admin_client.post(NEW, FACTS | CASE)
    page = admin_client.post(NEW, FACTS | CASE).content.decode()
    assert "已经有一批名称、发布机关都相同的" in page
    assert cases_page(Batch.objects.get()) in page
    admin_client.post(NEW, FACTS | CASE | {"anew": "1"})
    assert Batch.objects.count() == 2


def test_separators_alone_are_no_body(admin_client):
    page = admin_client.post(NEW, FACTS | CASE | {"case-bodies": "；；"}).content.decode()
    assert "请写出单位的名称" in page
    assert not Batch.objects.exists()


HALF = {"case-title": "写了一半", "case-summary": "摘要的开头", "case-number": "1"}


def test_saving_the_batch_alone_keeps_what_was_typed_of_a_case(admin_client):
    page = admin_client.post(NEW, FACTS | HALF | {"_save": "1"}).content.decode()
    batch = Batch.objects.get()
    for text in (
        "批次已保存",
        "这一件还没有加入",
        "写了一半",
        "摘要的开头",
        f'action="{cases_page(batch)}"',
    ):
        assert text in page, text
    assert 'class="errornote"' not in page
    assert not Case.objects.exists()
    opened_on = re.search(r'name="opened_on" value="(\d+)"', page)[1]
    more = {"opened_on": opened_on, "slug": batch.slug, "case-title_by": "issuer", "_add": "1"}
    admin_client.post(cases_page(batch), FACTS | HALF | more | {"case-bodies": "昆山市检察院"})
    assert Case.objects.get().title == "写了一半"


def test_facts_that_are_refused_keep_what_was_typed_of_a_case(admin_client):
    page = admin_client.post(NEW, FACTS | HALF | {"title": "", "_save": "1"}).content.decode()
    assert "写了一半" in page
    assert not Batch.objects.exists()


def test_a_change_to_a_public_batch_is_shown_before_it_is_saved(admin_client):
    batch = cast.case().batch
    form = opened(batch) | HALF | {"title": "改过的名称", "_save": "1"}
    page = admin_client.post(cases_page(batch), form).content.decode()
    assert "<del>第二批典型案例</del><ins>改过的名称</ins>" in page
    assert "写了一半" in page
    assert ['name="_add"' in page, 'class="errornote"' in page] == [False, False]
    assert Batch.objects.get().title == "第二批典型案例"
    page = admin_client.post(cases_page(batch), confirmed(admin_client, cases_page(batch), form))
    assert Batch.objects.get().title == "改过的名称"
    assert "写了一半" in page.content.decode()


def test_a_case_goes_with_a_confirmed_change_of_its_public_batch(admin_client):
    batch = cast.case().batch
    form = opened(batch) | CASE | {"title": "改过的名称"}
    admin_client.post(cases_page(batch), confirmed(admin_client, cases_page(batch), form))
    assert Batch.objects.get().title == "改过的名称"
    assert Case.objects.filter(title="第一件").exists()
