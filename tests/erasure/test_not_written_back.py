"""What was erased does not come back from where somebody had read it before."""

import pytest
from django.urls import reverse

from reforms import history
from reforms.models import Case, Version
from tests.erasure.named_cases import NAME, erase, named_case
from tests.erasure.stored_texts import is_stored
from tests.support import cast
from tests.support.case_forms import case_page, form_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_form_opened_before_it_is_refused_and_says_what_to_do(admin_client):
    case = cast.case(summary=f"摘要提到{NAME}。")
    opened = form_of(case, subtitle="改动")
    erase(case, NAME)
    page = admin_client.post(case_page(case), opened)
    assert page.status_code == 200
    assert "有内容按要求抹除了" in page.content.decode()
    assert 'name="over"' not in page.content.decode()
    assert not is_stored(NAME)


def test_such_a_form_is_not_saved_knowingly_either(admin_client):
    case = cast.draft(summary=f"摘要提到{NAME}。")
    opened = form_of(case)
    erase(case, NAME)
    last = Version.objects.filter(subject="case").latest("pk")
    admin_client.post(case_page(case), opened | {"over": last.pk})
    assert not is_stored(NAME)


def test_the_page_of_a_batch_made_by_hand_is_refused_too(admin_client):
    batch = cast.draft(of=cast.batch(topic=f"学习{NAME}")).batch
    names = ("slug", "title", "issuers", "reported_on", "topic", "source_name")
    opened = {name: getattr(batch, name) for name in names} | {
        "opened_on": Version.objects.filter(subject="batch").latest("pk").pk
    }
    erase(Case.objects.get(), NAME)
    address = reverse("admin:reforms_batch_cases", args=[batch.pk])
    page = admin_client.post(address, opened)
    assert "不能以您填写的为准" in page.content.decode()
    assert not is_stored(NAME)


def test_a_form_opened_after_it_is_saved(admin_client):
    case = cast.draft(summary=f"摘要提到{NAME}。")
    erase(case, NAME)
    form = form_of(Case.objects.get(), subtitle="改动")
    assert admin_client.post(case_page(case), form).status_code == 302
    assert Case.objects.get().subtitle == "改动"


def test_a_version_read_before_it_is_restored_without_it():
    case = named_case()
    read_before = Version.objects.filter(subject="case").first()
    erase(case, NAME)
    history.revert(read_before)
    assert Case.objects.get().summary == "摘要提到■■。"
    assert not is_stored(NAME)
