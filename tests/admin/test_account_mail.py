"""Mail about accounts: invitations, forgotten passwords, and what others changed."""

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from tests.admin.inviting import (
    NEW_PASSWORD,
    invite,
    link_in,
    mails,
    person_page,
    set_password,
    text_of,
)
from tests.admin.logging_in import PASSWORD, log_in

pytestmark = pytest.mark.django_db


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


def test_five_links_a_day_are_mailed_and_the_answer_stays_the_same(settings):
    settings.HAS_MAIL = True
    User.objects.create_user("li", "li@example.org", PASSWORD, is_staff=True)
    answers = [Client().post("/admin/forgotten/", {"name": "li"}) for _try in range(12)]
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (200, answers[0].content)
    }
    assert len(mails(5)) == 5


def test_links_that_are_asked_for_keep_nobody_from_logging_in(settings):
    settings.HAS_MAIL = True
    User.objects.create_user("li", "li@example.org", PASSWORD, is_staff=True)
    for _try in range(31):
        Client().post("/admin/forgotten/", {"name": "li"})
    assert log_in(Client(), name="li").status_code == 302
    mails(5)


def test_a_colleague_is_told_of_a_new_link_and_of_a_lost_device(administrator, settings):
    set_password(link_in(invite(administrator, email="li@example.org")))
    settings.HAS_MAIL = True
    administrator.post(person_page("li@example.org"), {"_device": "1"})
    assert "管理员 管理员 改动了" in mails(1)[0].body
    administrator.post(person_page("li@example.org"), {"_link": "1"})
    assert "管理员 管理员 作废了您的账号 li@example.org 原来的密码" in mails(2)[1].body
    assert {message.to[0] for message in mail.outbox} == {"li@example.org"}


def test_a_changed_address_is_told_to_the_former_one(administrator, settings):
    set_password(link_in(invite(administrator, email="li@example.org")))
    settings.HAS_MAIL = True
    form = {"_save": "1", "name": "李思源", "role": "编辑", "email": "other@example.org"}
    administrator.post(person_page("li@example.org"), form)
    [message] = mails(1)
    assert message.to == ["li@example.org"]
    assert "邮箱 li@example.org → other@example.org" in message.body


def test_an_invitation_follows_a_corrected_address(administrator, settings):
    former = link_in(invite(administrator, email="wrong@example.org"))
    settings.HAS_MAIL = True
    form = {"_save": "1", "name": "李思源", "role": "编辑", "email": "li@example.org"}
    administrator.post(person_page("wrong@example.org"), form)
    [message] = mails(1)
    assert message.to == ["li@example.org"]
    assert "用过了、过期了" in text_of(Client(), former)
    assert set_password(link_in(message.body)).get("/admin/reforms/case/").status_code == 200


def test_without_mail_the_page_says_whom_to_ask(client):
    page = client.post("/admin/forgotten/", {"name": "li"}).content.decode()
    assert "请管理员" in page
    assert mail.outbox == []
