"""Waiting after wrong passwords: by account and address, by address, by account, by device."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from ipaddress import ip_network

import pytest
from axes.models import AccessFailureLog
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client

from tests.admin.logging_in import HOME, PASSWORD, code_of, enrolled, log_in
from tests.admin.proving import make_stale
from tests.support import cast
from tests.support.case_forms import case_page
from tests.support.publishing import confirming

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def behind_a_proxy(settings):
    settings.TRUSTED_PROXIES = (ip_network("127.0.0.1"),)


def guess(address: str, name: str = "editor", password: str = "wrong", client=None) -> int:
    """The status of a login from an address."""
    headers = {"x-forwarded-for": address}
    return log_in(client or Client(), password, name, **headers).status_code


def known_device(name: str = "editor") -> Client:
    """A browser that has logged in before, and whose session is over."""
    before, after = Client(), Client()
    assert guess("203.0.113.9", name, PASSWORD, before) == 302
    after.cookies["device"] = before.cookies["device"].value
    return after


def pass_time(**time) -> None:
    AccessFailureLog.objects.update(attempt_time=F("attempt_time") - timedelta(**time))


def test_ten_wrong_passwords_make_an_account_wait_at_an_address_for_five_minutes(client, editor):
    assert [guess("198.51.100.1") for _number in range(11)] == [200] * 10 + [429]
    answer = log_in(client, **{"x-forwarded-for": "198.51.100.1"})
    assert answer.status_code == 429
    assert 290 <= int(answer["Retry-After"]) <= 300
    assert "5 分钟后再试" in answer.content.decode()
    assert guess("198.51.100.2", password=PASSWORD) == 302
    pass_time(minutes=5)
    assert guess("198.51.100.1", password=PASSWORD) == 302


def test_waiting_is_not_prolonged_by_further_attempts(editor):
    for _number in range(10):
        guess("198.51.100.1")
    pass_time(minutes=4)
    assert guess("198.51.100.1") == 429
    pass_time(minutes=1)
    assert guess("198.51.100.1", password=PASSWORD) == 302


def test_an_address_that_tries_many_accounts_has_to_wait(editor):
    for number in range(30):
        assert guess("198.51.100.1", name=f"name-{number}") == 200
    assert guess("198.51.100.1", password=PASSWORD) == 429
    assert guess("198.51.100.2", password=PASSWORD) == 302


def test_many_addresses_gain_nothing(editor):
    statuses = [guess(f"198.51.{number}.1") for number in range(105)]
    assert statuses == [200] * 100 + [429] * 5
    assert guess("203.0.113.9", password=PASSWORD) == 429


def test_addresses_of_one_ipv6_network_count_as_one(editor):
    statuses = [guess(f"2001:db8:1:2::{number:x}") for number in range(11)]
    assert statuses == [200] * 10 + [429]
    assert guess("2001:db8:1:3::1", password=PASSWORD) == 302


def test_one_address_cannot_keep_an_account_locked_for_others(editor):
    """In a day it gets twenty attempts at an account, of the hundred that an account has."""
    for _round in range(12):
        for _number in range(10):
            guess("198.51.100.1")
        pass_time(minutes=6)
    assert AccessFailureLog.objects.count() == 20
    assert guess("203.0.113.9", password=PASSWORD) == 302


def test_a_device_that_has_logged_in_before_passes_the_counter_of_the_account_alone(editor):
    device = known_device()
    for number in range(100):
        guess(f"198.51.{number}.1")
    assert guess("203.0.113.9", password=PASSWORD) == 429
    assert guess("203.0.113.9", password=PASSWORD, client=device) == 302


def test_a_known_device_has_a_counter_of_its_own(editor):
    device = known_device()
    statuses = [guess(f"198.51.{number}.1", client=device) for number in range(11)]
    assert statuses == [200] * 10 + [429]


@pytest.mark.parametrize("cookie", ["x", "WyJlZGl0b3IiLCJ4Il0:1abc:forged", '["editor", "x"]'])
def test_a_forged_device_cookie_passes_nothing(editor, cookie):
    for number in range(100):
        guess(f"198.51.{number}.1")
    forger = Client()
    forger.cookies["device"] = cookie
    assert guess("203.0.113.9", password=PASSWORD, client=forger) == 429


def test_the_device_cookie_of_another_account_passes_nothing(editor):
    User.objects.create_superuser("other", password=PASSWORD)
    device = known_device("other")
    for number in range(100):
        guess(f"198.51.{number}.1")
    assert guess("203.0.113.9", password=PASSWORD, client=device) == 429


def test_wrong_passwords_count_where_a_proof_is_asked(client, editor):
    log_in(client)
    make_stale(client)
    case = cast.draft()
    address, form = case_page(case, "publish"), confirming(case)
    wrong = form | {"proof-password": "wrong"}
    statuses = [client.post(address, wrong).status_code for _number in range(11)]
    assert statuses == [403] * 10 + [429]
    assert client.post(address, form | {"proof-password": PASSWORD}).status_code == 429
    pass_time(minutes=5)
    assert client.post(address, form | {"proof-password": PASSWORD}).status_code == 302


def test_wrong_old_passwords_count_where_one_changes_it(client, editor):
    log_in(client)
    form = {"old_password": "wrong", "new_password1": "另一个 很长的 密码 2026"}
    form |= {"new_password2": "另一个 很长的 密码 2026"}
    statuses = [client.post("/admin/password_change/", form).status_code for _number in range(11)]
    assert statuses == [200] * 10 + [429]
    assert guess("127.0.0.1", password=PASSWORD) == 429


def test_a_right_password_forgets_the_wrong_ones_before(client, editor):
    for _round in range(3):
        for _number in range(9):
            guess("198.51.100.1")
        assert guess("198.51.100.1", password=PASSWORD) == 302


def test_guesses_at_the_same_moment_gain_nothing(transactional_db):
    User.objects.create_superuser("editor", password=PASSWORD)

    def one_guess(_number: int) -> int:
        try:
            return guess("198.51.100.1")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(one_guess, range(24)))
    assert statuses.count(200) <= 10
    assert set(statuses) == {200, 429}


def test_a_failure_keeps_no_browser_and_no_field_and_is_deleted_after_a_day(client, editor):
    log_in(client, "secret typed", **{"x-forwarded-for": "198.51.100.1", "user-agent": "Browser"})
    [failure] = AccessFailureLog.objects.values(
        "username", "ip_address", "user_agent", "http_accept", "path_info"
    )
    assert failure == {
        "username": "editor",
        "ip_address": "198.51.100.1",
        "user_agent": "",
        "http_accept": "",
        "path_info": "",
    }
    call_command("axes_reset_failure_logs", age=1)
    assert AccessFailureLog.objects.count() == 1
    pass_time(hours=24)
    call_command("axes_reset_failure_logs", age=1)
    assert not AccessFailureLog.objects.exists()


def test_codes_are_not_guessed_faster_than_the_device_allows(client, editor):
    device = enrolled(editor)
    log_in(client)
    for _number in range(3):
        client.post("/admin/second-factor/", {"token": "000000"})
    client.post("/admin/second-factor/", {"token": code_of(device)})
    assert client.get(HOME).status_code == 302
