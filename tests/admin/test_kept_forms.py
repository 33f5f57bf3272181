"""A lost session loses nothing that was typed."""

import pytest
from django.test import Client
from django.urls import reverse

from reforms.models import Case
from tests.admin.proving import hidden_fields
from tests.support import cast
from tests.support.case_forms import case_form

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

BODIES = [{"name": "重庆市检察院", "province": "chongqing"}]
HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def browser(admin_user) -> Client:
    """A browser with a logged-in editor, in which forms need their token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    client.get(reverse("admin:index"))
    return client


def typed() -> dict:
    return case_form(cast.batch(), BODIES, title="写了<b>很久</b>的标题")


def test_a_form_that_meets_the_login_is_kept_and_sent_again(browser, admin_user):
    address, form = reverse("admin:reforms_case_add"), typed()
    page = browser.get(address)
    form["csrfmiddlewaretoken"] = str(page.context["csrf_token"])
    del browser.cookies["sessionid"]
    kept = browser.post(address, form, **HERE)
    assert kept.status_code == 403
    assert "刚才填写的内容都在本页，还没有保存" in kept.content.decode()
    assert not Case.objects.exists()

    browser.force_login(admin_user)  # in another window: the token of the kept page is void
    old = hidden_fields(kept) | {"csrfmiddlewaretoken": ["x" * 64]}
    again = browser.post(address, old, **HERE)
    assert "提交刚才的内容" in again.content.decode()
    fields = hidden_fields(again)
    fields["csrfmiddlewaretoken"] = [str(again.context["csrf_token"])]
    browser.post(address, fields, **HERE)
    assert Case.objects.get().title == "写了<b>很久</b>的标题"


@pytest.mark.parametrize("origin", [{}, {"HTTP_ORIGIN": "https://evil.example"}])
def test_a_form_of_another_site_is_not_offered_again(browser, origin):
    answer = browser.post(reverse("admin:reforms_case_add"), typed(), **origin)
    assert answer.status_code == 403
    assert "提交刚才的内容" not in answer.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("page", ["login", "password_change", "second_factor"])
def test_a_password_or_code_never_comes_back_in_a_page(browser, page):
    form = {
        "username": "x",
        "password": "secret-1",
        "old_password": "secret-2",
        "token": "secret-3",
    }
    answer = browser.post(reverse(f"admin:{page}"), form, **HERE)
    assert answer.status_code == 403
    assert "secret-" not in answer.content.decode()


def test_a_field_for_a_password_is_kept_nowhere(browser):
    form = typed() | {"new_password1": "secret-1"}
    assert "secret-" not in browser.post(reverse("admin:index"), form, **HERE).content.decode()


def test_a_page_that_is_only_read_leads_to_the_login(client):
    answer = client.get(reverse("admin:reforms_case_add"))
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/admin/login/")


def test_a_wrong_password_is_answered_by_the_login(client):
    answer = client.post(reverse("admin:login"), {"username": "x", "password": "y"})
    assert "刚才填写的内容" not in answer.content.decode()
