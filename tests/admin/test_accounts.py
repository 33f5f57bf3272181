"""Accounts: waiting after wrong passwords, recent proof, passwords and sessions."""

import re

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.admin.logging_in import HOME, PASSWORD, enrolled, log_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_an_unknown_account_is_answered_like_a_wrong_password(client, editor):
    wrong = log_in(client, "wrong").content.decode()
    unknown = log_in(client, "wrong", name="nobody").content.decode()

    def error_notes(page: str) -> list[str]:
        return re.findall(r'class="errornote">(.*?)</p>', page, re.DOTALL)

    assert error_notes(wrong) == error_notes(unknown) != []


def test_an_administrator_takes_a_lost_device_away(client, editor):
    lost = User.objects.create_superuser("lost", password=PASSWORD)
    enrolled(lost)
    StaticDevice.objects.create(user=lost, name="codes")
    log_in(client)
    address = reverse("admin:person", args=[lost.pk])
    page = client.post(address, {"_device": "1"}, follow=True).content.decode()
    assert "已重设第二道验证。lost 下次登录时重新设置" in page
    assert not TOTPDevice.objects.exists()
    assert not StaticDevice.objects.exists()


@pytest.mark.parametrize("password", [PASSWORD, "x y" * 30, "correct horse battery"])
def test_any_long_password_will_do(password):
    validate_password(password)


@pytest.mark.parametrize("password", ["Aa1!aA1!aA1", "password1234", "qwertyuiop123"])
def test_short_and_well_known_passwords_will_not(password):
    with pytest.raises(ValidationError):
        validate_password(password)


def test_a_session_ends_with_the_password(client, editor):
    log_in(client)
    assert client.get(HOME).status_code == 200
    editor.set_password("另一个 很长的 密码 2026")
    editor.save()
    assert client.get(HOME).status_code == 302
