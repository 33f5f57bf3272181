"""An editor publishes, withdraws and submits cases, singly and by batch."""

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse

from reforms import history
from reforms.admin.publishing import is_as_read
from reforms.models import Batch, Case
from tests.admin.proving import hidden_fields
from tests.support import cast
from tests.support.case_forms import case_form, case_page
from tests.support.publishing import confirming

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def publish(client: Client, case: Case) -> None:
    """Open the page of a case that becomes public, and confirm it."""
    address = case_page(case, "publish")
    client.post(address, hidden_fields(client.get(address)))


def test_it_publishes_a_whole_batch_at_once(admin_client):
    case = cast.draft(1)
    cast.draft(2)
    form = {"action": "publish_batches", "_selected_action": [case.batch.pk]}
    page = admin_client.post(
        reverse("admin:reforms_batch_changelist"), form | confirming(case.batch), follow=True
    )
    assert "已发布 2 件案例" in page.content.decode()
    assert Case.objects.published().count() == 2


def test_it_says_of_which_batch_each_message_is(admin_client):
    whole = cast.draft(1)
    lacking = cast.draft(1, of=cast.batch("2", title="提升30%第三批"), bodies=())
    page = admin_client.post(
        reverse("admin:reforms_batch_changelist"),
        {
            "action": "publish_batches",
            "_selected_action": [whole.batch.pk, lacking.batch.pk],
        }
        | confirming(whole.batch, lacking.batch),
        follow=True,
    ).content.decode()
    assert "第二批典型案例：已发布 1 件案例。" in page
    assert "提升30%第三批：这里一件也没有发布：1 件还不能发布。" in page


def test_it_publishes_none_of_a_batch_where_one_lacks_something(admin_client):
    case = cast.draft(1)
    cast.draft(2, bodies=())
    form = {"action": "publish_batches", "_selected_action": [case.batch.pk]}
    page = admin_client.post(
        reverse("admin:reforms_batch_changelist"), form | confirming(case.batch), follow=True
    )
    assert "缺少单位" in page.content.decode()
    assert not Case.objects.published().exists()


def test_it_saves_and_publishes_one_case(admin_client):
    case = cast.draft()
    body = case.bodies.get()
    bodies = [{"id": body.pk, "case": case.pk, "name": body.name, "province": "jiangsu"}]
    form = case_form(case.batch, bodies, _publish="1")
    asked = admin_client.post(case_page(case), form, follow=True).content.decode()
    assert "下列 1 件案例发布后，公众立即可以看到" in asked
    assert not Case.objects.published().exists()
    publish(admin_client, case)
    assert Case.objects.published().get().title == "两地协作机制"


def test_its_page_says_where_a_case_stands(admin_client):
    case = cast.case()
    assert "状态：<strong>已发布</strong>" in admin_client.get(case_page(case)).content.decode()
    history.withdraw([case], "issuer", history.Edit(note="来函"))
    page = admin_client.get(case_page(case)).content.decode()
    assert "状态：<strong>已撤下</strong>" in page
    assert "发布机关撤回：来函）" in page
    assert 'name="_publish"' not in page
    assert "恢复公开…" in page


def test_a_withdrawn_case_comes_back_after_a_question(admin_client):
    case = cast.case()
    history.withdraw([case], "issuer")
    address = reverse("admin:reforms_case_publish", args=[case.pk])
    assert "发布就是恢复公开" in admin_client.get(address).content.decode()
    publish(admin_client, case)
    assert Case.objects.published().exists()


def test_it_asks_why_before_it_withdraws(admin_client):
    case = cast.case()
    chosen = {"action": "withdraw_cases", "_selected_action": [case.pk]}
    address = reverse("admin:reforms_case_changelist")
    asked = admin_client.post(address, chosen)
    assert "撤下原因" in asked.content.decode()
    assert Case.objects.published().exists()
    admin_client.post(address, chosen | {"reason": "issuer", "note": "来函撤回"})
    case.refresh_from_db()
    assert (case.status, case.withdrawal_note) == ("withdrawn", "来函撤回")


