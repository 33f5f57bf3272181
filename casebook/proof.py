"""Proof of who somebody is: second factor, recent proof, and what asks for it."""

import time
from collections.abc import Callable

from django import forms
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

RECENT = 10 * 60  # seconds for which a proof of oneself counts as recent
PROVED_AT = "proved_at"  # in the session
CODES, CODE_LENGTH = 10, 12
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike

# What asks for a recent proof when it is sent: actions of lists, and pages by name.
WEIGHTY_ACTIONS = {"publish_batches", "publish_cases", "reset_second_factor"}
WEIGHTY_PAGES = {
    "reforms_case_erase",
    *(f"reforms_{of}_publish" for of in ("case", "batch", "batchimport")),
    "second_factor_codes",
    *(f"auth_{of}_{what}" for of in ("user", "group") for what in ("add", "change", "delete")),
    "auth_user_password_change",
}


def remember_proof(request: HttpRequest, **_options) -> None:
    """Note in the session that its user has just proved who it is."""
    request.session[PROVED_AT] = time.time()


def has_recent_proof(request: HttpRequest) -> bool:
    return 0 <= time.time() - request.session.get(PROVED_AT, 0) < RECENT


def is_weighty(request: HttpRequest) -> bool:
    """Whether a request does something for which a stolen session must not be enough."""
    if request.method != "POST":
        return False
    by_name = request.resolver_match.url_name in WEIGHTY_PAGES
    return by_name or request.POST.get("action") in WEIGHTY_ACTIONS


user_logged_in.connect(remember_proof, dispatch_uid="remember_proof")


class TokenForm(forms.Form):
    """A code of a device, or a recovery code."""

    token = forms.CharField(
        label=gettext_lazy("验证码"),
        max_length=32,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}
        ),
    )

    def __init__(self, verify: Callable[[str], object], *args) -> None:
        super().__init__(*args)
        self.verify = verify

    def clean_token(self) -> str:
        token = "".join(self.cleaned_data["token"].split()).lower()
        self.device = self.verify(token)
        if not self.device:
            raise forms.ValidationError(
                _("验证码不对，或已经用过。请等手机上显示下一个再试；连续输错要等一会儿。")
            )
        return token


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, user, *args) -> None:
        super().__init__(*args)
        self.user = user

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("密码不对。"))
        return password


def verify_token_of(user, token: str) -> object:
    """The device of the user that takes this code, once; None if none does."""
    kind = TOTPDevice if token.isdecimal() else StaticDevice
    devices = kind.objects.devices_for_user(user, confirmed=True)
    found = (verify_token(user, device.persistent_id, token) for device in devices)
    return next(filter(None, found), None)
