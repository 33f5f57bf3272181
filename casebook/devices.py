"""The second factor: devices that make codes, their secrets to scan, and recovery codes.

NIST SP 800-63B: time-based codes (RFC 6238) and single-use recovery codes. django_otp keeps the
devices and counts their failures.
"""

from typing import Any, cast

import segno
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.safestring import SafeString, mark_safe
from django_otp import user_has_device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from .clocks import clock_hint
from .proof import CODE_LENGTH, TokenForm

__all__ = ["TOTPDevice", "default_key"]

CODES = 10
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters that look alike

Person = AbstractBaseUser | AnonymousUser


def new_device(user: Person, key: str) -> TOTPDevice:
    """A device with a secret, not stored yet."""
    return TOTPDevice(user=user, name="app", key=key, confirmed=True)


def enrolment_form(device: TOTPDevice, data: Any) -> TokenForm:
    """The form for the first code of a device that is not stored yet."""
    return TokenForm(
        lambda token: device if accepts(device, token) else None,
        lambda token: clock_hint([device], token, fast=True),
        data,
    )


def accepts(device: TOTPDevice, token: str) -> bool:
    """Whether a code is one of a device that is not stored; notes it as used if it is."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    if not (token.isascii() and token.isdecimal() and len(token) == device.digits):
        return False
    is_right = totp.verify(int(token), device.tolerance)
    if is_right:
        device.last_t, device.drift = totp.t(), totp.drift
    return is_right


@transaction.atomic
def store_first(device: TOTPDevice) -> bool:
    """Store the first device of a user; False where another was set up a moment ago."""
    lock(device.user)
    if user_has_device(device.user):
        return False
    device.save()
    return True


def lock(user: Person) -> None:
    """Let others who change the devices of a user wait until the transaction ends."""
    User.objects.select_for_update().get(pk=cast(int, user.pk))


@transaction.atomic
def replace_codes(user: Person) -> list[str]:
    """Store new recovery codes of a user in the place of the old ones, and return them."""
    lock(user)
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="codes", confirmed=True)
    codes = [get_random_string(CODE_LENGTH, CODE_LETTERS) for _number in range(CODES)]
    for code in codes:
        device.token_set.create(token=code)
    return codes


def qr_code(device: TOTPDevice) -> SafeString:
    """The device's secret as an SVG."""
    # On white with a margin of 4 modules (ISO/IEC 18004), also where the page is dark.
    return mark_safe(
        segno.make(device.config_url, error="m").svg_inline(omitsize=True, light="#fff")
    )


def typed_secret(device: TOTPDevice) -> str:
    """The device's secret, for people who type it instead of scanning it."""
    return grouped_by_four(device.config_url.partition("secret=")[2].partition("&")[0])


def grouped_by_four(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
