"""Colleagues: invited by a one-time link, given a role, helped, and leaving."""

import re
import time

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator as Generator
from django.core import mail
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.admin.logging_in import HOME, PASSWORD, enrolled, log_in
from tests.admin.roles import make_roles, member

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "另一个 很长的 密码 2026"
LINK = re.compile(r"http://casebook\.test(/admin/invitation/[^/]+/[^/]+/)")


@pytest.fixture
def administrator() -> Client:
    """A session of a member of 管理员 who has just logged in."""
    make_roles()
    return member("管理员")


def invite(client: Client, **fields) -> str:
    """The page after an invitation, as text."""
    form = {"name": "李思源", "role": "编辑", **fields}
    return client.post("/admin/people/", form, follow=True).content.decode()


def link_in(text: str) -> str:
    match = LINK.search(text)
    assert match is not None
    return match[1]


def set_password(link: str, password: str = NEW_PASSWORD) -> Client:
    """A browser in which somebody has opened a link and set a password."""
    client = Client()
    form_page = client.get(link, follow=True)
    form = {"new_password1": password, "new_password2": password}
    client.post(form_page.request["PATH_INFO"], form)
    return client


def person_page(name: str) -> str:
    return reverse("admin:person", args=[User.objects.get(username=name).pk])


def text_of(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def test_an_invited_colleague_sets_a_password_and_has_the_role(administrator):
    colleague = set_password(link_in(invite(administrator)))
    assert colleague.get("/admin/reforms/case/add/").status_code == 200
    assert colleague.get("/admin/people/").status_code == 403
    user = User.objects.get(username="李思源")
    assert (user.is_staff, user.is_superuser, user.check_password(NEW_PASSWORD)) == (
        *(True, False, True),
    )


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


def test_a_changed_link_opens_nothing(administrator):
    link = link_in(invite(administrator))
    assert "用过了、过期了" in text_of(Client(), link[:-3] + "00/")


def test_whoever_is_logged_in_sets_no_password_by_a_link(administrator):
    link = link_in(invite(administrator))
    assert administrator.get(link).status_code == 409
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
    invite(administrator)
    names = User.objects.filter(first_name="李思源").order_by("pk")
    assert [user.username for user in names] == ["李思源", "李思源2"]


def test_a_mail_address_is_the_name_to_log_in_with(administrator):
    invite(administrator, email="Li@Example.org")
    assert User.objects.get(first_name="李思源").username == "li@example.org"


def test_a_mail_address_has_one_account(administrator):
    invite(administrator, email="li@example.org")
    assert "已有账号" in invite(administrator, email="LI@example.org")
    assert User.objects.filter(email="li@example.org").count() == 1


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"name": "\u200b"}, {"role": "superuser"}, {"email": "x"}]
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


def mails(count: int) -> list:
    """The mails sent, once there are so many: they are sent in the background."""
    for _attempt in range(100):
        if len(mail.outbox) >= count:
            break
        time.sleep(0.02)
    return mail.outbox


def test_an_invitation_is_mailed_where_mail_is_set_up(administrator, settings):
    settings.HAS_MAIL = True
    invite(administrator, email="li@example.org")
    [message] = mails(1)
    assert message.to == ["li@example.org"]
    assert set_password(link_in(message.body)).get("/admin/reforms/case/").status_code == 200


def test_a_forgotten_password_is_replaced_by_mail(administrator, settings):
    settings.HAS_MAIL = True
    user = User.objects.create_user("li", "li@example.org", PASSWORD, is_staff=True)
    Client().post("/admin/forgotten/", {"name": "LI@example.org"})
    [message] = mails(1)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    set_password(link_in(message.body))
    assert User.objects.get(pk=user.pk).check_password(NEW_PASSWORD)


def test_the_answer_does_not_say_whether_there_is_an_account(settings):
    settings.HAS_MAIL = True
    User.objects.create_user("li", "li@example.org", PASSWORD, is_staff=True)
    answers = {
        Client().post("/admin/forgotten/", {"name": name}).content for name in ("li", "nobody")
    }
    assert len(answers) == 1
    mails(1)


def test_links_are_not_asked_for_without_end(settings):
    settings.HAS_MAIL = True
    User.objects.create_user("li", "li@example.org", PASSWORD, is_staff=True)
    statuses = [
        Client().post("/admin/forgotten/", {"name": "li"}).status_code for _try in range(11)
    ]
    assert statuses == [200] * 10 + [429]
    assert len(mails(10)) == 10


def test_without_mail_the_page_says_whom_to_ask(client):
    page = client.post("/admin/forgotten/", {"name": "li"}).content.decode()
    assert "请管理员" in page
    assert mail.outbox == []
