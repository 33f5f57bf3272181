"""Accounts: waiting after wrong passwords, recent proof, passwords and sessions."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from reforms.models import BatchImport, Case
from tests.admin.logging_in import HOME, PASSWORD, enrolled, log_in
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_wrong_passwords_make_an_account_wait_and_it_recovers_alone(client, editor, settings):
    for number in range(10):
        log_in(client, "wrong", **{"x-forwarded-for": f"198.51.100.{number}"})
    answer = log_in(client)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "300"
    assert "5 分钟后再试" in answer.content.decode()
    settings.AXES_COOLOFF_TIME = timedelta(seconds=0)
    assert log_in(client).headers["Location"] == HOME


def test_another_account_at_another_address_need_not_wait(client, editor, settings):
    settings.TRUST_PROXY = True
    User.objects.create_superuser("other", password=PASSWORD)
    for _number in range(10):
        log_in(client, "wrong", **{"x-forwarded-for": "1.1.1.1, 198.51.100.1"})
    assert log_in(client, name="other", **{"x-forwarded-for": "198.51.100.1"}).status_code == 429
    assert log_in(client, name="other", **{"x-forwarded-for": "198.51.100.2"}).status_code == 302


def test_an_unknown_account_is_answered_like_a_wrong_password(client, editor):
    wrong = log_in(client, "wrong").content.decode()
    unknown = log_in(client, "wrong", name="nobody").content.decode()

    def told(page: str) -> list[str]:
        return re.findall(r'class="errornote">(.*?)</p>', page, re.DOTALL)

    assert told(wrong) == told(unknown) != []


def publishing(client):
    form = {"action": "publish_batches", "_selected_action": [Case.objects.get().batch_id]}
    return client.post("/admin/reforms/batch/", form)


def test_publishing_a_batch_asks_for_a_recent_proof(client, editor):
    cast.draft()
    log_in(client)
    session = client.session
    session["proved_at"] = time.time() - 601
    session.save()
    answer = publishing(client)
    assert answer.headers["Location"].startswith("/admin/prove/?next=")
    assert not Case.objects.get().is_public
    assert client.post(answer.headers["Location"], {"password": "wrong"}).status_code == 200
    back = client.post(answer.headers["Location"], {"password": PASSWORD})
    assert back.headers["Location"] == "/admin/reforms/batch/"
    publishing(client)
    assert Case.objects.get().is_public


@pytest.mark.parametrize(
    "name",
    [
        "auth_user_add",
        "reforms_case_erase",
        "reforms_case_publish",
        "reforms_batch_publish",
        "reforms_batchimport_publish",
    ],
)
def test_accounts_erasure_and_publishing_ask_for_a_recent_proof(client, editor, name):
    case = cast.case()
    client.force_login(editor)
    session = client.session
    session["proved_at"] = 0
    session.save()
    uploaded = BatchImport.objects.create(kind=BatchImport.Kind.CSV)
    of = {"reforms_batch_publish": case.batch, "reforms_batchimport_publish": uploaded}
    of = of.get(name, case)
    address = reverse(f"admin:{name}", args=[] if name.endswith("add") else [of.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {}).headers["Location"].startswith("/admin/prove/")


def test_an_administrator_takes_a_lost_device_away(client, editor):
    lost = User.objects.create_superuser("lost", password=PASSWORD)
    enrolled(lost)
    StaticDevice.objects.create(user=lost, name="codes")
    log_in(client)
    form = {"action": "reset_second_factor", "_selected_action": [lost.pk]}
    page = client.post("/admin/auth/user/", form, follow=True).content.decode()
    assert "已重设：lost" in page
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
