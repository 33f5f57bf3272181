"""Says what may be wrong with a phone's clock, on which codes depend (RFC 6238)."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

SEARCHED = 120  # steps of 30 seconds: an hour


def clock_hint(devices: Iterable[TOTPDevice], token: str, fast: bool = False) -> str:
    """The server's time, and how slow the phone is where the code is one of the last hour.

    A code of the next hour is recognised only if `fast` says so: whoever guesses codes must not
    learn which one will be right later.
    """
    now = timezone.localtime().strftime("%H:%M:%S")
    minutes = next(filter(None, (minutes_off(device, token, fast) for device in devices)), 0)
    if not minutes:
        return _("服务器现在是北京时间 %s；手机的时间差半分钟以上，请先校准。") % now
    message = _("手机快了约 %(minutes)d 分钟，请先校准：服务器现在是北京时间 %(now)s。")
    if minutes < 0:
        message = _("手机慢了约 %(minutes)d 分钟，请先校准：服务器现在是北京时间 %(now)s。")
    return message % {"minutes": abs(minutes), "now": now}


def minutes_off(device: TOTPDevice, token: str, fast: bool) -> int:
    """By how many minutes the clock that made a code is fast; negative: slow; 0: not known."""
    if not (token.isascii() and token.isdecimal() and len(token) == device.digits):
        return 0
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    steps = [*range(-2, -SEARCHED, -1), *(range(2, SEARCHED) if fast else ())]
    for step in steps:
        totp.drift = step
        if totp.t() > device.last_t and totp.token() == int(token):  # not one used before
            return round(step * device.step / 60) or (1 if step > 0 else -1)
    return 0
