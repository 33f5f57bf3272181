"""Colleagues: invited by a one-time link, given a role, helped, and leaving."""

import re
import time

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator as Generator
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from casebook import people
from casebook.account_changes import close
from tests.admin.inviting import (
    LINK,
    NEW_PASSWORD,
    invite,
    link_in,
    person_page,
    set_password,
    text_of,
)
from tests.admin.logging_in import HOME, PASSWORD, enrolled, log_in
from tests.admin.role_table import PERSON

pytestmark = pytest.mark.django_db


def test_an_invited_colleague_sets_a_password_and_has_the_role(administrator):
    colleague = set_password(link_in(invite(administrator)))
    assert colleague.get("/admin/reforms/case/add/").status_code == 200
    assert colleague.get("/admin/people/").status_code == 403
    user = User.objects.get(username="李思源")
    assert (user.is_staff, user.is_superuser, user.check_password(NEW_PASSWORD)) == (
        *(True, False, True),
    )


def test_a_link_says_once_what_a_password_needs(administrator):
    page = text_of(Client(), link_in(invite(administrator)))
    assert page.count("至少 12 个字") == 1
    assert "你的密码" not in page


def test_a_link_is_good_once(administrator):
    link = link_in(invite(administrator))
    set_password(link)
    assert "用过了、过期了" in text_of(Client(), link)


def test_a_link_expires_after_three_days(administrator, monkeypatch):
    link = link_in(invite(administrator))
    assert "设好密码" in text_of(Client(), link)
    now = time.time()
    original = Generator._now
    monkeypatch.setattr(
        Generator, "_now", lambda self: original(self).fromtimestamp(now + 3 * 86_400 + 60)
    )
    assert "过期了" in text_of(Client(), link)


def test_a_new_link_makes_the_former_one_useless(administrator):
    former = link_in(invite(administrator))
    administrator.post(person_page("李思源"), {"_link": "1"})
    assert "用过了、过期了" in text_of(Client(), former)


def test_a_link_that_went_to_the_wrong_person_is_replaced(administrator):
    former = link_in(invite(administrator))
    assert "作废旧链接，给新的" in text_of(administrator, person_page("李思源"))
    page = administrator.post(person_page("李思源"), {"_link": "1"}, follow=True)
    assert "用过了、过期了" in text_of(Client(), former)
    assert "设好密码" in text_of(Client(), link_in(page.content.decode()))


def test_a_changed_link_opens_nothing(administrator):
    link = link_in(invite(administrator))
    assert "用过了、过期了" in text_of(Client(), link[:-3] + "00/")


def test_whoever_is_logged_in_sets_no_password_by_a_link(administrator):
    link = link_in(invite(administrator))
    answer = administrator.get(link)
    assert (answer.status_code, answer["Cache-Control"]) == (409, "no-store")
    assert not User.objects.get(username="李思源").has_usable_password()


def test_a_link_is_not_shown_without_a_recent_proof(administrator):
    invite(administrator)
    session = administrator.session
    session["proved_at"] = 0
    session.save()
    page = text_of(administrator, person_page("李思源"))
    assert ["显示链接" in page, LINK.search(page)] == [True, None]
    assert administrator.post(person_page("李思源"), {"_show": "1"}).status_code == 403


def test_a_weak_password_is_refused(administrator):
    set_password(link_in(invite(administrator)), "password1234")
    assert not User.objects.get(username="李思源").has_usable_password()


def test_a_second_factor_is_asked_for_after_a_link(administrator, settings):
    link = link_in(invite(administrator))
    settings.REQUIRE_SECOND_FACTOR = True
    colleague = set_password(link)
    assert "设置第二道验证" in text_of(colleague, HOME)


def test_two_colleagues_of_one_name_log_in_with_two_names(administrator):
    invite(administrator)
    invite(administrator, is_another="on")
    names = User.objects.filter(first_name="李思源").order_by("pk")
    assert [user.username for user in names] == ["李思源", "李思源2"]


def test_a_second_click_makes_no_second_account(administrator):
    invite(administrator)
    assert "已有同名的同事" in invite(administrator)
    assert User.objects.filter(first_name="李思源").count() == 1


def test_a_mail_address_is_the_name_to_log_in_with(administrator):
    invite(administrator, email="Li@Example.org")
    assert User.objects.get(first_name="李思源").username == "li@example.org"


def test_a_mail_address_has_one_account(administrator):
    invite(administrator, email="li@example.org")
    assert "已有账号" in invite(administrator, email="LI@example.org")
    assert User.objects.filter(email="li@example.org").count() == 1


