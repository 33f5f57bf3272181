"""The second factor at log-in: setting it up, its codes, and what stays closed without."""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import URLPattern, URLResolver, get_resolver
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.admin.logging_in import HOME, PASSWORD, enrolled, log_in
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def demanded(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def code(device: TOTPDevice, steps: int = 0) -> str:
    return f"{totp(device.bin_key, drift=steps):06d}"


def test_a_password_is_enough_where_no_factor_is_demanded_or_set_up(client, editor):
    log_in(client)
    assert client.get(HOME).status_code == 200


def test_without_a_factor_the_way_leads_to_setting_one_up(client, editor, demanded):
    log_in(client)
    answer = client.get(HOME, follow=True)
    assert answer.redirect_chain[-1][0] == "/admin/second-factor/new/"
    assert "<svg" in answer.content.decode()
    device = TOTPDevice.objects.get(user=editor)
    assert not device.confirmed
    page = client.post("/admin/second-factor/new/", {"token": code(device)}).content.decode()
    codes = re.findall(r"<code>(.*?)</code>", page)
    assert len(set(codes)) == 10
    assert client.get(HOME).status_code == 200
    assert StaticDevice.objects.get(user=editor).token_set.count() == 10


def test_a_wrong_code_sets_nothing_up(client, editor, demanded):
    log_in(client)
    client.get("/admin/second-factor/new/")
    answer = client.post("/admin/second-factor/new/", {"token": "000000"})
    assert "验证码不对" in answer.content.decode()
    assert not TOTPDevice.objects.filter(confirmed=True).exists()
    assert client.get(HOME).status_code == 302


def test_who_has_a_device_is_asked_even_where_none_is_demanded(client, editor):
    device = enrolled(editor)
    log_in(client)
    assert client.get(HOME, follow=True).redirect_chain[-1][0] == "/admin/second-factor/"
    answer = client.post("/admin/second-factor/", {"token": code(device), "next": HOME})
    assert answer.headers["Location"] == HOME
    assert client.get(HOME).status_code == 200


def test_a_code_is_good_once(client, editor):
    device = enrolled(editor)
    used = code(device)
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
    assert client.post("/admin/second-factor/", {"token": code(other)}).status_code == 200
    assert client.get(HOME).status_code == 302


def test_a_password_does_not_replace_a_device_that_is_set_up(client, editor):
    enrolled(editor)
    log_in(client)
    assert client.get("/admin/second-factor/new/").headers["Location"] == "/admin/second-factor/"
    assert client.post("/admin/second-factor/codes/").status_code == 302
    assert TOTPDevice.objects.count() == 1


def addresses(resolver=None, prefix: str = "/") -> list[str]:
    """Every address under /admin/, with 1 in the place of keys."""
    found = []
    for one in (resolver or get_resolver()).url_patterns:
        here = prefix + re.sub(r"\(\?P<.*?\)|<.*?>", "1", str(one.pattern)).lstrip("^").rstrip("$")
        if isinstance(one, URLResolver):
            found += addresses(one, here)
        elif isinstance(one, URLPattern):
            found.append(here)
    return [address for address in found if address.startswith(HOME)]


OPEN = {"/admin/login/", "/admin/logout/", "/admin/jsi18n/"}
FACTOR = {"/admin/second-factor/", "/admin/second-factor/new/"}


def test_no_page_of_the_desk_is_open_before_the_second_factor(client, editor, demanded):
    cast.case()
    log_in(client)
    known = [address for address in addresses() if address not in OPEN | FACTOR]
    assert len(known) > 40
    for address in known:
        for method in (client.get, client.post):
            answer = method(address)
            assert answer.status_code in (301, 302, 403, 404, 405), address


def test_going_on_never_leads_to_another_site(client, editor):
    device = enrolled(editor)
    log_in(client)
    form = {"token": code(device), "next": "//evil.example/admin/"}
    assert client.post("/admin/second-factor/", form).headers["Location"] == HOME


@pytest.mark.parametrize("form", ["{}-{}", " {} {}\u200b", "{}－{}", "wide"])
def test_a_code_is_taken_as_people_type_it(client, editor, form):
    device = enrolled(editor)
    log_in(client)
    digits = code(device)
    wide = digits.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    typed = wide if form == "wide" else form.format(digits[:3], digits[3:])
    answer = client.post("/admin/second-factor/", {"token": typed, "next": HOME})
    assert answer.headers["Location"] == HOME
