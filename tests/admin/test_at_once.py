"""What must happen once happens once, also where two ask for it at the very same moment."""

from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from casebook.devices import default_key, new_device, replace_codes, store_first
from casebook.proof import verify_token_of
from reforms import erasure, history
from reforms.models import Case, Revision, Version
from tests.admin.inviting import invite, link_in
from tests.admin.roles import make_roles
from tests.admin.test_two_editors import at_once, saving
from tests.support import cast
from tests.support.publishing import confirming

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def opened(link: str) -> tuple[Client, str]:
    """A browser that has opened a link, and the address of the form."""
    client = Client()
    return client, client.get(link, follow=True).request["PATH_INFO"]


def setting(client: Client, address: str, password: str) -> Callable[[], str]:
    """Where a browser is led that sets a password; nowhere if the link has just been used up."""
    form = {"new_password1": password, "new_password2": password}
    return lambda: client.post(address, form).headers.get("Location", "")


def test_two_who_use_a_link_at_once_set_one_password(admin_client):
    make_roles()
    link = link_in(invite(admin_client))
    passwords = [f"很长的密码 第{number}个 2026" for number in range(3)]
    led_to = at_once(*[setting(*opened(link), password) for password in passwords])
    assert led_to.count(reverse("admin:index")) == 1
    stored = User.objects.get(first_name="李思源")
    assert stored.check_password(passwords[led_to.index(reverse("admin:index"))])
    assert LogEntry.objects.filter(change_message__contains="密码").count() == 1


def test_a_batch_is_published_once(admin_user):
    drafts = [cast.draft(number) for number in (1, 2)]
    form = confirming(drafts[0].batch)
    address = reverse("admin:reforms_batch_publish", args=[drafts[0].batch.pk])
    at_once(*[saving(admin_user, address, form)] * 3)
    assert Revision.current().number == 1
    assert Version.objects.filter(action="published").count() == 2


def test_what_is_being_erased_is_not_published_with_its_text(admin_user):
    case = cast.draft(summary="有一个名字叫欧阳某")
    address = reverse("admin:reforms_case_publish", args=[case.pk])
    phrase = erasure.checked_phrase(case, "欧阳某")
    at_once(
        saving(admin_user, address, confirming(case)),
        lambda: erasure.erase(Case.objects.get(pk=case.pk), phrase),
    )
    states = Version.objects.filter(subject="case").values_list("state", flat=True)
    assert "欧阳" not in Case.objects.get().summary + "".join(map(str, states))


def test_a_case_is_withdrawn_once(db):
    case = cast.case()
    at_once(
        lambda: history.withdraw([Case.objects.get()], "issuer"),
        lambda: history.withdraw([Case.objects.get()], "catalogue"),
    )
    assert Version.objects.filter(subject_id=case.pk, action="withdrawn").count() == 1


def test_of_two_devices_that_are_set_up_at_once_one_counts(admin_user):
    """Whoever has stolen a session cannot add a device of their own beside its owner's."""
    made = [new_device(admin_user, default_key()) for _session in range(4)]
    stored = at_once(*[partial(store_first, device) for device in made])
    assert sorted(stored) == [False, False, False, True]
    assert TOTPDevice.objects.get() == made[stored.index(True)]


def test_of_recovery_codes_that_are_replaced_at_once_ten_are_left(admin_user):
    at_once(*[lambda: replace_codes(admin_user)] * 4)
    assert StaticToken.objects.count() == 10


def test_a_code_and_a_recovery_code_are_good_once(admin_user):
    device = TOTPDevice.objects.create(user=admin_user, name="app", confirmed=True)
    code = f"{totp(device.bin_key):06d}"
    for token in (code, replace_codes(admin_user)[0]):
        results = at_once(*[lambda token=token: verify_token_of(admin_user, token)] * 4)
        assert [bool(result) for result in results].count(True) == 1