@pytest.mark.parametrize(
    "fields",
    [{"name": ""}, {"name": "\u200b"}, {"name": "李\0"}, {"role": "superuser"}, {"email": "x"}],
)
def test_what_is_not_filled_in_right_makes_no_account(administrator, fields):
    count = User.objects.count()
    page = administrator.post("/admin/people/", {"name": "李思源", "role": "编辑"} | fields)
    assert "errorlist" in page.content.decode()
    assert User.objects.count() == count


def test_the_list_says_who_has_what(administrator):
    invite(administrator, role="发布")
    page = " ".join(re.sub("<[^>]+>", " ", text_of(administrator, "/admin/people/")).split())
    assert "李思源 发布 李思源 手机未设 还没有设密码" in page


def test_a_role_is_changed(administrator):
    invite(administrator)
    form = {"_save": "1", "name": "李思源", "role": "发布"}
    administrator.post(person_page("李思源"), form)
    groups = User.objects.get(username="李思源").groups.values_list("name", flat=True)
    assert list(groups) == ["发布"]


def test_who_leaves_is_logged_out_and_stays_out(administrator):
    colleague = set_password(link_in(invite(administrator)))
    enrolled(User.objects.get(username="李思源"))
    administrator.post(person_page("李思源"), {"_leave": "1"})
    assert colleague.get(HOME).status_code == 302
    assert log_in(Client(), NEW_PASSWORD, "李思源").status_code == 200  # the form again
    assert not TOTPDevice.objects.exists()
    assert "已停用" in text_of(administrator, "/admin/people/")


def test_who_comes_back_needs_a_new_password(administrator):
    set_password(link_in(invite(administrator)))
    administrator.post(person_page("李思源"), {"_leave": "1"})
    page = administrator.post(person_page("李思源"), {"_return": "1"}, follow=True)
    colleague = set_password(link_in(page.content.decode()), "又一个 很长的 密码 2027")
    assert colleague.get("/admin/reforms/case/add/").status_code == 200


def test_a_new_link_ends_the_sessions_of_an_account(administrator):
    colleague = set_password(link_in(invite(administrator)))
    administrator.post(person_page("李思源"), {"_link": "1"})
    assert colleague.get(HOME).status_code == 302


@pytest.mark.parametrize("form", [{}, {"_other": "1"}, {"_leave": "1", **PERSON}])
def test_a_form_without_a_button_of_the_page_changes_nothing(administrator, form):
    set_password(link_in(invite(administrator)))
    assert administrator.post(person_page("李思源"), form).status_code == 400
    user = User.objects.get(username="李思源")
    assert (user.check_password(NEW_PASSWORD), user.is_active) == (True, True)


def test_a_button_that_is_no_longer_offered_changes_nothing(administrator):
    set_password(link_in(invite(administrator)))
    page = administrator.post(person_page("李思源"), {"_return": "1"}, follow=True)
    assert "什么也没有改" in page.content.decode()
    assert User.objects.get(username="李思源").check_password(NEW_PASSWORD)
    administrator.post(person_page("李思源"), {"_leave": "1"})
    page = administrator.post(person_page("李思源"), {"_link": "1"}, follow=True)
    assert "什么也没有改" in page.content.decode()
    assert not User.objects.get(username="李思源").is_active


@pytest.mark.parametrize("button", ["_save", "_link"])
def test_what_another_administrator_has_closed_meanwhile_stays_closed(
    administrator, monkeypatch, button
):
    set_password(link_in(invite(administrator)))
    press = people.press

    def press_after_another(request, user, form):
        close(request.user, User.objects.get(pk=user.pk))
        press(request, user, form)

    monkeypatch.setattr(people, "press", press_after_another)
    form = {button: "1"} | ({"name": "李思远", "role": "编辑"} if button == "_save" else {})
    administrator.post(person_page("李思源"), form)
    user = User.objects.get(username="李思源")
    assert (user.is_active, user.has_usable_password()) == (False, False)


def test_nobody_locks_themselves_out(administrator):
    for button in ("_leave", "_link"):
        assert administrator.post(person_page("管理员"), {button: "1"}).status_code == 403
    administrator.post(person_page("管理员"), {"_save": "1", "name": "管理员", "role": "编辑"})
    assert User.objects.get(username="管理员").groups.get().name == "管理员"


def test_an_administrator_does_not_touch_a_superuser(administrator):
    User.objects.create_superuser("chief", password=PASSWORD)
    for form in ({"_link": "1"}, {"_device": "1"}, {"_leave": "1"}, {"_save": "1", "name": "x"}):
        assert administrator.post(person_page("chief"), form).status_code == 403
    assert User.objects.get(username="chief").check_password(PASSWORD)


def test_readers_without_a_desk_are_no_colleagues(administrator):
    reader = User.objects.create_user("reader", password=PASSWORD)
    assert administrator.get(reverse("admin:person", args=[reader.pk])).status_code == 404
