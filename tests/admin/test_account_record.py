"""What is done to accounts stands in a record, with who did it."""

import pytest
from django.contrib.auth.models import User

from casebook import account_record
from tests.admin.inviting import invite, link_in, person_page, set_password, text_of
from tests.admin.logging_in import enrolled

pytestmark = pytest.mark.django_db


def test_every_change_of_an_account_is_recorded_with_who_made_it(administrator):
    set_password(link_in(invite(administrator)))
    address, user = person_page("李思源"), User.objects.get(username="李思源")
    enrolled(user)
    for form in (
        {"_save": "1", "name": "李思源", "role": "发布", "email": "li@example.org"},
        {"_save": "1", "name": "李思源", "role": "发布", "email": "li@example.org"},  # no change
        {"_device": "1"},
        {"_link": "1"},
        {"_show": "1"},
        {"_leave": "1"},
        {"_return": "1"},
    ):
        administrator.post(address, form)
    entries = account_record.record_of(user)
    assert [(entry.user.username, entry.change_message) for entry in reversed(entries)] == [
        ("管理员", "建立账号：姓名 李思源；角色 编辑"),
        ("李思源", "用一次性链接设密码"),
        ("管理员", "修改：邮箱 li@example.org；角色 编辑 → 发布"),
        ("管理员", "重设第二道验证"),
        ("管理员", "作废原来的密码或链接，给新的"),
        ("管理员", "看一次性链接"),
        ("管理员", "停用账号"),
        ("管理员", "重新启用，给新链接"),
    ]
    page = text_of(administrator, address)
    assert all(entry.change_message in page for entry in entries)


def test_a_change_without_a_proof_is_not_recorded(administrator):
    invite(administrator)
    session = administrator.session
    session["proved_at"] = 0
    session.save()
    assert administrator.post(person_page("李思源"), {"_leave": "1"}).status_code == 403
    user = User.objects.get(username="李思源")
    assert [entry.change_message for entry in account_record.record_of(user)] == [
        "建立账号：姓名 李思源；角色 编辑"
    ]


def test_the_log_has_a_line_that_names_nobody(administrator, caplog):
    with caplog.at_level("INFO", logger="casebook"):
        invite(administrator, email="li@example.org")
    user, actor = User.objects.get(first_name="李思源"), User.objects.get(username="管理员")
    assert caplog.messages == [f"account {user.pk}: invite by account {actor.pk}"]
