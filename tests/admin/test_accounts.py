"""Who gets into the editors' desk: password, second factor, waiting times, recent proof."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from reforms.models import BatchImport, Case
from tests.support import cast

pytestmark = pytest.mark.django_db
PASSWORD = "读卷宗 要有 耐心 2021"
HOME = "/admin/"


@pytest.fixture
def editor():
    return User.objects.create_superuser("editor", password=PASSWORD)


@pytest.fixture
def demanded(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def log_in(client, password: str = PASSWORD, name: str = "editor", **headers):
    form = {"username": name, "password": password, "next": HOME}
    return client.post("/admin/login/", form, headers=headers)


def code(device: TOTPDevice, steps: int = 0) -> str:
    return f"{totp(device.bin_key, drift=steps):06d}"


def enrolled(user) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, name="app", confirmed=True)


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


# ---------------------------------------------------------------- waiting


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


# ---------------------------------------------------------------- recent proof


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


# ---------------------------------------------------------------- passwords and sessions


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
