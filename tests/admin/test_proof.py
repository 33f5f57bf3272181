"""Proof is asked where something is written, and the click is carried out after it."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.signals import post_save
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from reforms.history import proof_age
from reforms.models import Case, Version
from tests.admin.guarded_writes import WRITES
from tests.admin.logging_in import PASSWORD, code_of, enrolled, log_in
from tests.admin.proving import asks_for_proof, hidden_fields, make_stale, prove, stale_client
from tests.support import cast
from tests.support.case_forms import case_page, confirmed, form_of
from tests.support.publishing import confirming

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__)
def test_a_write_asks_for_a_proof_and_is_carried_out_after_it(client, editor, write):
    log_in(client)
    address, form, is_done = write(client)
    make_stale(client)
    response = client.post(address, form)
    assert asks_for_proof(response)
    assert not is_done()
    assert not Version.objects.filter(by=editor, action__in=["published", "withdrawn"]).exists()
    assert prove(client, response).status_code in (200, 302)
    assert is_done()


def test_a_new_password_asks_for_a_proof_and_is_not_sent_back_in_its_page(editor):
    client, address = stale_client(), "/admin/password_change/"
    new = "另一个 很长的 密码 2026"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    response = client.post(address, form)
    assert asks_for_proof(response)
    assert hidden_fields(response) == {"proof-again": ["1"]}
    prove(client, response)
    client.post(address, form)
    editor.refresh_from_db()
    assert editor.check_password(new)


@pytest.mark.django_db(transaction=True)
def test_erasure_asks_for_a_proof_and_is_carried_out_after_it(editor):
    case = cast.case(body="某甲的故事")
    client = stale_client()
    form = {"kind": "phrase", "phrase": "某甲", "_erase": "1"}
    response = client.post(case_page(case, "erase"), form)
    assert asks_for_proof(response)
    assert Case.objects.get().body == "某甲的故事"
    prove(client, response)
    assert Case.objects.get().body == "■■的故事"


def test_what_the_public_does_not_see_asks_for_none(editor):
    case = cast.draft()
    client = stale_client()
    assert client.post(case_page(case), form_of(case, title="草稿的新标题")).status_code == 302
    assert Case.objects.get().title == "草稿的新标题"


def test_the_page_repeats_every_value_of_a_field(editor):
    cases = [cast.draft(number) for number in (1, 2)]
    keys = [case.pk for case in cases]
    form = {"action": "publish_cases", "_selected_action": keys, "index": "0"}
    form |= confirming(*cases)
    response = stale_client().post("/admin/reforms/case/?status=draft", form)
    assert hidden_fields(response) == {
        "action": ["publish_cases"],
        "checked": [form["checked"]],
        "_selected_action": [str(key) for key in keys],
        "index": ["0"],
    }
    assert 'action="/admin/reforms/case/?status=draft"' in response.content.decode()


def test_a_wrong_proof_does_nothing_and_keeps_the_click(editor):
    case = cast.draft()
    client = stale_client()
    form = confirming(case) | {"proof-password": "wrong"}
    again = client.post(case_page(case, "publish"), form)
    assert again.status_code == 403
    assert "密码不对" in again.content.decode()
    assert not Case.objects.get().is_public
    prove(client, again)
    assert Case.objects.get().is_public


def test_with_a_device_the_password_is_no_proof(editor):
    case, device = cast.draft(), enrolled(editor)
    client = stale_client()
    client.post("/admin/second-factor/", {"token": code_of(device)})
    make_stale(client)
    address = case_page(case, "publish")
    assert asks_for_proof(client.post(address, confirming(case) | {"proof-password": PASSWORD}))
    assert not Case.objects.get().is_public
    client.post(address, confirming(case) | {"proof-token": code_of(device, 1)})
    assert Case.objects.get().is_public


def test_with_a_device_another_login_by_password_is_no_proof_either(editor):
    case, device = cast.draft(), enrolled(editor)
    client = stale_client()
    client.post("/admin/second-factor/", {"token": code_of(device)})
    make_stale(client)
    log_in(client)
    assert asks_for_proof(client.post(case_page(case, "publish"), confirming(case)))
    assert not Case.objects.get().is_public


@contextmanager
def when_saved(model, do):
    """Do something at the moment when a row of a model is saved."""

    def receive(**_signal):
        do()

    post_save.connect(receive, sender=model)
    try:
        yield
    finally:
        post_save.disconnect(receive, sender=model)


def test_a_proof_is_stored_before_the_click_is_carried_out(editor):
    """So that the second click of a double one is not asked for a code that is used up."""
    case, ages = cast.case(), []
    client = stale_client()
    form = confirmed(client, case_page(case), form_of(case, title="改过的标题"))
    with when_saved(Case, lambda: ages.append(proof_age(client.session))):
        client.post(case_page(case), form | {"proof-password": PASSWORD})
    assert Case.objects.get().title == "改过的标题"
    assert ages[0] < 600


def test_a_session_that_ends_meanwhile_carries_nothing_out(editor):
    case, device = cast.draft(), enrolled(editor)
    client = stale_client()
    client.post("/admin/second-factor/", {"token": code_of(device)})
    make_stale(client)
    with when_saved(TOTPDevice, Session.objects.all().delete):
        response = client.post(
            case_page(case, "publish"), confirming(case) | {"proof-token": code_of(device, 1)}
        )
    assert response.status_code == 400
    assert not Case.objects.get().is_public


HINT = "如果刚才点了两次，操作可能已经执行，请先查看。"


@pytest.mark.parametrize("is_recovery", [False, True])
def test_a_code_that_was_used_a_moment_ago_may_be_a_second_click(editor, is_recovery):
    case, device = cast.draft(), enrolled(editor)
    codes = StaticDevice.objects.create(user=editor, name="codes").token_set
    codes.create(token="abcdefghjkmn")
    client = stale_client()
    client.post("/admin/second-factor/", {"token": code_of(device)})
    TOTPDevice.objects.update(last_used_at=None)  # as if long ago
    make_stale(client)
    form = confirming(case) | {"proof-token": "abcdefghjkmn" if is_recovery else code_of(device, 1)}
    page = client.post(case_page(case, "publish"), confirming(case)).content.decode()
    assert "刚才的操作还没有做" in page
    assert HINT not in page
    client.post(case_page(case, "publish"), form)
    make_stale(client)  # the second click has read the session before the first wrote it
    page = client.post(case_page(case, "publish"), form).content.decode()
    assert HINT in page
    assert "刚才的操作还没有做" not in page


def test_a_wrong_code_is_no_second_click(editor):
    case, device = cast.draft(), enrolled(editor)
    client = stale_client()
    client.post("/admin/second-factor/", {"token": code_of(device)})
    make_stale(client)
    TOTPDevice.objects.update(last_used_at=timezone.now() - timedelta(minutes=2))
    response = client.post(case_page(case, "publish"), confirming(case) | {"proof-token": "x"})
    assert asks_for_proof(response)
    assert HINT not in response.content.decode()


def test_a_proof_is_good_for_ten_minutes_and_not_from_the_future(editor):
    for seconds, status in ((590, 302), (601, 403), (-60, 403)):
        case = cast.draft(number=abs(seconds))
        response = stale_client(seconds=seconds).post(case_page(case, "publish"), confirming(case))
        assert response.status_code == status, seconds


def test_who_is_not_logged_in_proves_nothing(client, editor):
    case = cast.draft()
    answer = client.post(case_page(case, "publish"), {"proof-password": PASSWORD})
    assert answer.headers["Location"].startswith("/admin/login/")
    assert not Case.objects.get().is_public


@pytest.mark.parametrize(
    "form",
    [
        {"action": ["publish_cases", "submit_cases"]},
        {"action": ["submit_cases", "publish_cases"], "index": "0"},
        {"action": "publish_cases", "index": ["0", "1"]},
        {"action": "withdraw_cases", "reason": ["", "catalogue"]},
    ],
)
def test_a_field_with_two_values_is_refused(client, editor, form):
    case = cast.draft()
    log_in(client)
    answer = client.post("/admin/reforms/case/", form | {"_selected_action": [case.pk]})
    assert answer.status_code == 400
    assert Case.objects.get().status == "draft"


def test_too_much_to_repeat_asks_for_the_proof_alone(editor):
    case = cast.case()
    client = stale_client()
    form = confirmed(client, case_page(case), form_of(case, body="长" * 2_000_001))
    response = client.post(case_page(case), form)
    assert asks_for_proof(response)
    assert hidden_fields(response) == {"proof-again": ["1"]}
    assert len(response.content) < 50_000
    answer = prove(client, response, follow=True)
    assert "刚才的操作还没有做" in answer.content.decode()
    form = confirmed(client, case_page(case), form_of(case, title="改过"))
    assert client.post(case_page(case), form).status_code == 302


def test_a_file_is_asked_for_again(editor):
    case = cast.draft()
    form = confirming(case) | {"file": SimpleUploadedFile("a.csv", b"x")}
    page = stale_client().post(case_page(case, "publish"), form).content.decode()
    assert "请再选一次刚才的文件" in page
    assert 'type="file" name="file"' in page
    assert 'enctype="multipart/form-data"' in page