def test_it_submits_a_draft_for_review_and_returns_it(admin_client):
    case = cast.draft()
    address = reverse("admin:reforms_case_changelist")
    for action, status in (("submit_cases", "in-review"), ("return_cases", "draft")):
        admin_client.post(address, {"action": action, "_selected_action": [case.pk]})
        case.refresh_from_db()
        assert case.status == status


def test_the_publisher_confirms_the_checks_and_the_history_tells(admin_client):
    case = cast.draft()
    address = reverse("admin:reforms_case_publish", args=[case.pk])
    page = admin_client.get(address).content.decode()
    assert "保密审查" in page
    assert "都已核对，发布这 1 件" in page
    publish(admin_client, case)
    last = history.versions_of("case", case).last()
    assert (last.by.username, last.note) == (
        "admin",
        "发布前已核对：原文核对、来源已公开、保密审查、个人信息、校对",
    )


def test_an_office_names_its_own_checks(admin_client, settings):
    settings.PUBLISH_CHECKS = ["三审三校"]
    case = cast.draft()
    publish(admin_client, case)
    assert history.versions_of("case", case).last().note == "发布前已核对：三审三校"


def test_without_checks_nothing_is_claimed(admin_client, settings):
    settings.PUBLISH_CHECKS = []
    case = cast.draft()
    publish(admin_client, case)
    assert history.versions_of("case", case).last().note == ""


@pytest.mark.parametrize("action", ["publish_cases", "publish_batches"])
def test_cases_chosen_in_a_list_are_shown_before_they_are_published(admin_client, action):
    case = cast.draft()
    model, key = ("case", case.pk) if action == "publish_cases" else ("batch", case.batch_id)
    address = reverse(f"admin:reforms_{model}_changelist")
    form = {"action": action, "_selected_action": [key]}
    asked = admin_client.post(address, form)
    assert "都已核对，发布这 1 件" in asked.content.decode()
    assert not Case.objects.published().exists()
    admin_client.post(address, hidden_fields(asked))
    assert Case.objects.published().get() == case


def test_a_body_without_a_place_is_pointed_out_and_may_be_published(admin_client):
    case = cast.draft(bodies=(("某市检察院", "procuratorate", "", ""),))
    address = reverse("admin:reforms_case_publish", args=[case.pk])
    page = admin_client.get(address).content.decode()
    assert ["某市检察院 缺地区" in page, "某市检察院 缺层级" in page] == [True, True]
    publish(admin_client, case)
    assert Case.objects.published().exists()


@pytest.mark.parametrize(
    "body",
    [
        ("最高人民检察院", "procuratorate", "", "supreme"),
        ("某军事检察院", "military", "", ""),
        ("某大学", "other", "", ""),
    ],
)
def test_bodies_that_lie_in_no_province_are_not_pointed_out(body):
    assert history.unsettled(cast.draft(bodies=(body,))) == []


def test_what_the_batch_lacks_is_cured_in_one_place(admin_client):
    case = cast.draft(of=cast.batch(source_name=""))
    page = admin_client.get(reverse("admin:reforms_case_publish", args=[case.pk])).content.decode()
    assert reverse("admin:reforms_batch_cases", args=[case.batch_id]) in page
    assert "在批次里补一次" in page


def test_what_only_the_case_lacks_leads_to_no_batch(admin_client):
    case = cast.draft(bodies=())
    page = admin_client.get(reverse("admin:reforms_case_publish", args=[case.pk])).content.decode()
    assert "在批次里补一次" not in page


def test_what_is_published_is_what_was_shown(admin_client):
    case = cast.draft(1)
    address = reverse("admin:reforms_batch_publish", args=[case.batch_id])
    seen = hidden_fields(admin_client.get(address))
    cast.draft(2)
    page = admin_client.post(address, seen)
    assert "什么也没有发布，请再核对一次" in page.content.decode()
    assert not Case.objects.published().exists()
    admin_client.post(address, hidden_fields(page))
    assert Case.objects.published().count() == 2


