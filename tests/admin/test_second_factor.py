"""The second factor at log-in: setting it up, its codes, and what stays closed without."""

import re
import time
from base64 import b32decode
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import URLPattern, URLResolver, get_resolver
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.admin.logging_in import HOME, PASSWORD, code_of, enrolled, log_in
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def demanded(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def secret_on(page: str) -> TOTPDevice:
    """The device that the page of a new one shows, to make its codes."""
    typed = re.search(r"<figcaption><code>(.*?)</code>", page)[1].replace(" ", "")
    return TOTPDevice(key=b32decode(typed).hex())


def test_a_password_is_enough_where_no_factor_is_demanded_or_set_up(client, editor):
    log_in(client)
    assert client.get(HOME).status_code == 200


def test_without_a_factor_the_way_leads_to_setting_one_up(client, editor, demanded):
    log_in(client)
    answer = client.get(HOME, follow=True)
    assert answer.redirect_chain[-1][0] == "/admin/second-factor/new/"
    assert "<svg" in answer.content.decode()
    device = secret_on(answer.content.decode())
    assert not TOTPDevice.objects.exists()
    page = client.post("/admin/second-factor/new/", {"token": code_of(device)}).content.decode()
    codes = re.findall(r"<code>(.*?)</code>", page)
    assert len(set(codes)) == 10
    assert client.get(HOME).status_code == 200
    assert StaticDevice.objects.get(user=editor).token_set.count() == 10


def test_a_wrong_code_sets_nothing_up(client, editor, demanded):
    log_in(client)
    client.get("/admin/second-factor/new/")
    answer = client.post("/admin/second-factor/new/", {"token": "000000"})
    assert "验证码不对" in answer.content.decode()
    assert not TOTPDevice.objects.exists()
    assert client.get(HOME).status_code == 302


def test_who_has_a_device_is_asked_even_where_none_is_demanded(client, editor):
    device = enrolled(editor)
    log_in(client)
    assert client.get(HOME, follow=True).redirect_chain[-1][0] == "/admin/second-factor/"
    answer = client.post("/admin/second-factor/", {"token": code_of(device), "next": HOME})
    assert answer.headers["Location"] == HOME
    assert client.get(HOME).status_code == 200


def test_a_code_is_good_once(client, editor):
    device = enrolled(editor)
    used = code_of(device)
    for expected in (302, 200):
        client.logout()
        log_in(client)
        assert client.post("/admin/second-factor/", {"token": used}).status_code == expected


def test_a_recovery_code_is_good_once(client, editor):
    enrolled(editor)
    StaticDevice.objects.create(user=editor, name="codes").token_set.create(token="abcdefghjkmn")
    for expected in (302, 200):
        client.logout()
        log_in(client)
        answer = client.post("/admin/second-factor/", {"token": "ABCD efgh jkmn"})
        assert answer.status_code == expected


def test_another_persons_code_is_refused(client, editor):
    enrolled(editor)
    other = enrolled(User.objects.create_superuser("other", password=PASSWORD))
    log_in(client)
    assert client.post("/admin/second-factor/", {"token": code_of(other)}).status_code == 200
    assert client.get(HOME).status_code == 302


def test_a_password_does_not_replace_a_device_that_is_set_up(client, editor):
    enrolled(editor)
    log_in(client)
    assert client.get("/admin/second-factor/new/").headers["Location"] == "/admin/second-factor/"
    assert client.post("/admin/second-factor/codes/").status_code == 302
    assert TOTPDevice.objects.count() == 1


def addresses(resolver=None, prefix: str = "/") -> list[str]:
    """Every address under /admin/, with 1 in the place of keys."""
    paths = []
    for pattern in (resolver or get_resolver()).url_patterns:
        here = prefix + re.sub(r"\(\?P<.*?\)|<.*?>", "1", str(pattern.pattern)).lstrip("^").rstrip(
            "$"
        )
        if isinstance(pattern, URLResolver):
            paths += addresses(pattern, here)
        elif isinstance(pattern, URLPattern):
            paths.append(here)
    return [address for address in paths if address.startswith(HOME)]


OPEN = {"/admin/login/", "/admin/logout/", "/admin/jsi18n/"}
OPEN |= {"/admin/forgotten/", "/admin/invitation/1/1/"}
FACTOR = {"/admin/second-factor/", "/admin/second-factor/new/"}


def test_no_page_of_the_desk_is_open_before_the_second_factor(client, editor, demanded):
    cast.case()
    log_in(client)
    protected = [address for address in addresses() if address not in OPEN | FACTOR]
    assert len(protected) > 40
    for address in protected:
        for method in (client.get, client.post):
            answer = method(address)
            assert answer.status_code in (301, 302, 403, 404, 405), address


def test_going_on_never_leads_to_another_site(client, editor):
    device = enrolled(editor)
    log_in(client)
    form = {"token": code_of(device), "next": "//evil.example/admin/"}
    assert client.post("/admin/second-factor/", form).headers["Location"] == HOME


def test_the_secret_is_a_new_one_whenever_the_page_is_opened(client, editor, demanded):
    log_in(client)
    address = "/admin/second-factor/new/"
    first, second = (secret_on(client.get(address).content.decode()) for _time in range(2))
    assert first.key != second.key
    assert client.post(address, {"token": code_of(first)}).status_code == 200
    again = client.post(address, {"token": "000000"}).content.decode()
    assert secret_on(again).key == second.key
    client.post(address, {"token": code_of(second)})
    assert TOTPDevice.objects.get(user=editor).key == second.key


@pytest.mark.parametrize(
    "written", ["{}-{}", "{} {}", " {}{}\u200b", "{}\u2011{}", "{}\u3000{}", "{}－{}"]
)
def test_a_code_may_have_hyphens_and_blanks(client, editor, written):
    device = enrolled(editor)
    log_in(client)
    code = code_of(device)
    token = written.format(code[:3], code[3:])
    assert client.post("/admin/second-factor/", {"token": token}).status_code == 302


def test_a_code_may_have_full_width_digits(client, editor):
    device = enrolled(editor)
    log_in(client)
    wide = code_of(device).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    assert client.post("/admin/second-factor/", {"token": wide}).status_code == 302


def test_a_phone_that_is_slow_is_told_so_with_the_servers_time(client, editor):
    device = enrolled(editor)
    log_in(client)
    page = client.post("/admin/second-factor/", {"token": code_of(device, -20)}).content.decode()
    assert "手机慢了约 10 分钟" in page
    assert re.search(r"服务器现在是北京时间 \d\d:\d\d:\d\d", page)


def test_a_code_of_the_future_is_not_recognised_at_login(client, editor):
    device = enrolled(editor)
    log_in(client)
    page = client.post("/admin/second-factor/", {"token": code_of(device, 20)}).content.decode()
    assert "手机快了" not in page
    assert re.search(r"服务器现在是北京时间 \d\d:\d\d:\d\d", page)


def test_a_phone_that_is_fast_is_told_so_when_it_is_set_up(client, editor, demanded):
    log_in(client)
    address = "/admin/second-factor/new/"
    device = secret_on(client.get(address).content.decode())
    page = client.post(address, {"token": code_of(device, 20)}).content.decode()
    assert "手机快了约 10 分钟" in page


@pytest.mark.parametrize("target", ["/admin/nothing/", "/admin/../x", "/cases/", "/admin/login"])
def test_going_on_to_what_is_no_page_of_the_desk_leads_to_its_first_page(client, editor, target):
    form = {"username": "editor", "password": PASSWORD, "next": target}
    assert client.post("/admin/login/", form).headers["Location"] == HOME


def test_a_session_ends_twelve_hours_after_login_whatever_is_done(client, editor):
    log_in(client)
    session = client.session
    ends = session.get_expiry_date()
    assert ends == datetime.fromtimestamp(session["began_at"], UTC) + timedelta(hours=12)
    session["began_at"] -= 12 * 3600 - 60
    session.save()
    assert client.get(HOME).status_code == 200
    session["began_at"] -= 120
    session["proved_at"] = time.time()
    session.save()
    assert client.get(HOME).status_code == 302


def test_another_login_does_not_prolong_a_session_of_the_same_user(client, editor):
    log_in(client)
    session = client.session
    session["began_at"] -= 11 * 3600
    session.save()
    log_in(client)
    assert client.session["began_at"] == session["began_at"]


def test_a_login_after_another_user_begins_a_session(client, editor):
    User.objects.create_superuser("other", password=PASSWORD)
    log_in(client, name="other")
    session = client.session
    session["began_at"] -= 11 * 3600
    session.save()
    log_in(client)
    assert client.session["began_at"] > session["began_at"] + 10 * 3600