def test_a_case_that_changed_after_the_page_is_shown_again(admin_client):
    case = cast.draft()
    address = case_page(case, "publish")
    seen = hidden_fields(admin_client.get(address))
    case.title = "同事改过的标题"
    history.save_case(case)
    assert "同事改过的标题" in admin_client.post(address, seen).content.decode()
    assert not Case.objects.published().exists()


def test_a_click_that_confirms_nothing_publishes_nothing(admin_client):
    address = case_page(cast.draft(), "publish")
    assert "都已核对，发布这 1 件" in admin_client.post(address).content.decode()
    assert not Case.objects.published().exists()


def test_a_change_at_the_same_moment_is_noticed():
    cast.draft()
    [read] = Case.objects.all()
    assert is_as_read([read])
    history.save_case(Case.objects.get())
    assert not is_as_read([read])


def test_a_second_click_says_that_nothing_waits(admin_client):
    case = cast.draft()
    address = case_page(case, "publish")
    seen = hidden_fields(admin_client.get(address))
    admin_client.post(address, seen)
    page = admin_client.post(address, seen, follow=True).content.decode()
    assert "没有等待发布的案例" in page
    assert "什么也没有发布" not in page


@pytest.mark.parametrize("action", ["publish_cases", "publish_batches"])
def test_all_pages_of_a_list_are_published(admin_client, monkeypatch, action):
    cast.draft(1)
    case = cast.draft(1, of=cast.batch("2"))
    model, key = (Case, case.pk) if action == "publish_cases" else (Batch, case.batch_id)
    monkeypatch.setattr(site.get_model_admin(model), "list_per_page", 1)
    address = reverse(f"admin:reforms_{model._meta.model_name}_changelist")
    form = {"action": action, "select_across": "1", "_selected_action": [key]}
    page = admin_client.post(address, form)
    assert "都已核对，发布这 2 件" in page.content.decode()
    admin_client.post(address, hidden_fields(page))
    assert Case.objects.published().count() == 2


def test_more_than_a_form_can_name_are_not_withdrawn_at_once(admin_client, monkeypatch):
    monkeypatch.setattr("reforms.admin.withdrawal.AT_ONCE", 1)
    form = {"action": "withdraw_cases", "_selected_action": [cast.case(n).pk for n in (1, 2)]}
    address = reverse("admin:reforms_case_changelist")
    page = admin_client.post(address, form, follow=True).content.decode()
    assert "选中了 2 件公开案例；一次最多撤下 1 件" in page


@pytest.fixture
def three_on_two_pages(monkeypatch):
    """A batch of three drafts, of which a page lists two."""
    monkeypatch.setattr("reforms.admin.publishing.CASES_LISTED", 2)
    for number in (1, 2, 3):
        cast.draft(number)
    return Batch.objects.get()


def test_many_cases_are_published_from_the_last_page(admin_client, three_on_two_pages):
    address = reverse("admin:reforms_batch_publish", args=[three_on_two_pages.pk])
    first = admin_client.get(address)
    text = first.content.decode()
    assert "这一页列出第 1 至 2 件" in text
    assert ["第2件案例的标题" in text, "第3件案例的标题" in text] == [True, False]
    assert "都已核对" not in text
    admin_client.post(address, hidden_fields(first))
    assert not Case.objects.published().exists()
    last = admin_client.get(f"{address}?page=2")
    assert "都已核对，发布这 3 件" in last.content.decode()
    admin_client.post(address, hidden_fields(last))
    assert Case.objects.published().count() == 3


def test_more_chosen_cases_than_a_page_lists_are_refused(admin_client, three_on_two_pages):
    for model, key in (("batch", [three_on_two_pages.pk]), ("case", [*Case.objects.in_bulk()])):
        form = {"action": f"publish_{'batches' if model == 'batch' else 'cases'}"}
        address = reverse(f"admin:reforms_{model}_changelist")
        page = admin_client.post(address, form | {"_selected_action": key}, follow=True)
        assert "选中的有 3 件；一次最多选 2 件" in page.content.decode()
    assert not Case.objects.published().exists()
